import { eachAskedBucket, failAtRefusal, refusedOrigin } from './preflight-at-bucket';
import { exampleStack } from '../engine/example-stack';
import { pass } from '../engine/judge';
import type { Rule } from '../engine/rule';
import { NO_RULE_MATCHES } from '../evidence/witness-shape';
import { corsOf } from '../promise/cors-wish';
import { pinnedOrigin } from '../subjects/asset-path';

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
  witness: [NO_RULE_MATCHES],
  example: () => ({
    wrong: exampleStack({ cors: { AccessControlAllowOrigins: '{ Items: [https://app.example.com, https://admin.example.com] }' } }),
    right: exampleStack({ rule: { AllowedOrigins: '[https://app.example.com, https://admin.example.com]' }, cors: { AccessControlAllowOrigins: '{ Items: [https://app.example.com, https://admin.example.com] }' } }),
  }),
  // A pinned Origin is the business of another rule; without a policy there is nothing to disagree with
  check: eachAskedBucket((rules, promise, path, place) => {
    if (pinnedOrigin(path) !== undefined) {
      return undefined;
    }
    if (!corsOf(path.behavior)) {
      return pass(place);
    }
    return failAtRefusal(place, refusedOrigin(rules, promise), ({ entry }) =>
      (entry === '*' ? 'do not allow every origin, which the policy does' : `do not allow ${entry}, which the policy allows`));
  }),
};
