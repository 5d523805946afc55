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

/** One host of each form, from which every beginning that a symbol may stand for can be cut. */
const EXAMPLES = ['s3-website-eu-west-1', 's3-website.eu-west-1', 's3.eu-west-1', 's3-eu-west-1', 's3.dualstack.eu-west-1', 's3', 's3-accelerate', 's3-accelerate.dualstack']
  .map((service) => `name.${service}.amazonaws.com`);

/**
 * Whether a host that is written out from some point on may turn out to be that of a bucket: some beginning makes one of it.
 * `⟨Api⟩.execute-api.eu-west-1.amazonaws.com` may not, `⟨Host⟩.amazonaws.com` may.
 */
export function mayBeS3Endpoint(host: string): boolean {
  const plain = host.replaceAll('\u27e8AWS::Region\u27e9', 'eu-west-1').replaceAll('\u27e8AWS::URLSuffix\u27e9', 'amazonaws.com');
  const end = plain.slice(plain.lastIndexOf('\u27e9') + 1);
  return (
    plain.includes('\u27e9') &&
    EXAMPLES.some((example) =>
      Array.from(example, (_, cut) => example.slice(0, cut + 1)).some((beginning) => parseS3Endpoint(beginning + end) !== undefined),
    )
  );
}

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
