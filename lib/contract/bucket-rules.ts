import type { BucketCorsRule } from './bucket-cors-rule';
import type { ReadContract, UploadContract } from './contract';
import type { WebOrigin } from './web-origin';

/** The rule that lets S3 answer what the contract promises for reading. */
export function readRule(contract: ReadContract): BucketCorsRule {
  return rule(['GET', 'HEAD'], contract);
}

/** The rule for what pages send straight to the bucket. */
export function uploadRule(contract: UploadContract): BucketCorsRule {
  return rule(contract.methods, contract);
}

function rule(methods: readonly string[], contract: ReadContract | UploadContract): BucketCorsRule {
  return {
    allowedOrigins: s3Origins(contract.origins),
    allowedMethods: methods,
    allowedHeaders: nonEmpty(contract.allowedHeaders),
    exposeHeaders: nonEmpty(contract.exposedHeaders),
    maxAgeSeconds: contract.maxAgeSeconds,
  };
}

// `:*` stands for no port too in CloudFront's policy (Developer Guide, understanding-response-headers-policies); S3 compares the text,
// colon and all
function s3Origins(origins: readonly WebOrigin[]): readonly string[] {
  return [...new Set(originValues(origins).flatMap((origin) => (origin.endsWith(':*') ? [origin, origin.slice(0, -2)] : [origin])))];
}

export function originValues(origins: readonly WebOrigin[]): readonly string[] {
  return origins.map((origin) => origin.value);
}

function nonEmpty(names: readonly string[]): readonly string[] | undefined {
  return names.length === 0 ? undefined : names;
}
