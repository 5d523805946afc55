import { exampleBucket } from '../../engine/example-stack';
import { failIf, quoted } from '../../engine/judge';
import type { Judgement, Place, Rule } from '../../engine/rule';
import { inTurn } from '../../engine/subject';
import { eachBucketRule } from '../../subjects/bucket-cors-rules';

export const bucketCorsWildcards: Rule = {
  id: 'bucket-cors-wildcards',
  severity: 'error',
  family: 'deploy',
  title: 'An origin or allowed header of the bucket\'s rules has more than one `*`',
  why: 'S3 refuses the bucket\'s rules, so the stack does not deploy.',
  fix: 'Write at most one `*` in each origin and each header; list the others one by one.',
  see: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html', 'https://github.com/versity/versitygw/issues/1870'],
  unless: 'Never: S3 takes one wildcard per value.',
  noEdit: 'The template does not say which origins or headers the pattern was meant for.',
  example: () => ({
    wrong: exampleBucket({ AllowedOrigins: '[\'https://*.example.*\']', AllowedMethods: '[GET, HEAD]' }),
    right: exampleBucket({ AllowedOrigins: '[\'https://*.example.com\', \'https://*.example.net\']', AllowedMethods: '[GET, HEAD]' }),
  }),
  check: inTurn(
    eachBucketRule('AllowedOrigins', ({ allowedOrigins }, place) => judgeWildcards(allowedOrigins, place)),
    eachBucketRule('AllowedHeaders', ({ allowedHeaders = [] }, place) => judgeWildcards(allowedHeaders, place)),
  ),
};

function judgeWildcards(values: readonly string[], place: Place): Judgement {
  const refused = values.filter((value) => value.split('*').length > 2);
  return failIf(place, refused.length === 0 ? undefined : `more than one wildcard in ${quoted(refused)}`);
}
