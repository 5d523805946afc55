import { eachBehaviour, placeIn } from '../deliveries';
import { failIf, unknownAt } from '../judge';
import type { Behaviour } from '../../graph/types';
import type { Rule } from '../rule';
import { exampleStack } from '../example-stack';

export const cacheSettings: Rule = {
  id: 'cache-settings',
  severity: 'error',
  family: 'deploy',
  title: 'A behaviour has both a cache policy and ForwardedValues, or neither, or an origin request policy without a cache policy',
  why: 'CloudFront refuses the distribution ("ForwardedValues cannot be used when a cache policy is associated"), so the stack does not deploy.',
  fix: 'Give the behaviour a CachePolicyId and remove ForwardedValues. What the origin needs beyond the cache key goes into an OriginRequestPolicyId.',
  see: [
    'https://github.com/terraform-aws-modules/terraform-aws-cloudfront/issues/40',
    'https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DefaultCacheBehavior.html',
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/controlling-origin-requests.html',
  ],
  unless: 'Never: CloudFront takes one of the two.',
  example: {
    wrong: exampleStack({ behaviour: { ForwardedValues: '{ QueryString: false }' } }),
    right: exampleStack(),
  },
  check: (graph) =>
    eachBehaviour(graph, (behaviour, distribution) => {
      const place = placeIn(distribution, behaviour.path);
      return [behaviour.cache.mode === 'unknown' ? unknownAt(place, behaviour.cache.reason) : failIf(place, clashOf(behaviour))];
    }),
};

function clashOf({ cache, originRequestPolicyId }: Behaviour): string | undefined {
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
