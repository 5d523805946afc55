import type { Duration } from 'aws-cdk-lib/core';

/**
 * What pages may send straight to the bucket. PUT and POST never pass through CloudFront.
 */
export interface UploadOptions {
  /**
   * The origins whose pages may upload: `scheme://host[:port]`, with at most one `*`. Any scheme that apps send is fine, such as
   * `capacitor://localhost`, because only S3 reads this list.
   *
   * @default - the origins that may read
   */
  readonly allowedOrigins?: string[];

  /**
   * The request headers that an upload may carry. One `*` in a name is fine here: `x-amz-meta-*`.
   * A presigned PUT with a Content-Type or any `x-amz-` header fails in the browser when its name is not covered.
   *
   * @default ['*']
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html
   */
  readonly allowedHeaders?: string[];

  /**
   * The response headers that scripts may read after an upload. Multipart uploads cannot be completed without ETag.
   *
   * @default ['ETag']
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html
   */
  readonly exposedHeaders?: string[];

  /**
   * Whether pages themselves begin, complete and abort uploads of several parts. An abort is a DELETE, so S3 then permits DELETE requests
   * to these origins, and `grantUpload` gives what abort and resume need. No object can be deleted with it.
   *
   * @default false: your own code does, and pages send parts
   * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html
   */
  readonly multipart?: boolean;

  /**
   * How long browsers may skip the preflight of an upload, in whole seconds. Chromium stops at two hours, Firefox at a day.
   *
   * @default Duration.hours(2)
   */
  readonly maxAge?: Duration;
}

/**
 * What a contract says in addition to its origins.
 */
export interface ContractTerms {
  /**
   * The request headers that pages may set. `*` does not cover Authorization; promise it as `['*', 'Authorization']`.
   * Where the list is not `*`, the response headers policy also names what browsers add by themselves (Priority, Cache-Control, …):
   * CloudFront keeps the CORS headers back from a request with a header that the policy does not name.
   *
   * @default - `['*']`; with credentials an explicit list of the usual ones, because `*` is refused then
   * @see https://fetch.spec.whatwg.org/#http-new-header-syntax
   */
  readonly allowedHeaders?: string[];

  /**
   * The response headers that scripts may read, beyond the few that browsers always show. `[]` shows no others.
   *
   * @default ['ETag', 'Content-Range', 'Accept-Ranges']
   * @see https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name
   */
  readonly exposedHeaders?: string[];

  /**
   * How long browsers may skip the preflight, in whole seconds. A narrower contract reaches a browser that holds a
   * preflight only after it. Chromium stops at two hours, Firefox at a day.
   *
   * @default Duration.hours(2)
   * @see https://fetch.spec.whatwg.org/#http-access-control-max-age
   */
  readonly maxAge?: Duration;

  /**
   * Whether pages may load with cookies. That has a meaning only with CloudFront signed cookies (`trustedKeyGroups`):
   * the cached copy is the same for everyone. The files then carry `Cross-Origin-Resource-Policy: same-site`.
   *
   * @default false
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-signed-cookies.html
   */
  readonly allowCredentials?: boolean;
}

/**
 * The promise of a `CorsContract`.
 */
export interface CorsContractProps extends ContractTerms {
  /**
   * The origins whose pages may read: `scheme://host[:port]` exactly as browsers send it, `https://*.example.com`,
   * `http://localhost:*`, or `*` alone. Host case and default ports are normalized; any other invalid value throws.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html
   */
  readonly allowedOrigins: string[];

  /**
   * What pages may send straight to the bucket.
   *
   * @default - no uploads
   */
  readonly uploads?: UploadOptions;
}
