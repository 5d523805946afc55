import { exampleBucket } from '../../engine/example-stack';
import { failIf } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { inTurn } from '../../engine/subject';
import { eachBucketRule, eachBucketRules } from '../../subjects/bucket-cors-rules';

export const bucketCorsEmpty: Rule = {
  id: 'bucket-cors-empty',
  severity: 'error',
  family: 'deploy',
  title: 'The bucket\'s CORS configuration has no rule, or a rule without origins or methods',
  why: 'S3 refuses the bucket\'s rules, so the stack does not deploy.',
  fix: 'Give each rule at least one origin and one method, or leave CorsConfiguration out.',
  see: ['https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketCors.html', 'https://github.com/aws/aws-sdk-js/issues/701'],
  unless: 'Never: S3 answers MalformedXML.',
  example: () => ({
    wrong: exampleBucket({ AllowedOrigins: '[]', AllowedMethods: '[GET, HEAD]' }),
    right: exampleBucket({ AllowedOrigins: '[https://app.example.com]', AllowedMethods: '[GET, HEAD]' }),
  }),
  check: inTurn(
    eachBucketRules((rules, place) => failIf(place, rules.length === 0 ? 'there is no rule' : undefined)),
    eachBucketRule('AllowedOrigins', ({ allowedOrigins }, place) => failIf(place, allowedOrigins.length === 0 ? 'the rule has no origin' : undefined)),
    eachBucketRule('AllowedMethods', ({ allowedMethods }, place) => failIf(place, allowedMethods.length === 0 ? 'the rule has no method' : undefined)),
  ),
};
