import { valueOr } from '../../../graph/types/known';
import { exampleStack } from '../../engine/example-stack';
import { fail, failIf } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { eachOrigin } from '../../subjects/deliveries';

export const websiteEndpointAsBucket: Rule = {
  id: 'website-endpoint-as-bucket',
  severity: 'error',
  family: 'deploy',
  title: 'The website endpoint of a bucket is used with an origin access control, or as an S3 origin',
  why: 'CloudFront refuses the distribution ("The origin type and OAC origin type differ"): a website endpoint is plain HTTP that nobody can sign for.',
  fix: 'Use the bucket\'s regional domain name (`!GetAtt Bucket.RegionalDomainName`), or keep the website endpoint as a custom origin without access control.',
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html',
    'https://github.com/aws/aws-cdk/issues/26405',
  ],
  unless: 'Never: CloudFront cannot sign for a website endpoint.',
  example: () => ({
    wrong: exampleStack({ origin: { DomainName: '!Select [2, !Split [/, !GetAtt Assets.WebsiteURL]]' } }),
    right: exampleStack(),
  }),
  check: eachOrigin('', ({ target, accessControlId, config }, place) => {
    if (target.kind !== 's3' && target.kind !== 's3-website') {
      return undefined;
    }
    if (target.kind === 's3-website' && (valueOr(accessControlId, undefined) ?? '') !== '') {
      return fail(place, 'a website endpoint with an origin access control');
    }
    return failIf(place, target.kind === 's3-website' && (config === 's3' || config === 'both') ? 'a website endpoint with S3OriginConfig' : undefined);
  }),
};
