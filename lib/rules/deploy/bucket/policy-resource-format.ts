import { decided } from '../../../model/undecided';
import { exampleStack } from '../../engine/example-stack';
import { failIf, quoted } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { eachStatement } from '../../subjects/statements';

export const policyResourceFormat: Rule = {
  id: 'policy-resource-format',
  severity: 'error',
  family: 'deploy',
  title: 'A statement of a bucket policy names as its resource something that is not an ARN',
  why: 'S3 refuses the policy (MalformedPolicy: "Policy has invalid resource"), so the stack does not deploy. `Ref` of a bucket is its name.',
  fix: "Write the ARN: `!Sub '${Bucket.Arn}/*'` for the objects, `!GetAtt Bucket.Arn` for the bucket itself.",
  see: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-arn-format.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucket.html#aws-resource-s3-bucket-return-values',
  ],
  unless: 'Never: S3 takes ARNs, and `*` alone.',
  example: () => ({
    wrong: exampleStack({ statement: { Resource: "!Sub '${Assets}/*'" } }),
    right: exampleStack(),
  }),
  check: eachStatement(({ resources }, place, bucket) => {
    // What a symbol stands for may begin with arn:, unless it is the name of the bucket
    const refused = decided(resources).values.filter((value) => value !== '*' && !value.startsWith('arn:') && (!value.startsWith('\u27e8') || value.startsWith(bucket.name)));
    return failIf(place, refused.length === 0 ? undefined : `names ${quoted(refused)}, which is not an ARN`);
  }),
};
