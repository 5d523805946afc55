import { headerNameProblem } from '../../../contract/header-name';
import { exampleBucket } from '../../engine/example-stack';
import { failIf, quoted } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { eachBucketRule } from '../../subjects/bucket-cors-rules';

export const bucketCorsExposedHeader: Rule = {
  id: 'bucket-cors-exposed-header',
  severity: 'error',
  family: 'deploy',
  title: 'The bucket\'s rules expose `*`, or something that is not a header name',
  why: 'S3 refuses the bucket\'s rules, so the stack does not deploy.',
  fix: 'Name each response header that scripts may read, such as ETag and Content-Range.',
  see: ['https://docs.aws.amazon.com/AmazonS3/latest/API/API_CORSRule.html', 'https://github.com/google/neuroglancer/issues/788'],
  unless: 'Never: S3 says "We currently do not support wildcard for ExposeHeader".',
  example: () => ({
    wrong: exampleBucket({ AllowedOrigins: '[https://app.example.com]', AllowedMethods: '[GET, HEAD]', ExposedHeaders: '[\'*\']' }),
    right: exampleBucket({ AllowedOrigins: '[https://app.example.com]', AllowedMethods: '[GET, HEAD]', ExposedHeaders: '[ETag, Content-Range]' }),
  }),
  check: eachBucketRule('ExposedHeaders', ({ exposeHeaders }, place) => {
    const refused = exposeHeaders?.filter((name) => headerNameProblem(name, 'exposed') !== undefined);
    return refused && failIf(place, refused.length === 0 ? undefined : `S3 exposes no ${quoted(refused)}`);
  }),
};
