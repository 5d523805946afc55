import type { EarlierEvent, PageRequest, RequestStart } from '../model';
import { UsageError } from './usage-error';

/** The ways in which a page loads a file, as `--mode` names them. Elements carry `crossorigin`, or nothing could be read. */
export const MODES = ['fetch', 'font', 'script', 'image', 'style'] as const;

export type Mode = (typeof MODES)[number];

const LOADS: Readonly<Record<Mode, RequestStart>> = {
  fetch: { load: 'fetch' },
  font: { load: 'font' },
  script: { load: 'script', crossOrigin: 'anonymous' },
  image: { load: 'image', crossOrigin: 'anonymous' },
  style: { load: 'stylesheet', crossOrigin: 'anonymous' },
};

/** How a page starts a request. */
export function requestStart(mode: string, credentials: boolean): RequestStart {
  const start = LOADS[parseMode(mode)];
  if (!credentials) {
    return start;
  }
  return start.load === 'fetch' ? { ...start, credentials: 'include' } : { ...start, crossOrigin: 'use-credentials' };
}

function parseMode(mode: string): Mode {
  const found = MODES.find((candidate) => candidate === mode);
  if (found === undefined) {
    throw new UsageError(`--mode ${mode}: this is no way to load a file; write one of ${MODES.join(', ')}`);
  }
  return found;
}

/** `Name: value` pairs as a page sets them. */
export function parseHeaders(texts: readonly string[], option = '--header'): Record<string, string> {
  return Object.fromEntries(texts.map((text) => {
    const [, name, value] = /^([^\s:]+)\s*:\s*(.*)$/s.exec(text) ?? [];
    if (name === undefined) {
      throw new UsageError(`${option} ${JSON.stringify(text)}: this is no header; write 'Name: value'`);
    }
    return [name.toLowerCase(), value ?? ''];
  }));
}

/** The origin of a page, as browsers send it. */
export function parseOrigin(text: string | undefined): string {
  if (text === undefined) {
    throw new UsageError('--origin is missing; write the origin of the page that loads the file, such as --origin https://app.example.com');
  }
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || text.replace(/\/$/, '').toLowerCase() !== url.origin) {
    throw new UsageError(`--origin ${text}: this is no origin; write scheme://host[:port] as browsers send it, such as https://app.example.com`);
  }
  return url.origin;
}

/** A path of the distribution. */
export function parsePath(text: string): string {
  if (!text.startsWith('/')) {
    throw new UsageError(`--path ${text}: a path starts with a slash; write /${text}`);
  }
  return text;
}

/**
 * What happened before: `GET /p` is a client without a page (curl, a crawler); with `origin=https://…` it is a page, with
 * `mode=…` loaded in that way, and with `plain` by an element without `crossorigin`.
 */
export function parseEarlier(text: string): EarlierEvent {
  const [method = '', path = '', ...words] = text.trim().split(/\s+/);
  const options = new Map(words.map((word) => [word.split('=')[0] ?? '', word.includes('=') ? word.slice(word.indexOf('=') + 1) : '']));
  const strange = [...options.keys()].find((key) => !['origin', 'mode', 'plain', 'encoding'].includes(key));
  if (!/^[A-Z]+$/.test(method) || !path.startsWith('/') || strange !== undefined) {
    throw new UsageError(`--after ${JSON.stringify(text)}: ${strange === undefined ? 'this is no request' : `"${strange}" says nothing here`}; `
      + 'write \'METHOD /path [origin=https://app.example.com] [mode=fetch|font|script|image|style] [plain] [encoding=gzip]\'');
  }
  const origin = options.get('origin');
  const encoding = options.get('encoding');
  if (origin === undefined) {
    return { method, path, headers: encoding === undefined ? {} : { 'accept-encoding': encoding } };
  }
  const start = requestStart(options.get('mode') ?? 'fetch', false);
  const page: PageRequest = { method, path, origin: parseOrigin(origin), acceptEncoding: encoding, ...start };
  return options.has('plain') ? { ...page, mode: 'no-cors', crossOrigin: undefined } : page;
}
