import type { BucketCorsRule } from '../../../contract/bucket-cors-rule';
import { compileGlob } from '../../../model/patterns';
import { exampleBucket } from '../../engine/example-stack';
import { fail, pass } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { NO_RULE_MATCHES } from '../../evidence/witness-shape';
import { eachBucketRules } from '../../subjects/bucket-cors-rules';

export const uploadHeaders: Rule = {
  id: 'upload-headers',
  severity: 'warning',
  family: 'unreachable',
  title: 'The bucket allows PUT or POST, but not the Content-Type that goes with it',
  why: 'Browsers ask before they send Content-Type with an upload. S3 refuses the preflight, so the upload never starts.',
  fix: 'Add AllowedHeaders: Content-Type and the x-amz-* headers that are signed, or `*`.',
  see: [
    'https://github.com/boto/boto3/issues/1149',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors-troubleshooting.html',
  ],
  unless: 'Uploads send no headers of their own: HTML form posts, or files without a type.',
  witness: [{ ...NO_RULE_MATCHES, asks: 'bucket' }],
  example: () => ({
    wrong: exampleBucket({ AllowedOrigins: '[https://app.example.com]', AllowedMethods: '[PUT]', ExposedHeaders: '[ETag]' }),
    right: exampleBucket({ AllowedOrigins: '[https://app.example.com]', AllowedMethods: '[PUT]', AllowedHeaders: '[Content-Type, x-amz-*]', ExposedHeaders: '[ETag]' }),
  }),
  check: eachBucketRules((rules, { address, path }) => rules.flatMap((rule, index) => {
    const method = ['PUT', 'POST'].find((each) => rule.allowedMethods.includes(each));
    if (method === undefined) {
      return [];
    }
    const place = { address, path: `${path}.${String(index)}.AllowedHeaders` };
    if (
      allowsType(rule) ||
      rules.some((other) => allowsType(other) && other.allowedMethods.includes(method) && coversOrigins(other, rule))
    ) {
      return [pass(place)];
    }
    const headers = rule.allowedHeaders ?? [];
    return [fail(place, `${method} is allowed, and ${headers.length === 0 ? 'no header' : `only ${headers.join(', ')}, not Content-Type,`} with it`, method === 'PUT' ? {} : { severity: 'info' })];
  })),
};

// A file has a type, and fetch and XMLHttpRequest send it along: https://fetch.spec.whatwg.org/#concept-bodyinit-extract
function allowsType({ allowedHeaders = [] }: BucketCorsRule): boolean {
  return allowedHeaders.some((entry) => compileGlob(entry.toLowerCase())('content-type'));
}

function coversOrigins(other: BucketCorsRule, rule: BucketCorsRule): boolean {
  return other.allowedOrigins.includes('*') || rule.allowedOrigins.every((origin) => other.allowedOrigins.includes(origin));
}
