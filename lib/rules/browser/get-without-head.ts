import { exampleBucket } from '../engine/example-stack';
import { failIf } from '../engine/judge';
import type { Rule } from '../engine/rule';
import { eachBucketRule } from '../subjects/bucket-cors-rules';

export const getWithoutHead: Rule = {
  id: 'get-without-head',
  severity: 'info',
  family: 'browser',
  title: 'A CORS rule of the bucket allows GET but not HEAD',
  why: 'S3 matches HEAD on its own: a script that asks for size or ETag with HEAD is refused, although it may GET the file.',
  fix: 'Allow both: AllowedMethods: [GET, HEAD].',
  see: ['https://docs.aws.amazon.com/AmazonS3/latest/API/API_CORSRule.html'],
  unless: 'No page sends HEAD.',
  example: () => ({
    wrong: exampleBucket({ AllowedOrigins: '[https://app.example.com]', AllowedMethods: '[GET]' }),
    right: exampleBucket({ AllowedOrigins: '[https://app.example.com]', AllowedMethods: '[GET, HEAD]' }),
  }),
  check: eachBucketRule('AllowedMethods', ({ allowedMethods }, place) => (allowedMethods.includes('GET')
    ? failIf(place, allowedMethods.includes('HEAD') ? undefined : 'allows GET but not HEAD')
    : undefined)),
};
