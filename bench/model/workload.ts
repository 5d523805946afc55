import type { PageRequest, PlainRequest } from '../../lib/model';

/** What happens at one moment: a page is viewed, or a client without an origin comes by. */
export interface Visit {
  /** Seconds from the start. */
  readonly at: number;
  readonly requests: readonly PageRequest[];
  readonly crawled?: PlainRequest;
}

/** The numbers a workload is drawn from. */
export interface WorkloadSettings {
  readonly seed: number;
  readonly origins: readonly string[];
  readonly views: number;
  readonly visitors: number;
}

/** What the page says about a workload. */
export const WORKLOAD = { objects: 200, hours: 24, exponent: 1, crawlerShare: 0.05, gzipOnlyShare: 0.1 };

export const REQUESTS_PER_VIEW = 6;

/** Of every object. */
export const CACHE_CONTROL = 'public, max-age=3600';

/**
 * Page views over a day. Which file a page asks for and which application is visited follow Zipf's law; a visitor comes back to the
 * same application. Every view loads a font, an image without CORS, three plain fetches and one with a header of its own, and now and
 * then a crawler asks for a file without saying where from.
 */
export function workload({ seed, origins, views, visitors: people }: WorkloadSettings): Visit[] {
  const random = randomNumbers(seed);
  const object = zipf(WORKLOAD.objects, random);
  const application = zipf(origins.length, random);
  const visitors = Array.from({ length: people }, (_, index) => ({
    browser: `visitor ${index}`, origin: origins[application()],
    acceptEncoding: random() < WORKLOAD.gzipOnlyShare ? 'gzip' : 'gzip, deflate, br, zstd',
  }));
  return Array.from({ length: views }, (_, index) => {
    const visitor = visitors[Math.floor(random() * visitors.length)];
    const path = (): string => `/assets/${object()}`;
    return {
      at: Math.floor((index / views) * WORKLOAD.hours * 3600),
      requests: [
        { ...visitor, load: 'font', path: path() },
        { ...visitor, load: 'image', path: path() },
        { ...visitor, path: path() },
        { ...visitor, path: path() },
        { ...visitor, path: path() },
        { ...visitor, path: path(), headers: { 'X-Build': '1' } },
      ],
      crawled: random() < WORKLOAD.crawlerShare ? { path: path(), headers: { 'Accept-Encoding': 'gzip, br' } } : undefined,
    };
  });
}

/** A generator of numbers from 0 up to 1 that gives the same ones for the same seed (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Draws an index from 0 up to `count`; the one at rank r is drawn in proportion to 1/r. */
function zipf(count: number, random: () => number): () => number {
  const cumulated: number[] = [];
  let total = 0;
  for (let rank = 1; rank <= count; rank += 1) {
    total += 1 / rank ** WORKLOAD.exponent;
    cumulated.push(total);
  }
  return () => {
    const drawn = random() * total;
    return cumulated.findIndex((upTo) => drawn < upTo);
  };
}
