/**
 * The contract: what a user promises, as values that are parsed once and handed down. This room holds the parser with every error
 * (`problem.ts`), and the two renderings: S3's CORS rules, also as the JSON of the S3 console, and CloudFront's CORS block.
 */
import type { WebOrigin } from './web-origin';

/**
 * The promise: what pages may read through CloudFront, and what they may send straight to the bucket. It is parsed once and handed down.
 */
export interface Contract {
  readonly read: ReadContract;
  readonly uploads?: UploadContract;
  /** What was left out when it was read from somewhere, in sentences for whoever uses it. */
  readonly warnings?: readonly string[];
}

/** What pages on some origins may do with files that they load through CloudFront. */
export interface ReadContract {
  readonly origins: readonly WebOrigin[];
  readonly allowedHeaders: readonly string[];
  readonly exposedHeaders: readonly string[];
  /** Absent: browsers keep a preflight for 5 seconds (Fetch, "CORS-preflight cache"). */
  readonly maxAgeSeconds?: number;
  readonly credentials: boolean;
}

/** What pages on some origins may send straight to the bucket. */
export interface UploadContract {
  readonly methods: readonly string[];
  readonly origins: readonly WebOrigin[];
  readonly allowedHeaders: readonly string[];
  readonly exposedHeaders: readonly string[];
  readonly maxAgeSeconds?: number;
}
