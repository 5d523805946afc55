import type { EarlierEvent, PageRequest, RequestStart } from '../model';
import { asBrowsersSend } from '../rules/promise/origin-text';
import { originProblem } from '../trial/request/page-request-problem';
import { quotedIfEmpty, UsageError } from './usage-error';

/**
 * The ways in which a page loads a file, as `--mode` names them. Elements carry `crossorigin`, but for `plain-image`, or nothing could be
 * read.
 */
export const MODES = ['fetch', 'font', 'script', 'image', 'style', 'plain-image'] as const;

export type Mode = (typeof MODES)[number];

const LOADS: Readonly<Record<Mode, RequestStart>> = {
  fetch: { load: 'fetch' },
  font: { load: 'font' },
  script: { load: 'script', crossOrigin: 'anonymous' },
  image: { load: 'image', crossOrigin: 'anonymous' },
  style: { load: 'stylesheet', crossOrigin: 'anonymous' },
  'plain-image': { load: 'image' },
};

/** How a page starts a request. */
export function requestStart(mode: string, credentials: boolean): RequestStart {
  const start = LOADS[parseMode(mode)];
  if (!credentials || mode === 'plain-image') {
    return start;
  }
  return start.load === 'fetch' ? { ...start, credentials: 'include' } : { ...start, crossOrigin: 'use-credentials' };
}

function parseMode(mode: string): Mode {
  const found = MODES.find((candidate) => candidate === mode);
  if (found === undefined) {
    throw new UsageError(`--mode ${mode}: this is not a way to load a file; write one of ${MODES.join(', ')}`);
  }
  return found;
}

/** `Name: value` pairs as a page sets them. */
export function parseHeaders(texts: readonly string[], option = '--header'): Record<string, string> {
  return Object.fromEntries(texts.map((text) => {
    const [, name, value] = /^([^\s:]+)\s*:\s*(.*)$/s.exec(text) ?? [];
    if (name === undefined) {
      throw new UsageError(`${option} ${JSON.stringify(text)}: this is not a header; write 'Name: value'`);
    }
    return [name.toLowerCase(), value ?? ''];
  }));
}

/** The origin of a page, as browsers send it: apps and extensions have schemes of their own, and sandboxed pages send `null`. */
export function parseOrigin(text: string | undefined): string {
  if (text === undefined) {
    throw new UsageError('--origin is missing; write the origin of the page that loads the file, such as --origin https://app.example.com');
  }
  const problem = originProblem(text);
  // A slash at the end, capitals and the default port are easily typed, and leave no doubt what is meant
  const meant = problem && (text.includes('://') && !/:\/\/[^/]*\/./.test(text) ? asBrowsersSend(text) : undefined);
  if (problem && (meant === undefined || originProblem(meant))) {
    throw new UsageError(`--origin ${quotedIfEmpty(text)}: ${problem.why}; write ${problem.fix}`);
  }
  return meant ?? text;
}

/** A path of the distribution; a whole URL names the scheme and the host too. */
export function parsePath(text: string): Pick<PageRequest, 'host' | 'path' | 'scheme'> {
  const url = /^https?:\/\//.test(text) && URL.canParse(text) ? new URL(text) : undefined;
  if (url) {
    return { path: url.pathname + url.search, host: url.host, scheme: url.protocol === 'http:' ? 'http' : 'https' };
  }
  if (!text.startsWith('/')) {
    throw new UsageError(`--path ${quotedIfEmpty(text)}: a path starts with a slash; write /${text}`);
  }
  return { path: text };
}

/** How a request proves that it may have the file. */
export function parseSigned(text: string | undefined): PageRequest['signed'] {
  if (text !== undefined && text !== 'url' && text !== 'cookies') {
    throw new UsageError(`--signed ${text}: write --signed url or --signed cookies`);
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
    throw new UsageError(`--after ${JSON.stringify(text)}: ${strange === undefined ? 'this is not a request' : `"${strange}" says nothing here`}; `
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
