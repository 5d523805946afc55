/** What may have happened before: the events that fill the edge's and the browser's caches. */
import type { EarlierEvent, PageRequest, PlainRequest } from '../../lib/model';
import { originsAround, presigned } from './requests';
import type { Scene } from './words';

/** One kind of event, in words. */
export interface Happening {
  readonly words: string;
  /** Seconds that pass before it. */
  readonly later?: number;
  readonly event: EarlierEvent;
}

const DAYS = 86_400;
const LIKE_A_BROWSER = 'gzip, deflate, br, zstd';
const HOSTILE = { 'access-control-request-method': 'DELETE', 'access-control-request-headers': 'x-evil' };

/**
 * All events before requests from `origin`. Those in somebody else's browser or without any fill only the edge; those in the same browser fill
 * its own caches as well.
 */
export function happeningsBefore(scene: Scene, origin: string): readonly Happening[] {
  return scene.words ? beforeReading(scene, origin) : beforeUploads(scene, origin);
}

function beforeReading(scene: Scene, origin: string): readonly Happening[] {
  const { place, former } = scene;
  const signed = scene.words?.signed === true ? { signed: 'url' as const } : {};
  const client = (words: string, request: Omit<PlainRequest, 'path'>): Happening => ({ words, event: { ...place, ...signed, ...request } });
  const page = (words: string, request: Omit<PageRequest, 'path'>): Happening => ({ words, event: { ...place, ...signed, ...request } });
  const [covered, ...others] = originsAround(scene);
  const other = (origin === covered ? others[0] : covered) ?? origin;
  const elsewhere = { browser: 'somebody else\'s' };
  return [
    client('curl, no Origin', { headers: { 'accept-encoding': LIKE_A_BROWSER } }),
    client('curl, no Origin, no encoding', {}),
    client('curl, no Origin, gzip', { headers: { 'accept-encoding': 'gzip' } }),
    client('curl, no Origin, brotli', { headers: { 'accept-encoding': 'br' } }),
    client('a GET that names this origin and a hostile Access-Control-Request-Method', { headers: { 'accept-encoding': LIKE_A_BROWSER, origin, ...HOSTILE } }),
    client('an OPTIONS without Origin', { method: 'OPTIONS' }),
    client('a preflight of a hostile origin', { method: 'OPTIONS', headers: { origin: 'https://evil.example.net', ...HOSTILE } }),
    page(`a page of ${other} in another browser`, { ...elsewhere, origin: other }),
    page('the same page in another browser, with credentials', { ...elsewhere, origin, credentials: 'include' }),
    page('the same page, with a plain image', { origin, load: 'image' }),
    page('the same page, with fetch', { origin }),
    page('the same page, with a custom header', { origin, headers: { 'X-Custom': '1' } }),
    { words: 'two days pass', later: 2 * DAYS, event: { ...place, path: '/nothing.json' } },
    { words: 'under the former contract: a page of https://former.example.net in another browser', event: { ...place, ...signed, ...elsewhere, origin: 'https://former.example.net', credentials: 'include', under: former } },
    { words: 'under the former contract: the same page in another browser', event: { ...place, ...signed, ...elsewhere, origin, under: former } },
    { words: 'under the former contract: the same page, with a custom header', event: { ...place, ...signed, origin, headers: { 'X-Custom': '1' }, under: former } },
  ];
}

function beforeUploads(scene: Scene, origin: string): readonly Happening[] {
  const { place, former } = scene;
  const upload = { ...place, path: presigned(place.path), origin, method: 'PUT', presigned: true };
  return [
    { words: 'the same page uploads', event: { ...upload, headers: { 'Content-Type': 'image/png' } } },
    { words: 'a page of https://evil.example.net uploads', event: { ...upload, origin: 'https://evil.example.net' } },
    { words: 'the same page reads with a presigned URL', event: { ...upload, method: 'GET' } },
    { words: 'under the former contract: the same page uploads', event: { ...upload, headers: { 'X-Custom': '1' }, under: former } },
  ];
}
