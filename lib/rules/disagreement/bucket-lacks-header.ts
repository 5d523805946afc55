import type { BucketCorsRule } from '../../contract/bucket-cors-rule';
import { exampleStack } from '../engine/example-stack';
import { policyCorsOf } from '../promise/cors-wish';
import { fail, judgeKnown, pass } from '../engine/judge';
import type { CorsPromise } from '../promise/promise';
import type { Judgement, Place, Rule } from '../engine/rule';
import { allPass, eachAskedBucket, judgeRefusal, refusedHeader, UNNAMED } from './preflight-at-bucket';

export const bucketLacksHeader: Rule = {
  id: 'bucket-lacks-header',
  severity: 'error',
  family: 'disagreement',
  title: 'The policy allows a request header that no CORS rule of the bucket allows',
  why: 'S3 answers 403 to a preflight that asks for it, so a page that sets the header gets nothing, while the same request without it works.',
  fix: 'Give the bucket\'s rule the headers of the policy, or `AllowedHeaders: ["*"]`.',
  see: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html',
    'https://github.com/boto/boto3/issues/1149',
  ],
  unless: 'No page sets headers: then leave OPTIONS out of AllowedMethods.',
  example: {
    wrong: exampleStack({ rule: { AllowedHeaders: undefined }, cors: { AccessControlAllowHeaders: '{ Items: [X-Requested-With] }' } }),
    right: exampleStack({ rule: { AllowedHeaders: '[X-Requested-With]' }, cors: { AccessControlAllowHeaders: '{ Items: [X-Requested-With] }' } }),
  },
  check: (graph) => eachAskedBucket(graph, (rules, promise, { behavior }, place) => {
    const { headers } = promise;
    if (promise.anyHeader && allPass(rules, promise)) {
      return pass(place);
    }
    const asked = [...headers.map((name) => [name]), ...(headers.length > 1 ? [headers] : [])];
    const named = judgeRefusal(place, refusedHeader(rules, promise, asked), ({ entry }) => fail(place, `do not allow the header ${entry}, which is promised`));
    return named.verdict !== 'pass' ? named : judgeKnown(place, policyCorsOf(behavior), (cors) =>
      (cors?.allowHeaders.known && cors.allowHeaders.value.includes('*') ? anyHeader(rules, promise, place) : named));
  }),
};

/** `*` in the policy is a habit where the bucket names headers: those work, and others fail. */
function anyHeader(rules: readonly BucketCorsRule[], promise: CorsPromise, place: Place): Judgement {
  return judgeRefusal(place, refusedHeader(rules, promise, [[UNNAMED]]), () => (promise.anyHeader
    ? fail(place, 'allow no header, while the policy allows every header')
    : fail(place, 'allow some headers only, while the policy allows every header', { severity: 'warning' })));
}
