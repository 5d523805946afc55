/** How an exchange has to end in order to show that a rule's finding is true, and not some other mistake beside it. */
import type { BlockCode, Blocker, Step } from '../../model';

export interface WitnessShape {
  readonly by?: Blocker;
  readonly step?: Step;
  readonly code?: BlockCode;
  /** What the reason must say. */
  readonly why?: RegExp;
  /**
   * What came before: nothing; or something without which the same request works, done by anybody else (`edge`) or by
   * the same browser (`browser`).
   */
  readonly after?: 'edge' | 'browser';
  /** What is asked for: by default what pages are promised to read. */
  readonly asks?: 'authorization' | 'credentials' | 'bucket' | 'image';
}

const S3_PREFLIGHT: WitnessShape = { by: 'S3', step: 'preflight' };
const NOT_ALLOWED: WitnessShape = { ...S3_PREFLIGHT, why: /This CORS request is not allowed/ };
const S3_REFUSES: WitnessShape = { by: 'S3', step: 'response', code: 'request-refused', why: /AccessDenied/ };
const NO_KEY: WitnessShape = { ...S3_REFUSES, why: /customer master key/ };
const UNREADABLE: WitnessShape = { by: 'browser', step: 'response' };
const INVALID_METHOD: WitnessShape = { by: 'CloudFront', why: /InvalidMethod/ };

/** By rule. Refusals of AWS and habits have none; what shows exposure is no exchange of a page (`gain.ts`). */
export const WITNESS_SHAPES: Readonly<Record<string, readonly WitnessShape[] | undefined>> = {
  'allowed-header-never-asked': [NOT_ALLOWED],
  'authorization-behind-wildcard': [{ by: 'browser', step: 'preflight', asks: 'authorization' }],
  'bucket-cors-missing': [{ ...S3_PREFLIGHT, why: /CORS is not enabled for this bucket/ }],
  'bucket-lacks-header': [NOT_ALLOWED],
  'bucket-lacks-method': [NOT_ALLOWED],
  'bucket-lacks-origin': [NOT_ALLOWED],
  'bucket-origin-never-sent': [{ ...NOT_ALLOWED, asks: 'bucket' }, { ...UNREADABLE, code: 'allow-origin-missing', asks: 'bucket' }],
  'credentials-with-wildcard': [{ by: 'browser', code: 'allow-origin-wildcard-with-credentials', asks: 'credentials' }],
  'deny-blocks-cloudfront': [S3_REFUSES],
  'distribution-not-admitted': [S3_REFUSES],
  'host-forwarded-to-s3': [{ by: 'S3', why: /SignatureDoesNotMatch|NoSuchBucket/ }],
  'kms-managed-key': [NO_KEY],
  'kms-without-grant': [NO_KEY],
  'legacy-origin-not-listed': [{ ...UNREADABLE, after: 'edge' }],
  'method-refused-by-behavior': [{ ...INVALID_METHOD, step: 'response' }],
  'options-cached-without-key': [{ step: 'preflight', after: 'edge' }],
  'options-not-allowed': [{ ...INVALID_METHOD, step: 'preflight' }],
  'origin-header-pinned': [{ ...UNREADABLE, code: 'allow-origin-mismatch' }, NOT_ALLOWED],
  'origin-not-forwarded': [{ ...UNREADABLE, code: 'allow-origin-missing' }, S3_PREFLIGHT],
  'origin-not-in-cache-key': [{ ...UNREADABLE, after: 'edge' }],
  'path-without-cors-policy': [UNREADABLE],
  'policy-removes-permission': [{ ...UNREADABLE, code: 'allow-origin-missing' }],
  'policy-yields-to-s3': [UNREADABLE, { ...UNREADABLE, after: 'edge' }],
  'preflight-headers-not-forwarded': [S3_PREFLIGHT, { by: 'browser', step: 'preflight' }],
  'resource-policy-forbids': [{ by: 'browser', code: 'resource-policy', asks: 'image' }],
  'signed-requests-and-preflights': [{ by: 'CloudFront', step: 'preflight', why: /MissingKey/ }],
  'signing-not-always': [S3_REFUSES],
  'upload-etag': [{ by: 'browser', code: 'header-not-exposed', asks: 'bucket' }],
  'upload-headers': [{ ...NOT_ALLOWED, asks: 'bucket' }],
  'upload-through-cloudfront': [{ by: 'S3', step: 'response', code: 'request-refused' }],
  'vary-missing': [{ ...UNREADABLE, after: 'browser' }],
  'vary-removed': [{ ...UNREADABLE, after: 'browser' }],
};
