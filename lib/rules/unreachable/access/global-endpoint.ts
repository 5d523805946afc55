import type { Premise } from '../../../graph/types';
import { symbol } from '../../../graph/types/symbolic-text';
import { exampleStack } from '../../engine/example-stack';
import { failIf } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { eachOrigin } from '../../subjects/deliveries';

export const globalEndpoint: Rule = {
  id: 'global-endpoint',
  severity: 'info',
  family: 'unreachable',
  title: 'An origin uses the global endpoint of S3 (bucket.s3.amazonaws.com)',
  why: 'For some hours after a bucket is made outside us-east-1, S3 answers 307, and CloudFront passes that on: pages are sent to S3\'s own host, where they get 403.',
  fix: 'Use the regional domain name: `!GetAtt Bucket.RegionalDomainName`.',
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-3xx-status-codes.html',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/Redirects.html',
  ],
  unless: 'The bucket is in us-east-1, or older than a day.',
  example: () => ({
    wrong: exampleStack({ origin: { DomainName: '!GetAtt Assets.DomainName' } }),
    right: exampleStack(),
  }),
  check: eachOrigin('DomainName', ({ target }, place, _distribution, graph) => {
    if (target.kind !== 's3') {
      return undefined;
    }
    const region = target.bucket.known ? target.bucket.value.region : undefined;
    const isAtHome = (region?.known && region.value === HOME) || graph.premises.some(isInHome);
    return failIf(place, target.endpoint === 'global' && !isAtHome ? `${target.bucketName} is fetched from S3's global endpoint` : undefined);
  }),
};

const HOME = 'us-east-1';

/** Whether a condition of the templates says so. */
function isInHome({ text, value, equal }: Premise): boolean {
  return equal && value === HOME && text === symbol('AWS::Region');
}
