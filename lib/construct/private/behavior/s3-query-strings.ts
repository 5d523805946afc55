/**
 * Names that S3 acts on. CloudFront signs what it forwards, so S3 would obey whoever wrote the URL: `response-content-type=text/html`
 * makes a page of any upload.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html, API_ListObjectsV2.html, and the sub-resources that signatures of version 2 list:
 * https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html#ConstructingTheCanonicalizedResourceElement
 */
const NAMES: ReadonlySet<string> = new Set([
  'accelerate', 'acl', 'analytics', 'attributes', 'continuation-token', 'cors', 'delete', 'delimiter', 'encoding-type', 'encryption', 'fetch-owner',
  'intelligent-tiering', 'inventory', 'key-marker', 'legal-hold', 'lifecycle', 'list-type', 'location', 'logging', 'marker', 'max-keys', 'metrics', 'notification',
  'object-lock', 'ownershipcontrols', 'partnumber', 'policy', 'policystatus', 'prefix', 'publicaccessblock', 'replication', 'requestpayment', 'restore',
  'retention', 'select', 'session', 'start-after', 'tagging', 'torrent', 'uploadid', 'uploads', 'version-id-marker', 'versionid', 'versioning', 'versions',
  'website', 'x-id',
]);

export function isS3QueryString(name: string): boolean {
  const lower = name.toLowerCase();
  return NAMES.has(lower) || lower.startsWith('response-') || lower.startsWith('x-amz-');
}
