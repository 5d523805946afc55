import { valueOr } from '../../graph/types/known';
import { assetPaths, behaviorPlace, codeAtTheEdge } from '../subjects/asset-path';
import { policyCorsOf } from '../promise/cors-wish';
import type { AssetPath } from '../subjects/asset-path';
import { exampleStack } from '../engine/example-stack';
import { fail, judgeKnown, pass, unknownAt } from '../engine/judge';
import { caresForCors } from '../promise/promise';
import type { Judgement, Rule } from '../engine/rule';

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
  example: {
    wrong: exampleStack({ distribution: { CacheBehaviors: path('') } }),
    right: exampleStack({ distribution: { CacheBehaviors: path('ResponseHeadersPolicyId: !Ref CorsPolicy') } }),
  },
  check: (graph) => {
    const defaults = new Map(assetPaths(graph).filter(({ behavior }) => behavior.isDefault).map((path) => [path.distribution, path]));
    return assetPaths(graph).flatMap((path) => {
      const byDefault = defaults.get(path.distribution);
      return !path.behavior.isDefault && byDefault && servesSameFiles(path, byDefault) ? judge(path, byDefault) : [];
    });
  },
};

function servesSameFiles(one: AssetPath, other: AssetPath): boolean {
  return (one.bucket.known && other.bucket.known && one.bucket.value === other.bucket.value)
    || (one.origin.known && other.origin.known && one.origin.value === other.origin.value);
}

function judge(path: AssetPath, byDefault: AssetPath): readonly Judgement[] {
  if (valueOr(policyCorsOf(byDefault.behavior), undefined) === undefined) {
    return [];
  }
  const place = behaviorPlace(path, 'ResponseHeadersPolicyId');
  return [judgeKnown(place, policyCorsOf(path.behavior), (cors) => {
    if (cors || caresForCors(path)) {
      return pass(place);
    }
    const code = codeAtTheEdge(path.behavior);
    return code === undefined ? fail(place, 'has no CORS policy, while the default behavior of the same origin has one') : unknownAt(place, code);
  })];
}
