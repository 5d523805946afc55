/** What the host name of an S3 endpoint says. */
export interface S3Endpoint {
  readonly kind: 's3' | 's3-website';
  readonly endpoint: 'regional' | 'global';
  readonly bucketName: string;
}

const REGION = '(?:[a-z]{2}(?:-[a-z]+)+-\\d+|\u27e8[^\u27e9]*\u27e9)';
const SUFFIX = '\\.(?:amazonaws\\.com(?:\\.cn)?|\u27e8AWS::URLSuffix\u27e9)';

/**
 * Virtual-hosted endpoints only: CloudFront cannot use path-style ones. The dash form `s3-eu-west-1` is the older spelling
 * of the regional endpoint.
 * @see https://docs.aws.amazon.com/general/latest/gr/s3.html
 */
const FORMS: readonly (readonly [RegExp, Omit<S3Endpoint, 'bucketName'>])[] = [
  [new RegExp(`^(.+)\\.s3-website[.-]${REGION}${SUFFIX}$`), { kind: 's3-website', endpoint: 'regional' }],
  [new RegExp(`^(.+)\\.s3(?:\\.dualstack)?[.-]${REGION}${SUFFIX}$`), { kind: 's3', endpoint: 'regional' }],
  [new RegExp(`^(.+)\\.s3(?:-accelerate)?(?:\\.dualstack)?${SUFFIX}$`), { kind: 's3', endpoint: 'global' }],
];

/** Reads the (possibly symbolic) host name of an S3 bucket; nothing for any other host. */
export function parseS3Endpoint(host: string): S3Endpoint | undefined {
  for (const [form, endpoint] of FORMS) {
    const bucketName = form.exec(host)?.[1];
    if (bucketName !== undefined) {
      return { ...endpoint, bucketName };
    }
  }
  return undefined;
}
