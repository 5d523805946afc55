// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html#limits-functions
export const LONGEST_CODE = 10 * 1024;

/** Whether CloudFront refuses a function because of its size. */
export function isTooLong(text: string): boolean {
  return Buffer.byteLength(text) > LONGEST_CODE;
}
