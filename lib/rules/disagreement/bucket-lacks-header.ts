import { known } from '../../graph/types/known';
import { answerOr, decided } from '../../model/undecided';
import { allPass, eachAskedBucket, failAtRefusal, refusedHeader, UNNAMED } from './preflight-at-bucket';
import { exampleStack } from '../engine/example-stack';
import { pass } from '../engine/judge';
import type { Rule } from '../engine/rule';
import { NO_RULE_MATCHES } from '../evidence/witness-shape';
import { corsOf } from '../promise/cors-wish';

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
  witness: [NO_RULE_MATCHES],
  example: () => ({
    wrong: exampleStack({ rule: { AllowedHeaders: undefined }, cors: { AccessControlAllowHeaders: '{ Items: [X-Requested-With, Priority, If-None-Match] }' } }),
    right: exampleStack({ rule: { AllowedHeaders: '[X-Requested-With]' }, cors: { AccessControlAllowHeaders: '{ Items: [X-Requested-With, Priority, If-None-Match] }' } }),
  }),
  check: eachAskedBucket((rules, promise, { behavior }, place) => {
    const { headers, anyHeader } = promise;
    if (anyHeader && allPass(rules, promise)) {
      return pass(place);
    }
    const asked = [...headers.map((name) => [name]), ...(headers.length > 1 ? [headers] : [])];
    const named = refusedHeader(rules, promise, asked);
    if (named || !answerOr(false, () => decided(corsOf(behavior)?.allowHeaders ?? known([])).includes('*'))) {
      return failAtRefusal(place, named, ({ entry }) => `do not allow the header ${entry}, which is promised`);
    }
    // `*` in the policy is a habit where the bucket names headers: those work, and others fail
    const unnamed = refusedHeader(rules, promise, [[UNNAMED]]);
    return anyHeader
      ? failAtRefusal(place, unnamed, () => 'allow no header, while the policy allows every header')
      : failAtRefusal(place, unnamed, () => 'allow some headers only, while the policy allows every header', { severity: 'warning' });
  }),
};
