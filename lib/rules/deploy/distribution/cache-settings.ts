import { eachBehavior, placeIn } from '../../subjects/deliveries';
import { failIf, unknownAt } from '../../engine/judge';
import type { Behavior } from '../../../graph/types';
import type { Rule } from '../../engine/rule';
import { exampleStack } from '../../engine/example-stack';

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
  example: {
    wrong: exampleStack({ behavior: { ForwardedValues: '{ QueryString: false }' } }),
    right: exampleStack(),
  },
  check: (graph) =>
    eachBehavior(graph, (behavior, distribution) => {
      const place = placeIn(distribution, behavior.path);
      return [behavior.cache.mode === 'unknown' ? unknownAt(place, behavior.cache.reason) : failIf(place, clashOf(behavior))];
    }),
};

function clashOf({ cache, originRequestPolicyId }: Behavior): string | undefined {
  switch (cache.mode) {
    case 'policy':
      return cache.besideForwardedValues ? 'CachePolicyId and ForwardedValues stand side by side' : undefined;
    case 'none':
      return 'there is neither CachePolicyId nor ForwardedValues';
    case 'legacy':
      return originRequestPolicyId.known && (originRequestPolicyId.value ?? '') !== '' ? 'OriginRequestPolicyId stands beside ForwardedValues' : undefined;
    case 'unknown':
      return undefined;
  }
}
