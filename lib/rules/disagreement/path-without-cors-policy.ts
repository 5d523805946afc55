import { answerOr } from '../../model/undecided';
import { exampleStack } from '../engine/example-stack';
import { judged, pass } from '../engine/judge';
import type { Rule } from '../engine/rule';
import { UNREADABLE } from '../evidence/witness-shape';
import { corsOf } from '../promise/cors-wish';
import { caresForCors } from '../promise/promise';
import { assetPaths, behaviorPlace, failUnlessCode, type AssetPath } from '../subjects/asset-path';

const path = (policy: string): string => `[{ PathPattern: fonts/*, TargetOriginId: assets, ViewerProtocolPolicy: redirect-to-https, CachePolicyId: 658327ea-f89d-4fab-a63d-7e88639e58f6${policy && `, ${policy}`} }]`;

export const pathWithoutCorsPolicy: Rule = {
  id: 'path-without-cors-policy',
  severity: 'warning',
  family: 'disagreement',
  title: 'A path behavior lacks the CORS policy that the default behavior has',
  why: 'Behaviors inherit nothing: files under this path, from the same bucket, carry no CORS headers, so pages on other origins cannot read them.',
  fix: 'Give the path behavior the same ResponseHeadersPolicyId, methods and origin request policy.',
  see: ['https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesCacheBehavior.html'],
  unless: 'No page on another origin reads files under this path.',
  witness: [UNREADABLE],
  example: () => ({
    wrong: exampleStack({ distribution: { CacheBehaviors: path('') } }),
    right: exampleStack({ distribution: { CacheBehaviors: path('ResponseHeadersPolicyId: !Ref CorsPolicy') } }),
  }),
  check: (graph) => {
    const defaults = new Map(assetPaths(graph).filter(({ behavior }) => behavior.isDefault).map((path) => [path.distribution, path]));
    return assetPaths(graph).flatMap((path) => judged(behaviorPlace(path, 'ResponseHeadersPolicyId'), (place) => {
      const byDefault = defaults.get(path.distribution);
      if (
        path.behavior.isDefault ||
        !byDefault ||
        !servesSameFiles(path, byDefault) ||
        !answerOr(undefined, () => corsOf(byDefault.behavior))
      ) {
        return undefined;
      }
      return corsOf(path.behavior) || caresForCors(path) ? pass(place)
        : failUnlessCode(path, place, 'has no CORS policy, while the default behavior of the same origin has one');
    }));
  },
};

function servesSameFiles(one: AssetPath, other: AssetPath): boolean {
  return (one.bucket.known && other.bucket.known && one.bucket.value === other.bucket.value)
    || (one.origin.known && other.origin.known && one.origin.value === other.origin.value);
}
