import { decided } from '../../../model/undecided';
import { exampleStack } from '../../engine/example-stack';
import { failIf } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { eachDistribution } from '../../subjects/deliveries';

const STAGED = { ContinuousDeploymentPolicyId: '4a5b6c7d-0000-4000-8000-123456789abc' };

export const stagingWithHttp3: Rule = {
  id: 'staging-with-http3',
  severity: 'error',
  family: 'deploy',
  title: 'A distribution that takes part in continuous deployment speaks HTTP/3',
  why: 'CloudFront refuses continuous deployment for it, so the stack does not deploy.',
  fix: 'Set HttpVersion to http2 on the distribution and on its staging distribution. In the CDK a property injector on Distribution sets it for one that a construct makes.',
  see: ['https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/continuous-deployment-quotas-considerations.html'],
  unless: 'Never: continuous deployment does not take HTTP/3.',
  example: () => ({
    wrong: exampleStack({ distribution: { ...STAGED, HttpVersion: 'http2and3' } }),
    right: exampleStack({ distribution: { ...STAGED, HttpVersion: 'http2' } }),
  }),
  check: eachDistribution('HttpVersion', ({ httpVersion, takesPartInContinuousDeployment: takesPart }, place) => {
    if (httpVersion === undefined || takesPart === undefined || !decided(takesPart)) {
      return undefined;
    }
    const version = decided(httpVersion) ?? 'http1.1';
    return failIf(place, version.includes('3') ? `is ${version}` : undefined);
  }),
};
