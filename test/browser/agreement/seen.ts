import type { HeaderMap } from '../../../lib/model';

/** What the page's code got to see. */
export interface Seen {
  /** `kept`: nothing; `shown`: rendered or opaque; `read`: the content; `error`: an error status. */
  readonly seen: 'error' | 'error or shown' | 'kept' | 'read' | 'shown';
  readonly status?: number;
  /** Response headers that the code can read. */
  readonly names?: readonly string[];
}

/** What matters of a request on the wire. */
export interface SentRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: HeaderMap;
  readonly cookies: boolean;
}

// Every browser sends these as it likes, unless the page sets them
const OWN = new Set(['accept', 'accept-language', 'cache-control', 'connection', 'content-length', 'cookie', 'host', 'if-modified-since', 'pragma', 'priority', 'referer', 'upgrade-insecure-requests', 'user-agent']);

/** A range as the network stack of Chromium writes it anew. */
export function plainRange(value: string): string {
  return value.toLowerCase().replace(/ /g, '').replace(/0+(?=[0-9])/, '');
}

// Where Chromium has a copy whose size it knows, it asks for the bytes that there are
function comparableRange(value: string): string {
  const plain = plainRange(value);
  return plain === 'bytes=0-1' || !/^bytes=(\d+-\d*|-\d+)$/.test(plain) ? plain : 'some bytes';
}

/** Leaves out what is no matter of CORS. */
export function sentRequest({ method, path, headers }: { readonly method: string; readonly path: string; readonly headers: HeaderMap }, cookies: boolean): SentRequest {
  const told = Object.entries(headers).filter(([name]) => !OWN.has(name) && !name.startsWith('sec-'));
  return { method, path, cookies, headers: Object.fromEntries(told.map(([name, value]) => [name, name === 'range' ? comparableRange(value) : value] as const).sort(([one], [other]) => one < other ? -1 : 1)) };
}
