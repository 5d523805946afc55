import type { PageRequest } from '../../lib/model';
import type { Uses } from './uses';

/** A use as the model knows it, beside its page and its URL. */
export type AskedByUse = Omit<Partial<PageRequest>, 'origin' | 'path'>;

const WITH_CORS = { crossOrigin: 'anonymous' } as const;

/** What each use asks of the browser. */
export const REQUEST_OF_USE: Readonly<Record<keyof Uses, AskedByUse>> = {
  font: { load: 'font' },
  moduleScript: { load: 'module-script', integrity: true },
  script: { load: 'script', ...WITH_CORS, integrity: true },
  stylesheet: { load: 'stylesheet', ...WITH_CORS, mustRead: true },
  jsonModule: { load: 'module-script' },
  canvas: { load: 'image', ...WITH_CORS, mustRead: true },
  webgl: { load: 'image', ...WITH_CORS, mustRead: true },
  fetch: { load: 'fetch' },
  fetchWithHeader: { load: 'fetch', headers: { 'X-App': '1' } },
  fetchWithAuthorization: { load: 'fetch', headers: { Authorization: 'Bearer token' } },
  fetchWithCredentials: { load: 'fetch', credentials: 'include' },
  fetchOfARange: { load: 'fetch', headers: { Range: 'bytes=0-3' }, reads: ['Content-Range'] },
  imageThenFetch: { load: 'fetch' },
  put: { load: 'fetch', method: 'PUT', presigned: true, headers: { 'Content-Type': 'image/png' }, reads: ['ETag'] },
  post: { load: 'fetch', method: 'POST', presigned: true, reads: ['ETag'] },
};

/** The requests of one try of a use, all of which have to work. */
export function requestsOfUse(use: keyof Uses, asked: PageRequest): readonly PageRequest[] {
  return use === 'imageThenFetch' ? [{ ...asked, load: 'image' }, asked] : [asked];
}
