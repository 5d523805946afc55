/** Every kind of request, and every origin worth asking from. */
import type { PageRequest } from '../../lib/model';
import type { Scene } from './words';

/** An origin that only a former contract names. */
export const FORMER = 'https://former.example.net';

/** An origin that no contract names. */
export const EVIL = 'https://evil.example.net';

/** A request but for who sends it and where. */
export interface Kind extends Omit<PageRequest, 'origin' | 'path'> {
  readonly words: string;
}

const CUSTOM = { 'X-Custom': '1' };

const READS: readonly Kind[] = [
  { words: 'fetch' },
  { words: 'fetch with a custom header', headers: CUSTOM },
  { words: 'fetch with a JSON content type', headers: { 'Content-Type': 'application/json' } },
  { words: 'fetch with Authorization', headers: { Authorization: 'Bearer x' } },
  { words: 'fetch with Authorization, in Chromium', headers: { Authorization: 'Bearer x' }, engine: 'chromium' },
  { words: 'fetch with credentials', credentials: 'include' },
  { words: 'fetch with credentials and a custom header', credentials: 'include', headers: CUSTOM },
  { words: 'fetch without credentials', credentials: 'omit' },
  { words: 'fetch of one range', headers: { Range: 'bytes=0-99' } },
  { words: 'fetch of two ranges', headers: { Range: 'bytes=0-99,200-299' } },
  { words: 'fetch past the cache, as on a reload', cache: 'reload' },
  { words: 'fetch that asks whether its copy is current', cache: 'no-cache' },
  { words: 'fetch with a Cache-Control of its own', headers: { 'Cache-Control': 'no-cache' } },
  { words: 'script with crossorigin, in Firefox', load: 'script', crossOrigin: 'anonymous', integrity: true, engine: 'firefox' },
  { words: 'HEAD', method: 'HEAD' },
  { words: 'HEAD with a custom header', method: 'HEAD', headers: CUSTOM },
  { words: 'font', load: 'font' },
  { words: 'module script with integrity', load: 'module-script', integrity: true },
  { words: 'module script with credentials', load: 'module-script', crossOrigin: 'use-credentials' },
  { words: 'script with crossorigin and integrity', load: 'script', crossOrigin: 'anonymous', integrity: true },
  { words: 'image with crossorigin, read from a canvas', load: 'image', crossOrigin: 'anonymous', mustRead: true },
  { words: 'image with credentials, read from a canvas', load: 'image', crossOrigin: 'use-credentials', mustRead: true },
  { words: 'stylesheet with crossorigin', load: 'stylesheet', crossOrigin: 'anonymous' },
];

const NEVER_READ: readonly Kind[] = [
  { words: 'plain image', load: 'image' },
  { words: 'plain image, read from a canvas', load: 'image', mustRead: true },
  { words: 'plain script with integrity', load: 'script', integrity: true },
  { words: 'plain stylesheet', load: 'stylesheet' },
  { words: 'POST of a form', method: 'POST' },
  { words: 'PUT', method: 'PUT' },
  { words: 'DELETE', method: 'DELETE' },
  { words: 'PATCH', method: 'PATCH' },
];

const PLAIN_HTTP: readonly Kind[] = [{ words: 'fetch over plain http', scheme: 'http' }];

const TO_BUCKET: readonly Kind[] = [
  { words: 'presigned PUT', method: 'PUT', presigned: true },
  { words: 'presigned PUT with a content type', method: 'PUT', presigned: true, headers: { 'Content-Type': 'image/png' } },
  { words: 'presigned PUT with metadata', method: 'PUT', presigned: true, headers: { 'x-amz-meta-width': '100', 'Content-Type': 'image/png' } },
  { words: 'presigned PUT with a header of the app', method: 'PUT', presigned: true, headers: CUSTOM },
  { words: 'presigned PUT with credentials', method: 'PUT', presigned: true, credentials: 'include' },
  { words: 'presigned POST of a form', method: 'POST', presigned: true, headers: { 'Content-Type': 'multipart/form-data; boundary=x' } },
  { words: 'presigned DELETE', method: 'DELETE', presigned: true },
  { words: 'presigned GET', presigned: true },
  { words: 'PUT without a signature', method: 'PUT' },
  { words: 'GET without a signature' },
  { words: 'image from the bucket without a signature', load: 'image', crossOrigin: 'anonymous' },
];

/** Every kind of request that makes sense in a scene; where signatures count, each with every signature. */
export function kindsFor(scene: Scene): readonly Kind[] {
  if (!scene.words) {
    return TO_BUCKET;
  }
  const kinds = [...READS, ...NEVER_READ, ...PLAIN_HTTP];
  return scene.words.signed === true
    ? kinds.flatMap((kind) => [kind, { ...kind, words: `${kind.words}, signed cookies`, signed: 'cookies' as const }, { ...kind, words: `${kind.words}, signed URL`, signed: 'url' as const }])
    : kinds;
}

/** What clients say that they can decompress: browsers as they are, old ones, proxies that name one, and nothing at all. */
export const ENCODINGS = ['gzip, deflate, br, zstd', 'gzip', 'br', 'identity'] as const;

export type Encoding = (typeof ENCODINGS)[number];

/** The request of a kind from an origin. */
export function requestOf(scene: Scene, kind: Kind, origin: string, acceptEncoding: Encoding = ENCODINGS[0]): PageRequest {
  const path = kind.presigned === true ? presigned(scene.place.path, kind.method) : scene.place.path;
  return { ...kind, ...scene.place, path, origin, acceptEncoding };
}

/** A presigned URL is another URL than the object's own, for caches too. A form is posted to the bucket itself, with its signature in the form. */
export function presigned(path: string, method = 'GET'): string {
  return method === 'POST' ? '/' : `${path}?X-Amz-Signature=0123`;
}

/** The origins worth asking from. */
export interface Askers {
  /** One for each of the first entries of the contract, one for a contract beside it, and one that only a former contract named. */
  readonly main: readonly string[];
  /** The other entries, what is almost one, and strangers. */
  readonly nearMisses: readonly string[];
}

/** Who asks in a scene. */
export function askersOf(scene: Scene): Askers {
  const entries = scene.words ? scene.words.origins : scene.all.flatMap(({ origins, uploads }) => [...origins, ...(uploads?.origins ?? [])]);
  const elsewhere = scene.all.filter((words) => words !== scene.words).flatMap(({ origins }) => origins);
  const main = new Set([...entries.slice(0, 2), ...elsewhere.slice(0, 1)].flatMap((entry) => neighbours(entry).slice(0, 1)).concat(FORMER));
  const others = [...entries, ...elsewhere].flatMap(neighbours).concat(EVIL, 'null');
  return { main: [...main], nearMisses: [...new Set(others)].filter((origin) => !main.has(origin)) };
}

/** What an entry covers first, then what it does not. */
function neighbours(entry: string): readonly string[] {
  if (entry === '*') {
    return ['https://anyone.example.net'];
  }
  if (entry.includes('*.')) {
    const origin = (host: string): string => entry.replace('*.', host);
    return [origin('a.'), origin('a.b.'), origin(''), origin('evil'), `${origin('a.')}.evil.net`, origin('a.').replace('https:', 'http:'), `${origin('a.')}:8443`];
  }
  if (entry.includes('*')) {
    return [entry.replace('*', '43'), entry.replace(/:[0-9]*\*$/, ''), entry.replace('*', '43').replace(/^https?/, (scheme) => (scheme === 'http' ? 'https' : 'http')), entry.replace('*', '43').replace('://', '://evil.')];
  }
  const { origin } = new URL(entry);
  return [origin, origin.replace('https:', 'http:'), `${origin.replace(/:\d+$/, '')}:1234`, origin.replace('://', '://sub.'), origin.replace(/(:\d+)?$/, '.evil.net')];
}
