/**
 * Says what must happen to a request: from the words of the contract and the Fetch standard alone. It knows nothing of CloudFront,
 * S3, or the code that renders contracts, so it cannot share their mistakes.
 */
import type { Earlier, EarlierEvent, PageRequest } from '../../lib/model';
import type { Scene, UploadWords, Words } from './words';

/** Why the words of a contract leave a request open. */
export const OPEN = {
  'wildcard-depth': 'https://a.b.example.com under https://*.example.com: the words do not say how many labels "*" stands for',
  'same-site-copy': 'several named origins (or "*.") of one site, in a browser that keeps the file as another of them fetched it: no recording says whether CloudFront '
    + 'sends Vary: Origin where it repeats an origin, and without it the browser gives this page the copy whose permission names the other',
  'browser-header-permission': 'a page sets a header that browsers add by themselves (Cache-Control, Range, …) and that its contract does not list: the policy lists it all the '
    + 'same, so that S3 decides (another rule of the bucket may permit it), or a permission that the browser keeps for another header',
  'plain-http': 'the promise is about https URLs: a redirect makes the origin "null", which only "*" covers',
  'preflight-without-cookies': 'signed cookies do not travel with preflights, so a request that needs one works only while the browser keeps an earlier permission',
  'signed-copy-kept': 'an unsigned request of a browser that was given the file for a signed one: it may answer from its own copy',
  'former-answer-kept': 'the same browser keeps what it was told under the former contract (a file, a permission, a refusal)',
  'bucket-credentials': 'an upload with credentials mode "include": the contract says nothing of it, S3 permits it to named origins by itself',
  'authorization-in-chromium': 'Authorization where "*" allows headers: Chromium sends it, by the Fetch standard "*" does not stand for it',
  'presigned-read': 'a presigned URL for reading bypasses CloudFront: the union of the bucket\'s rules answers, not a contract',
} as const;

export type OpenReason = keyof typeof OPEN;

export type Judgement =
  | { readonly set: 'promised'; readonly readable: boolean; /** Lower case, sorted. */ readonly exposed?: readonly string[] }
  | { readonly set: 'forbidden'; readonly because: string }
  | { readonly set: 'open'; readonly reason: OpenReason };

/** What the requesting browser may remember about the URL. */
export interface Memory {
  /** From a load under the contract as it is. */
  readonly own: boolean;
  /** From a load under the former contract. */
  readonly former: boolean;
  /** A copy whose permission names another origin of the same site. */
  readonly sibling: boolean;
}

export const NO_MEMORY: Memory = { own: false, former: false, sibling: false };

/** What a browser may remember when it sends a request: loads of the same URL by pages of the same site. */
export function memoryOf(scene: Scene, past: readonly EarlierEvent[], request: Pick<PageRequest, 'browser' | 'origin' | 'path'>): Memory {
  const loads = past.filter((event): event is Earlier & PageRequest => 'origin' in event && (event.browser ?? '') === (request.browser ?? '')
    && event.path === request.path && siteOf(event.origin) === siteOf(request.origin));
  return {
    own: loads.some(({ under }) => under === undefined), former: loads.some(({ under }) => under !== undefined),
    sibling: loads.some((event) => event.origin !== request.origin && isAnsweredByName(event.under ? scene.formerWords : scene.words, event)),
  };
}

/** Whether the answer to a request permits its origin, and no other. */
function isAnsweredByName(words: Words | undefined, event: PageRequest): boolean {
  return words !== undefined && !words.origins.includes('*') && modeOf(event).mode === 'cors' && coverage(words.origins, event.origin) !== 'no';
}

/** To which of the three sets a request belongs. A browser that remembers the former contract is bound only where both contracts agree. */
export function judge(scene: Scene, request: PageRequest, memory: Memory): Judgement {
  const now = judgeUnder(scene, scene.all, scene.words, request, memory);
  if (now.set === 'promised' && memory.sibling && mayUseCopy(request) && scene.words?.vary?.includes('Origin') !== true) {
    return { set: 'open', reason: 'same-site-copy' };
  }
  if (!memory.former || now.set === 'open') {
    return now;
  }
  const then = judgeUnder(scene, scene.formerAll, scene.formerWords, request, { own: true, former: false, sibling: false });
  if (now.set === 'promised' && then.set === 'promised') {
    return { ...now, exposed: undefined };
  }
  return now.set === then.set ? now : { set: 'open', reason: 'former-answer-kept' };
}

// https://fetch.spec.whatwg.org/#concept-request-cache-mode: these go past a copy, or bring its headers up to date
function mayUseCopy(request: PageRequest): boolean {
  return modeOf(request).mode === 'cors' && !['no-cache', 'no-store', 'reload'].includes(request.cache ?? 'default');
}

function judgeUnder(scene: Scene, all: readonly Words[], words: Words | undefined, request: PageRequest, memory: Memory): Judgement {
  return words ? judgeRead(scene, words, request, memory) : judgeBucket(scene, all, request);
}

const FORBIDDEN_NEVER_READ = 'loaded without CORS, which shows the file at most';

function judgeRead(scene: Scene, words: Words, request: PageRequest, memory: Memory): Judgement {
  const covered = coverage(words.origins, request.origin);
  const { mode, credentials } = modeOf(request);
  const signed = words.signed !== true || request.signed === 'url' || (request.signed === 'cookies' && credentials === 'include');
  if (mode === 'no-cors') {
    const mayShow = covered === 'yes' && signed && request.scheme !== 'http' && request.integrity !== true && request.mustRead !== true
      // Documented: with credentials the files carry Cross-Origin-Resource-Policy: same-site
      && words.credentials !== true;
    return mayShow ? { set: 'promised', readable: false } : forbidden(FORBIDDEN_NEVER_READ);
  }
  const method = (request.method ?? 'GET').toUpperCase();
  const unsafe = unsafeHeaders(request);
  const refusal =
    covered === 'no' ? 'the origin is not in the contract'
      : method !== 'GET' && method !== 'HEAD' ? 'the method is not promised'
        : credentials === 'include' && words.credentials !== true ? 'credentials are not promised'
          : unsafe.some((name) => !coversHeader(readHeaders(words), name)) ? 'a header is not promised'
            : undefined;
  if (refusal === 'a header is not promised' && request.engine === 'chromium' && unsafe.every((name) => coversHeader(readHeaders(words), name, false))) {
    return { set: 'open', reason: 'authorization-in-chromium' };
  }
  const unpromised = unsafe.filter((name) => !coversHeader(readHeaders(words), name));
  const mayBePermitted = memory.own || memory.former || scene.ownersRules || scene.all.length > 1;
  if (refusal === 'a header is not promised' && mayBePermitted && unpromised.every((name) => ADDED_BY_BROWSERS.includes(name))) {
    return { set: 'open', reason: 'browser-header-permission' };
  }
  if (refusal !== undefined) {
    return forbidden(refusal);
  }
  const reason: OpenReason | undefined = covered !== 'yes' && covered !== 'no' ? covered
    : request.scheme === 'http' ? 'plain-http'
      : !signed && memory.own ? 'signed-copy-kept'
        : words.signed === true && unsafe.length > 0 && request.signed !== 'url' && signed ? 'preflight-without-cookies'
          : undefined;
  if (reason !== undefined) {
    return { set: 'open', reason };
  }
  return signed
    ? { set: 'promised', readable: true, exposed: sorted(words.exposed ?? ['ETag', 'Content-Range', 'Accept-Ranges']) }
    : forbidden('the request is not signed');
}

function judgeBucket(scene: Scene, all: readonly Words[], request: PageRequest): Judgement {
  const method = (request.method ?? 'GET').toUpperCase();
  if (request.presigned !== true) {
    return forbidden('the bucket is private');
  }
  const { credentials } = modeOf(request);
  if (method === 'GET' || method === 'HEAD') {
    const readers = all.some(({ origins }) => coverage(origins, request.origin) !== 'no');
    return readers || scene.ownersRules ? { set: 'open', reason: 'presigned-read' } : forbidden('the origin is in no contract');
  }
  const judgements = all.map((words) => judgeUpload(words, words.uploads, request, method));
  const found = judgements.find(({ set }) => set === 'promised') ?? judgements.find(({ set }) => set === 'open')
    ?? forbidden('no contract promises this upload');
  return found.set === 'promised' && credentials === 'include' ? { set: 'open', reason: 'bucket-credentials' } : found;
}

function judgeUpload(words: Words, uploads: UploadWords | undefined, request: PageRequest, method: string): Judgement {
  const covered = uploads ? coverage(uploads.origins ?? words.origins, request.origin) : 'no';
  if (uploads === undefined || covered === 'no' || (method !== 'PUT' && method !== 'POST')) {
    return forbidden('not promised');
  }
  if (unsafeHeaders(request).some((name) => !(uploads.headers ?? ['*']).some((pattern) => matches(pattern.toLowerCase(), name)))) {
    return forbidden('a header is not promised');
  }
  return covered === 'yes'
    ? { set: 'promised', readable: true, exposed: sorted(uploads.exposed ?? ['ETag']) }
    : { set: 'open', reason: covered };
}

function forbidden(because: string): Judgement {
  return { set: 'forbidden', because };
}

type Coverage = 'yes' | 'no' | 'wildcard-depth';

/** Whether the words of a list of origins cover an origin as browsers write it. */
export function coverage(entries: readonly string[], origin: string): Coverage {
  const each = entries.map((entry) => entryCovers(canonical(entry), origin));
  return each.find((one) => one === 'yes') ?? each.find((one) => one !== 'no') ?? 'no';
}

function entryCovers(entry: string, origin: string): Coverage {
  if (entry === '*' || entry === origin) {
    return 'yes';
  }
  const want = taken(entry);
  const have = taken(origin);
  if (!want || !have || want.scheme !== have.scheme) {
    return 'no';
  }
  if (want.host.startsWith('*.')) {
    const parent = want.host.slice(1);
    const labels = have.host.endsWith(parent) ? have.host.slice(0, -parent.length) : '';
    return labels === '' || want.port !== have.port ? 'no' : labels.includes('.') ? 'wildcard-depth' : 'yes';
  }
  if (want.host !== have.host || !want.port.includes('*')) {
    return 'no';
  }
  // Documented: `:*` stands for no port too, and what begins or ends with a figure does not
  return (have.port === '' ? want.port === '*' : matches(want.port, have.port)) ? 'yes' : 'no';
}

// https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin: lower case, no default port, punycode
function canonical(entry: string): string {
  if (entry === '*' || entry.includes('*')) {
    return entry.toLowerCase();
  }
  return new URL(entry).origin;
}

function taken(origin: string): { readonly scheme: string; readonly host: string; readonly port: string } | undefined {
  const [, scheme, host, port] = /^(https?):\/\/([^:]+)(?::([0-9*]+))?$/.exec(origin) ?? [];
  return scheme === undefined || host === undefined ? undefined : { scheme, host, port: port ?? '' };
}

function matches(pattern: string, text: string): boolean {
  const [before, after] = pattern.split('*') as [string, string | undefined];
  return after === undefined ? pattern === text : text.length >= before.length + after.length && text.startsWith(before) && text.endsWith(after);
}

/** Documented: everything but Authorization; with credentials the headers that scripts commonly set, by name. */
function readHeaders(words: Words): readonly string[] {
  return words.headers ?? (words.credentials === true ? COMMON_HEADERS : ['*']);
}

/** Documented: what the policy lists beside the contract's own names. */
const ADDED_BY_BROWSERS = [
  'cache-control', 'dnt', 'if-modified-since', 'if-none-match', 'if-range', 'pragma', 'priority', 'range', 'save-data', 'sec-gpc', 'sec-purpose', 'upgrade-insecure-requests',
];

const COMMON_HEADERS = [
  'Accept', 'Accept-Language', 'Cache-Control', 'Content-Language', 'Content-Type', 'If-Match', 'If-Modified-Since', 'If-None-Match', 'If-Range',
  'If-Unmodified-Since', 'Pragma', 'Range', 'X-Requested-With',
];

// https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name
function coversHeader(allowed: readonly string[], name: string, sparesAuthorization = true): boolean {
  return allowed.some((one) => one.toLowerCase() === name || (one === '*' && !(sparesAuthorization && name === 'authorization')));
}

// https://fetch.spec.whatwg.org/#cors-safelisted-request-header, for the headers that the requests of this proof set
function unsafeHeaders(request: PageRequest): readonly string[] {
  return Object.entries(request.headers ?? {})
    .filter(([name, value]) => !isSafe(name.toLowerCase(), value))
    .map(([name]) => name.toLowerCase());
}

function isSafe(name: string, value: string): boolean {
  switch (name) {
    case 'range':
      return /^bytes=\d+-\d*$/.test(value);
    case 'content-type':
      return /^(text\/plain|multipart\/form-data|application\/x-www-form-urlencoded)\b/.test(value);
    default:
      return false;
  }
}

// https://fetch.spec.whatwg.org/#request-class and https://html.spec.whatwg.org/multipage/urls-and-fetching.html#cors-settings-attributes
function modeOf(request: PageRequest): { readonly mode: 'cors' | 'no-cors'; readonly credentials: 'include' | 'omit' | 'same-origin' } {
  const load = request.load ?? 'fetch';
  if (load === 'fetch') {
    return { mode: request.mode ?? 'cors', credentials: request.credentials ?? 'same-origin' };
  }
  if (load === 'font' || load === 'module-script' || request.crossOrigin !== undefined) {
    return { mode: 'cors', credentials: request.crossOrigin === 'use-credentials' ? 'include' : 'same-origin' };
  }
  return { mode: 'no-cors', credentials: 'include' };
}

/** https://html.spec.whatwg.org/multipage/browsers.html#obtain-a-site, for the hosts of this proof: two labels. */
export function siteOf(origin: string): string {
  const parts = taken(origin);
  return parts ? `${parts.scheme}://${parts.host.split('.').slice(-2).join('.')}` : origin;
}

function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names.map((name) => name.toLowerCase()))].sort();
}
