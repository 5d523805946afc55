import { decided } from '../../../model/undecided';
import { exampleStack } from '../../engine/example-stack';
import { failIf } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { eachOrigin } from '../../subjects/deliveries';

export const originHostName: Rule = {
  id: 'origin-host-name',
  severity: 'error',
  family: 'deploy',
  title: 'The domain name of an origin has a scheme, a port or a path',
  why: 'CloudFront refuses the distribution ("The parameter origin name cannot contain a colon."), so the stack does not deploy.',
  fix: 'Write the host name alone. A path that every request shares goes into OriginPath, a port into CustomOriginConfig.',
  see: [
    'https://github.com/aws/aws-cdk/issues/25118',
    'https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_Origin.html',
  ],
  unless: 'Never: CloudFront takes a host name.',
  example: () => ({
    wrong: exampleStack({ origin: { DomainName: '!GetAtt Assets.WebsiteURL', OriginAccessControlId: undefined, S3OriginConfig: undefined, CustomOriginConfig: '{ OriginProtocolPolicy: http-only }' } }),
    right: exampleStack(),
  }),
  check: eachOrigin('DomainName', ({ domainName }, place) => {
    const host = decided(domainName);
    // What a symbol stands for may hold anything, a colon in its name says nothing
    const [found] = /[:/]/.exec(host.replace(/\u27e8[^\u27e9]*\u27e9/g, '')) ?? [];
    return failIf(place, found === undefined ? undefined : `${JSON.stringify(host)} has a ${found === ':' ? 'colon' : 'slash'} in it`);
  }),
};
