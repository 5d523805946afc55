import { valueOr } from '../../../graph/types/known';
import { exampleStack } from '../../engine/example-stack';
import { fail, failIf, unknownAt } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { eachBehavior } from '../../subjects/deliveries';

export const cacheSettings: Rule = {
  id: 'cache-settings',
  severity: 'error',
  family: 'deploy',
  title: 'A behavior has both a cache policy and ForwardedValues, or neither, or an origin request policy without a cache policy',
  why: 'CloudFront refuses the distribution ("ForwardedValues cannot be used when a cache policy is associated"), so the stack does not deploy.',
  fix: 'Give the behavior a CachePolicyId and remove ForwardedValues. What the origin needs beyond the cache key goes into an OriginRequestPolicyId.',
  see: [
    'https://github.com/terraform-aws-modules/terraform-aws-cloudfront/issues/40',
    'https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DefaultCacheBehavior.html',
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/controlling-origin-requests.html',
  ],
  unless: 'Never: CloudFront takes one of the two.',
  example: () => ({
    wrong: exampleStack({ behavior: { ForwardedValues: '{ QueryString: false }' } }),
    right: exampleStack(),
  }),
  check: eachBehavior('', ({ cache, originRequestPolicyId }, place) => {
    switch (cache.mode) {
      case 'unknown':
        return unknownAt(place, cache.reason);
      case 'none':
        return fail(place, 'there is neither CachePolicyId nor ForwardedValues');
      case 'policy':
        return failIf(place, cache.besideForwardedValues ? 'CachePolicyId and ForwardedValues are both set' : undefined);
      case 'legacy':
        return failIf(place, (valueOr(originRequestPolicyId, undefined) ?? '') === '' ? undefined : 'OriginRequestPolicyId and ForwardedValues are both set');
    }
  }),
};
