import { CORS_RESPONSE_HEADERS } from './cors-response-headers';
import { isHeaderName } from './header-name';
import type { Problems } from './problem';

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html#limits-response-headers-policies
const MOST_HEADERS = 10;
const LONGEST_NAME = 256;
export const LONGEST_HEADER_VALUE = 1783;
const LONGEST_HEADERS = 10_240;

/** The property that says a header, or why nobody can. */
const SAID_ELSEWHERE: Readonly<Record<string, string>> = {
  ...Object.fromEntries(CORS_RESPONSE_HEADERS.map((name) => [name.toLowerCase(), 'the contract'])),
  'content-security-policy': 'contentSecurityPolicy',
  'cross-origin-resource-policy': 'crossOriginResourcePolicy',
  'referrer-policy': 'referrerPolicy',
  'strict-transport-security': 'strictTransportSecurity',
  'timing-allow-origin': 'timingAllowOrigins',
  'vary': 'vary of the behavior',
  'x-content-type-options': 'nothing: "nosniff" is always sent',
  'x-frame-options': 'frameOptions',
  'x-xss-protection': 'nothing: browsers do not read it any more',
};

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html#understanding-response-headers-policies-remove-headers
const OF_CLOUDFRONT = new RegExp('^(connection|content-encoding|content-length|expect|host|keep-alive|proxy-.*|trailer|transfer-encoding|upgrade|via|warning'
  + '|x-accel-.*|x-amz-cf-.*|x-amzn-.*|x-cache|x-edge-.*|x-forwarded-proto|x-real-ip)$');

/** The property that says a header; nothing for headers of one's own. */
export function propertyOf(header: string): string | undefined {
  const lower = header.toLowerCase();
  return Object.hasOwn(SAID_ELSEWHERE, lower) ? SAID_ELSEWHERE[lower] : undefined;
}

/** Adds what CloudFront would refuse of further headers to `problems`; `own` are those that are sent anyway. Deploy-time values pass. */
export function checkCustomHeaders(
  headers: Readonly<Record<string, string>>, own: readonly string[], isUnresolved: (value: unknown) => boolean, problems: Problems,
): void {
  const names = Object.keys(headers);
  names.forEach((name, index) => {
    const at = `customHeaders.${name}`;
    const lower = name.toLowerCase();
    const elsewhere = propertyOf(name);
    if (!isHeaderName(name) || name.includes('*') || name.length > LONGEST_NAME) {
      problems.add('header-name', at, name, '"X-Robots-Tag"');
    } else if (elsewhere !== undefined) {
      problems.add('custom-header-reserved', at, name, elsewhere);
    } else if (OF_CLOUDFRONT.test(lower)) {
      problems.add('custom-header-of-cloudfront', at, name, 'a header of your own');
    } else if (names.findIndex((other) => other.toLowerCase() === lower) < index) {
      problems.add('custom-header-twice', at, name, 'the header once');
    }
    checkHeaderValue(headers[name] ?? '', at, isUnresolved, problems);
  });
  const length = names.reduce((sum, name) => sum + name.length + (headers[name] ?? '').length, 0);
  if (names.length + own.length > MOST_HEADERS || length > LONGEST_HEADERS) {
    problems.add('custom-headers-quota', 'customHeaders', names.length, `at most ${MOST_HEADERS - own.length} headers next to ${own.join(', ')}`);
  }
}

/** Adds to `problems` why a text cannot be the value of a header in a policy. */
export function checkHeaderValue(value: string, at: string, isUnresolved: (value: unknown) => boolean, problems: Problems): void {
  if (isUnresolved(value)) {
    return;
  }
  const write = value.trim() === '' ? 'the value, or leave it out'
    : value.length > LONGEST_HEADER_VALUE ? `at most ${LONGEST_HEADER_VALUE} characters, here ${value.length}`
      : /[^\t\x20-\x7e]/.test(value) ? 'one line in ASCII' : undefined;
  if (write !== undefined) {
    problems.add('header-value', at, value, write);
  }
}
