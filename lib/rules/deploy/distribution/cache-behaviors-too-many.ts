import { decided } from '../../../model/undecided';
import { exampleStack } from '../../engine/example-stack';
import { failIf } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { eachDistribution } from '../../subjects/deliveries';

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html#limits-web-distributions
const MOST = 75;

const paths = (count: number): string => `[${Array.from({ length: count }, (_, index) =>
  `{ PathPattern: app${index + 1}/*, TargetOriginId: assets, ViewerProtocolPolicy: redirect-to-https, CachePolicyId: 658327ea-f89d-4fab-a63d-7e88639e58f6 }`).join(', ')}]`;

export const cacheBehaviorsTooMany: Rule = {
  id: 'cache-behaviors-too-many',
  severity: 'error',
  family: 'deploy',
  title: `A distribution has more than ${MOST} cache behaviors`,
  why: 'CloudFront refuses the distribution (TooManyCacheBehaviors), so the stack does not deploy.',
  fix: 'Join paths that have the same contract under one pattern (`apps/*` in place of `apps/one/*` and `apps/two/*`), or ask AWS for a higher quota.',
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html#limits-web-distributions',
    'https://github.com/anomalyco/sst/issues/4141',
  ],
  unless: 'Your account has a higher quota of cache behaviors: it can be raised on request.',
  noEdit: 'Only you know which paths can share a pattern.',
  example: () => ({
    wrong: exampleStack({ distribution: { CacheBehaviors: paths(MOST + 1) } }),
    right: exampleStack({ distribution: { CacheBehaviors: paths(MOST) } }),
  }),
  check: eachDistribution('CacheBehaviors', ({ behaviors }, place) => {
    // Whether the default behavior counts is not documented.
    const count = decided(behaviors).filter(({ isDefault }) => !isDefault).length;
    return failIf(place, count > MOST ? `there are ${count} next to the default behavior` : undefined);
  }),
};
