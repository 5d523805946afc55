/**
 * First octets under which AWS announces addresses of CloudFront, so that a range there may be one of CloudFront's own.
 * Any other is somebody's office or data center.
 */
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/LocationsOfEdgeServers.html (the list of 2026, service CLOUDFRONT)
const CLOUDFRONT_OCTETS: ReadonlySet<number> = new Set([
  3, 13, 15, 18, 34, 35, 36, 43, 44, 52, 54, 57, 58, 64, 65, 70, 71, 99, 108, 111, 116, 118, 119, 120, 130, 143, 144, 180, 204, 205, 216,
  223,
]);

/** Whether a range in CIDR form holds every address of its kind. */
export function coversEverybody(range: string): boolean {
  return range.endsWith('/0');
}

/** Whether a range in CIDR form may hold an address from which CloudFront asks. */
export function coversCloudFront(range: string): boolean {
  const [address = '', prefix] = range.split('/');
  if (address.includes(':')) {
    return Number(prefix ?? 128) < 16 || /^(2[46][0-9a-f]{2}):/i.test(address);
  }
  const octet = Number(address.split('.')[0]);
  const bits = Math.min(Number(prefix ?? 32), 8);
  // Below 8 bits the range begins at this octet and holds further ones
  const last = octet + 2 ** (8 - bits) - 1;
  return [...CLOUDFRONT_OCTETS].some((each) => each >= octet && each <= last);
}
