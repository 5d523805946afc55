import { exampleBucket } from '../../engine/example-stack';
import { failIf } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { eachBucketRule } from '../../subjects/bucket-cors-rules';

export const uploadEtag: Rule = {
  id: 'upload-etag',
  severity: 'info',
  family: 'unreachable',
  title: 'The bucket allows PUT without exposing ETag',
  why: 'Scripts cannot read the ETag of an uploaded part, so multipart uploads from a page cannot be completed.',
  fix: 'Add ETag to ExposedHeaders.',
  see: [
    'https://github.com/aws/aws-sdk-js/issues/191',
    'https://github.com/aws/aws-sdk-js/issues/384',
  ],
  unless: 'Pages upload in one piece and never look at the ETag.',
  witness: [{ by: 'browser', code: 'header-not-exposed', asks: 'bucket' }],
  example: () => ({
    wrong: exampleBucket({ AllowedOrigins: '[https://app.example.com]', AllowedMethods: '[PUT]', AllowedHeaders: '[\'*\']' }),
    right: exampleBucket({ AllowedOrigins: '[https://app.example.com]', AllowedMethods: '[PUT]', AllowedHeaders: '[\'*\']', ExposedHeaders: '[ETag]' }),
  }),
  check: eachBucketRule('ExposedHeaders', ({ allowedMethods, exposeHeaders = [] }, place) => {
    if (!allowedMethods.includes('PUT')) {
      return undefined;
    }
    return failIf(place, exposeHeaders.some((name) => name.toLowerCase() === 'etag') ? undefined : 'PUT is allowed, and ETag is not exposed');
  }),
};
