import type { BucketCorsRule } from '../../../contract/bucket-cors-rule';
import { exampleBucket } from '../../engine/example-stack';
import { failIf, quoted } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { inTurn } from '../../engine/subject';
import { eachBucketRule, eachBucketRules } from '../../subjects/bucket-cors-rules';

const LISTS = [
  ['AllowedOrigins', (rule: BucketCorsRule) => rule.allowedOrigins],
  ['AllowedMethods', (rule: BucketCorsRule) => rule.allowedMethods],
  ['AllowedHeaders', (rule: BucketCorsRule) => rule.allowedHeaders ?? []],
  ['ExposedHeaders', (rule: BucketCorsRule) => rule.exposeHeaders ?? []],
] as const;

export const bucketCorsDuplicates: Rule = {
  id: 'bucket-cors-duplicates',
  severity: 'error',
  family: 'deploy',
  title: 'A rule or a value appears twice in the bucket\'s CORS configuration',
  why: 'CloudFormation refuses the bucket ("array items are not unique"), so the stack does not deploy.',
  fix: 'Write each rule, origin, method and header once.',
  see: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-s3-bucket-corsrule.html',
    'https://github.com/Authress/aws-s3-explorer/issues/16',
  ],
  unless: 'Never with CloudFormation. S3 itself takes duplicates.',
  example: () => ({
    wrong: exampleBucket({ AllowedOrigins: '[https://app.example.com, https://app.example.com]', AllowedMethods: '[GET, HEAD]' }),
    right: exampleBucket({ AllowedOrigins: '[https://app.example.com, https://www.example.com]', AllowedMethods: '[GET, HEAD]' }),
  }),
  check: inTurn(
    eachBucketRules((rules, place) => {
      const again = repeated(rules.map((rule) => JSON.stringify(rule)));
      return failIf(place, again.length === 0 ? undefined : `${again.length === 1 ? 'one rule appears' : `${String(again.length)} rules appear`} twice`);
    }),
    ...LISTS.flatMap(([property, values]) => eachBucketRule(property, (rule, place) => {
      const again = repeated(values(rule));
      return failIf(place, again.length === 0 ? undefined : `twice in the list: ${quoted(again)}`);
    })),
  ),
};

function repeated(values: readonly string[]): readonly string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}
