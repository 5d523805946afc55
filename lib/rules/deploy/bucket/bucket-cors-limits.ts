import { exampleBucket } from '../../engine/example-stack';
import { failIf } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { inTurn } from '../../engine/subject';
import { eachBucketRule, eachBucketRules } from '../../subjects/bucket-cors-rules';

const MOST_RULES = 100;
const LONGEST_ID = 255;

export const bucketCorsLimits: Rule = {
  id: 'bucket-cors-limits',
  severity: 'error',
  family: 'deploy',
  title: 'The bucket has over 100 CORS rules, or a rule with too long an id or an impossible max age',
  why: 'S3 or CloudFormation refuses the bucket\'s rules, so the stack does not deploy.',
  fix: 'Merge rules that differ only in their origins, shorten the id, and write the max age as whole seconds.',
  see: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-s3-bucket-corsrule.html',
  ],
  unless: 'Never: these are limits of the service.',
  example: () => ({
    wrong: exampleBucket({ AllowedOrigins: '[https://app.example.com]', AllowedMethods: '[GET, HEAD]', MaxAge: '-1' }),
    right: exampleBucket({ Id: 'fonts', AllowedOrigins: '[https://app.example.com]', AllowedMethods: '[GET, HEAD]', MaxAge: '600' }),
  }),
  check: inTurn(
    eachBucketRules((rules, place) =>
      failIf(place, rules.length > MOST_RULES ? `${String(rules.length)} rules; S3 takes ${String(MOST_RULES)}` : undefined)),
    eachBucketRule('Id', ({ id = '' }, place) =>
      failIf(place, id.length > LONGEST_ID ? `the id has ${String(id.length)} characters; S3 takes ${String(LONGEST_ID)}` : undefined)),
    eachBucketRule('MaxAge', ({ maxAgeSeconds = 0 }, place) =>
      failIf(place, Number.isInteger(maxAgeSeconds) && maxAgeSeconds >= 0 ? undefined : `${String(maxAgeSeconds)} is not a whole number of seconds`)),
  ),
};
