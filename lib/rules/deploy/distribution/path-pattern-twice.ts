import { decided } from '../../../model/undecided';
import { exampleStack } from '../../engine/example-stack';
import { failIf } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { eachBehavior } from '../../subjects/deliveries';

const paths = (...patterns: readonly string[]): string => `[${patterns.map((pattern) =>
  `{ PathPattern: ${pattern}, TargetOriginId: assets, ViewerProtocolPolicy: redirect-to-https, CachePolicyId: 658327ea-f89d-4fab-a63d-7e88639e58f6 }`).join(', ')}]`;

export const pathPatternTwice: Rule = {
  id: 'path-pattern-twice',
  severity: 'error',
  family: 'deploy',
  title: 'Two behaviors have the same path pattern, with or without a slash in front',
  why: 'CloudFront refuses the distribution, so the stack does not deploy; and the second behavior would never be reached.',
  fix: 'Keep one behavior for the pattern.',
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesCacheBehavior.html#DownloadDistValuesPathPattern',
    'https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CacheBehavior.html',
  ],
  unless: 'Never: the first behavior that matches answers.',
  example: () => ({
    wrong: exampleStack({ distribution: { CacheBehaviors: paths('fonts/*', '/fonts/*') } }),
    right: exampleStack({ distribution: { CacheBehaviors: paths('fonts/*') } }),
  }),
  check: eachBehavior('PathPattern', (behavior, place, { behaviors }) => {
    if (behavior.isDefault) {
      return undefined;
    }
    const all = decided(behaviors);
    const pattern = plain(decided(behavior.pathPattern));
    const first = all.slice(0, all.indexOf(behavior)).find(({ pathPattern }) => pathPattern.known && plain(pathPattern.value) === pattern);
    return failIf(place, first && `"${decided(behavior.pathPattern)}" has a behavior already`);
  }),
};

/** The slash is optional: API_CacheBehavior. */
function plain(pattern: string): string {
  return pattern.replace(/^\//, '');
}
