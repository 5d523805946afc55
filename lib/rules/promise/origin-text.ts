import { parseWebOrigin } from '../../contract/web-origin';
import { isSymbolic } from '../../graph/types/symbolic-text';
import { remembering } from '../../model/remembering';

/** Texts that may stand where a pattern has `*`: enough for one of them to make an origin, if any text does. */
const FILLINGS = ['', 'x', '1', 'x.x', 's://x', '://x', '//x', '/x', 'https', 'https://x'];

/**
 * Whether browsers can send an origin that matches this text, in which S3 lets one `*` stand for anything.
 * `undecided` when a symbolic part decides. @see https://fetch.spec.whatwg.org/#origin-header
 */
export const canBeSent = remembering((pattern: string): boolean | 'undecided' => {
  if (isSymbolic(pattern)) {
    return pathOf(pattern) === undefined ? 'undecided' : false;
  }
  return pattern === 'null' || (pattern.includes('*') ? FILLINGS : ['']).some((filling) => isSerialized(pattern.replaceAll('*', filling)));
});

/** `/` or more after the host, as far as it is written out. Browsers send none. */
export function pathOf(text: string): string | undefined {
  const [, path] = /^[a-z][a-z0-9+.-]*:\/\/[^/]*(\/.*)$/i.exec(text) ?? /[^/:](\/)$/.exec(text) ?? [];
  return path;
}

/** What browsers send for this text, when it is an origin but for its spelling. */
export const asBrowsersSend = remembering((text: string): string | undefined => {
  if (text === '') {
    return undefined;
  }
  const parsed = parseWebOrigin(text);
  if ('value' in parsed) {
    return parsed.value;
  }
  const normalized = parseWebOrigin(JSON.parse(parsed.write) as string);
  return ['origin-trailing-slash', 'origin-path', 'origin-scheme-missing'].includes(parsed.code) && 'value' in normalized ? normalized.value : undefined;
});

// Apps in web views and extensions have schemes of their own (capacitor://localhost, chrome-extension://id, file://)
function isSerialized(text: string): boolean {
  if (/^https?:/.test(text)) {
    const parsed = parseWebOrigin(text);
    return 'value' in parsed && parsed.value === text;
  }
  return /^[a-z][a-z0-9+.-]*:\/\/[^/?#@\s]*$/.test(text);
}
