import { exampleStack } from '../engine/example-stack';
import { pinnedOrigin } from '../subjects/asset-path';
import { policyCorsOf } from '../promise/cors-wish';
import type { AssetPath } from '../subjects/asset-path';
import { fail, judgeKnown, pass } from '../engine/judge';
import type { Rule } from '../engine/rule';
import { eachAskedBucket, judgeRefusal, refusedOrigin } from './preflight-at-bucket';

export const bucketLacksOrigin: Rule = {
  id: 'bucket-lacks-origin',
  severity: 'error',
  family: 'disagreement',
  title: 'The policy allows an origin that no CORS rule of the bucket allows',
  why: 'CloudFront passes the preflight on to S3, which answers 403 to that origin. Plain GETs work, so the mistake shows with the first request that has a header of its own.',
  fix: 'List the same origins in the bucket\'s rules and in the response headers policy.',
  see: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors-troubleshooting.html',
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html',
  ],
  unless: 'A function at the edge answers preflights.',
  example: {
    wrong: exampleStack({ cors: { AccessControlAllowOrigins: '{ Items: [https://app.example.com, https://admin.example.com] }' } }),
    right: exampleStack({ rule: { AllowedOrigins: '[https://app.example.com, https://admin.example.com]' }, cors: { AccessControlAllowOrigins: '{ Items: [https://app.example.com, https://admin.example.com] }' } }),
  },
  // A pinned Origin is the business of another rule; without a policy there is nothing to disagree with
  check: (graph) => eachAskedBucket(graph, (rules, promise, path, place) => judgeKnown(place, pinnedOrigin(path), (pinned) =>
    (pinned !== undefined ? undefined : !hasPolicy(path) ? pass(place) : judgeRefusal(place, refusedOrigin(rules, promise), ({ entry }) =>
      fail(place, entry === '*' ? 'do not allow every origin, which the policy does' : `do not allow ${entry}, which the policy allows`))))),
};

function hasPolicy({ behavior }: AssetPath): boolean {
  const cors = policyCorsOf(behavior);
  return cors.known && cors.value !== undefined;
}
