/** What a page's code can put on a request, and what it has to ask permission for. */
import { isHeaderName } from '../../contract/header-name';
import { BROWSER_HEADERS } from '../../contract/response-headers';
import { isCorsSafelistedRequestHeader, isForbiddenRequestHeader } from '../../model/browser/safelist';

/** Whether a page's code can set a header of this name, or of this pattern. */
// https://fetch.spec.whatwg.org/#headers-validate: fetch throws at what is not a name, and drops what is the browser's own
export function isSetByPages(name: string): boolean {
  return isHeaderName(name) && !isForbiddenRequestHeader(name.toLowerCase(), '');
}

// Values with which each of these needs no preflight
const HARMLESS_VALUES: ReadonlyMap<string, string> = new Map([['content-type', 'text/plain'], ['range', 'bytes=0-']]);

/** Values with which browsers do ask first. */
export const PREFLIGHTED_VALUES: ReadonlyMap<string, string> = new Map([['content-type', 'application/json'], ['range', 'bytes=0-1,5-6']]);

/** Whether a page that sends the header always has to ask first. The name is lower case. */
export function alwaysPreflights(name: string): boolean {
  const value = HARMLESS_VALUES.get(name) ?? 'en';
  return !isCorsSafelistedRequestHeader(name, value) && isSetByPages(name);
}

/**
 * A policy's list without what it names for browsers' own sake. A list with Priority in it was written for them; without, each name is a
 * page's.
 */
export function headersOfPages(names: readonly string[]): readonly string[] {
  return names.some((name) => name.toLowerCase() === 'priority') ? names.filter((name) => !ADDED_BY_BROWSERS.has(name.toLowerCase())) : names;
}

const ADDED_BY_BROWSERS: ReadonlySet<string> = new Set(BROWSER_HEADERS.map((name) => name.toLowerCase()));
