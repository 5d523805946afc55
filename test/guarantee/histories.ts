/** What may have happened before: the events that fill the edge's and the browser's caches. */
import type { DeliveryGraph } from '../../lib/graph/types';
import type { EarlierEvent, PageRequest } from '../../lib/model';
import { siteOf } from './oracle';
import { askersOf, ENCODINGS, EVIL, FORMER, presigned } from './requests';
import type { Encoding } from './requests';
import type { Scene } from './words';

/** One kind of event, in words. */
export interface Happening {
  readonly words: string;
  /** Seconds that pass before it. */
  readonly later?: number;
  readonly event: EarlierEvent;
}

const DAYS = 86_400;
const CUSTOM = { 'X-Custom': '1' };
const HOSTILE = { 'access-control-request-method': 'DELETE', 'access-control-request-headers': 'x-evil' };

/** Which clients come before a request: all that decompress as it does, or others too. */
export type Clients = 'same encoding' | 'every encoding';

/**
 * All events before requests from `origin`. Those in somebody else's browser or without any fill only the edge; those in the same browser fill
 * its own caches as well.
 */
export function happeningsBefore(scene: Scene, origin: string, encoding: Encoding, clients: Clients): readonly Happening[] {
  return scene.words ? beforeReading(scene, origin, encoding, clients) : beforeUploads(scene, origin);
}

function beforeReading(scene: Scene, origin: string, encoding: Encoding, clients: Clients): readonly Happening[] {
  const { former } = scene;
  const place = { ...scene.place, ...(scene.words?.signed === true ? { signed: 'url' as const } : {}) };
  const client = (words: string, headers: Record<string, string>, method = 'GET'): Happening => ({ words, event: { ...place, method, headers } });
  const page = (words: string, request: Partial<PageRequest> & { origin: string }, under?: DeliveryGraph): Happening =>
    ({ words: under ? `under the former contract: ${words}` : words, event: { ...place, acceptEncoding: encoding, ...request, under } });
  const otherEncodings = clients === 'every encoding' ? ENCODINGS.filter((other) => other !== encoding) : [];
  const { main } = askersOf(scene);
  const other = main.find((one) => one !== origin) ?? origin;
  const sibling = siblingOf(scene, origin);
  const withCredentials = scene.words?.credentials === true ? { credentials: 'include' as const } : {};
  const browser = 'somebody else\'s';
  return [
    client('curl, no Origin', { 'accept-encoding': encoding }),
    ...otherEncodings.map((other) => client(`curl, no Origin, ${other}`, { 'accept-encoding': other })),
    client('a GET that names this origin and a hostile Access-Control-Request-Method', { 'accept-encoding': encoding, origin, ...HOSTILE }),
    client('an OPTIONS without Origin', { 'accept-encoding': encoding }, 'OPTIONS'),
    client('a preflight of a hostile origin', { 'accept-encoding': encoding, origin: EVIL, ...HOSTILE }, 'OPTIONS'),
    page(`a page of ${other} in another browser`, { browser, origin: other }),
    page('the same page in another browser, with credentials', { browser, origin, credentials: 'include' }),
    page('the same page, with a plain image', { origin, load: 'image' }),
    page('the same page, with fetch', { origin }),
    page('the same page, with a custom header', { origin, headers: CUSTOM, ...withCredentials }),
    page(`a page of ${sibling} in the same browser`, { origin: sibling }),
    { words: 'two days pass', later: 2 * DAYS, event: { ...place, path: '/nothing.json' } },
    page(`a page of ${FORMER} in another browser`, { browser, origin: FORMER, credentials: 'include' }, former),
    page('the same page in another browser', { browser, origin }, former),
    page('the same page, with a custom header', { origin, headers: CUSTOM }, former),
  ];
}

/** Another origin of the same site: one that the contract names too, or else a stranger. */
function siblingOf({ words }: Scene, origin: string): string {
  const site = siteOf(origin);
  const candidates = (words?.origins ?? []).flatMap(covered).filter((other) => other !== origin && siteOf(other) === site);
  return candidates[0] ?? site.replace('://', '://stranger.');
}

function covered(entry: string): readonly string[] {
  return entry.includes('*.') ? ['b.', 'c.'].map((label) => entry.replace('*.', label)) : entry.includes('*') ? [] : [new URL(entry).origin];
}

function beforeUploads(scene: Scene, origin: string): readonly Happening[] {
  const { place, former } = scene;
  const upload = { ...place, path: presigned(place.path), origin, method: 'PUT', presigned: true };
  return [
    { words: 'the same page uploads', event: { ...upload, headers: { 'Content-Type': 'image/png' } } },
    { words: `a page of ${EVIL} uploads`, event: { ...upload, origin: EVIL } },
    { words: 'the same page reads with a presigned URL', event: { ...upload, method: 'GET' } },
    { words: 'under the former contract: the same page uploads', event: { ...upload, headers: CUSTOM, under: former } },
  ];
}
