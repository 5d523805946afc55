import { BUCKET_CORS_METHODS } from '../../../contract/bucket-cors-rule';
import { exampleBucket } from '../../engine/example-stack';
import { failIf, quoted } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { eachBucketRule } from '../../subjects/bucket-cors-rules';

export const bucketCorsMethod: Rule = {
  id: 'bucket-cors-method',
  severity: 'error',
  family: 'deploy',
  title: 'A CORS rule of the bucket allows OPTIONS, or another method that S3 does not take',
  why: 'S3 refuses the bucket\'s rules, so the stack does not deploy.',
  fix: 'Allow GET, HEAD, PUT, POST or DELETE in upper case. Preflights (OPTIONS) need no method of their own: any matching rule answers them.',
  see: ['https://docs.aws.amazon.com/AmazonS3/latest/API/API_CORSRule.html'],
  unless: 'Never: S3 takes exactly these five methods.',
  example: () => ({
    wrong: exampleBucket({ AllowedOrigins: '[https://app.example.com]', AllowedMethods: '[GET, HEAD, OPTIONS]' }),
    right: exampleBucket({ AllowedOrigins: '[https://app.example.com]', AllowedMethods: '[GET, HEAD]' }),
  }),
  check: eachBucketRule('AllowedMethods', ({ allowedMethods }, place) => {
    const refused = allowedMethods.filter((method) => !BUCKET_CORS_METHODS.includes(method));
    return failIf(place, refused.length === 0 ? undefined : `S3 has no CORS method ${quoted(refused)}`);
  }),
};
