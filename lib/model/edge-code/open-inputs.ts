import type { EdgeSource } from '../../graph/types/edge-code';
import type { LeftOpen } from '../http/message';
import { inspect } from './syntax';

/** A client that is not a browser sends what it says, and nothing else. */
export type Openness = LeftOpen | 'nothing';

// https://fetch.spec.whatwg.org/#http-network-or-cache-fetch, https://fetch.spec.whatwg.org/#cors-preflight-fetch: what browsers add by themselves.
// Origin, Access-Control-*, Range, conditions and Accept-Encoding are of the model
const ADDED_BY_BROWSERS = /^(accept|accept-language|user-agent|referer|dnt|save-data|cache-control|pragma|upgrade-insecure-requests|sec-.*)$/;
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/adding-cloudfront-headers.html
const ADDED_BY_CLOUDFRONT = /^cloudfront-/;

/** Whether a run that asked for this may go another way for another request, for which the model's request is the same. */
export function isOpen(input: string, openness: Openness, present: (input: string) => boolean): boolean {
  if (present(input)) {
    return false;
  }
  const [kind = '', name = ''] = input.split(/[.:](.*)/s);
  switch (kind) {
    case 'headers':
      return ADDED_BY_CLOUDFRONT.test(name) || (openness !== 'nothing' && (name === '*' || ADDED_BY_BROWSERS.test(name)))
        || (openness === 'browser-with-credentials' && name === 'authorization');
    case 'cookies':
      return openness === 'browser-with-credentials';
    case 'viewer':
      // Who lists the viewer's properties reads the address as well
      return name === 'ip';
    case 'context':
      return name === 'requestId';
    default:
      return true;
  }
}

const ABSENT = undefined;

/** Values worth trying for something that is open; `undefined` leaves it out. */
export function alternatives(input: string, code: EdgeSource): readonly (string | undefined)[] {
  const { literals } = inspect(code.text, code.runtime);
  switch (input.split(/[.:]/)[0]) {
    case 'time':
      return ['2026-01-01', '2000-01-01', '2100-01-01'].map((day) => String(Date.parse(day)));
    case 'chance':
      return ['0.5', '0', '0.25', '0.75', '0.999999'];
    case 'viewer':
      return [ABSENT, '2001:db8::1', ...literals];
    case 'context':
      return [ABSENT, 'x'];
    default:
      return input.endsWith('*') ? [ABSENT, 'x'] : [ABSENT, 'x', ...literals.filter((text) => text !== ''), ...(input === 'headers.authorization' ? credentials(literals) : [])];
  }
}

/** What HTTP Basic would send for the names and passwords in the code. */
// https://www.rfc-editor.org/rfc/rfc7617
function credentials(literals: readonly string[]): readonly string[] {
  const words = literals.filter((text) => text.length > 0 && !text.includes(' ')).slice(0, 8);
  const pairs = words.flatMap((user) => words.map((password) => `${user}:${password}`));
  return [...literals.filter((text) => text.includes(':')), ...pairs].map((pair) => `Basic ${Buffer.from(pair).toString('base64')}`);
}
