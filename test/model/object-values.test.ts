/** What the model makes of an object whose length, ETag and last change are known: conditions, ranges and compression. */
import * as fc from 'fast-check';
import parseRange from 'range-parser';
import { answerClient, newCaches, newSimulation } from '../../lib/model';
import type { HeaderMap, HttpResponse, StoredObject } from '../../lib/model';
import { serverFor } from '../../lib/model/server';
import { holds } from '../drawing';
import { APP, cachePolicy, delivery, legacyCache } from './delivery';
import type { Delivery } from './delivery';

const MODIFIED = 'Wed, 01 Jul 2026 10:00:00 GMT';
const FILE: StoredObject = { size: 5_000, etag: '"abc"', lastModified: MODIFIED, contentType: 'text/css' };

function get(headers: HeaderMap, object: StoredObject = FILE, over: Delivery & { method?: string } = {}): HttpResponse {
  return answerClient(delivery(over), { path: '/a.css', headers, method: over.method }, newSimulation({ objects: () => object }));
}

test('an answer carries what is known of the object', () => {
  expect(get({})).toMatchObject({ status: 200, headers: { 'content-length': '5000', etag: '"abc"', 'last-modified': MODIFIED, 'content-type': 'text/css' } });
});

test.each<[string, HeaderMap, number]>([
  ['If-None-Match with its tag', { 'If-None-Match': '"abc"' }, 304],
  ['If-None-Match with its tag made weak', { 'If-None-Match': 'W/"abc"' }, 304],
  ['If-None-Match with a list that has it', { 'If-None-Match': '"x", "abc"' }, 304],
  ['If-None-Match with *', { 'If-None-Match': '*' }, 304],
  ['If-None-Match with another tag', { 'If-None-Match': '"x"' }, 200],
  ['If-None-Match with another tag, though it was not modified since', { 'If-None-Match': '"x"', 'If-Modified-Since': MODIFIED }, 200],
  ['If-Modified-Since its last change', { 'If-Modified-Since': MODIFIED }, 304],
  ['If-Modified-Since an earlier time', { 'If-Modified-Since': 'Tue, 30 Jun 2026 10:00:00 GMT' }, 200],
  ['If-Modified-Since no time at all', { 'If-Modified-Since': 'yesterday' }, 200],
  ['If-Match with its tag', { 'If-Match': '"abc"' }, 200],
  ['If-Match with another tag', { 'If-Match': '"x"' }, 412],
  ['If-Match with a weak tag, which never matches strongly', { 'If-Match': 'W/"abc"' }, 412],
  ['If-Unmodified-Since an earlier time', { 'If-Unmodified-Since': 'Tue, 30 Jun 2026 10:00:00 GMT' }, 412],
  ['If-Unmodified-Since its last change', { 'If-Unmodified-Since': MODIFIED }, 200],
])('%s: %j is answered with %i', (_, headers, status) => {
  expect(get(headers).status).toBe(status);
});

test('a 304 carries the validators and the permission, and nothing that speaks of bytes', () => {
  const { headers } = get({ 'If-None-Match': '"abc"', Origin: APP });
  expect(headers).toMatchObject({ etag: '"abc"', 'access-control-allow-origin': APP });
  expect(Object.keys(headers).filter((name) => name.startsWith('content-'))).toEqual([]);
});

test.each<[string, HeaderMap, number, string | undefined]>([
  ['the first bytes', { Range: 'bytes=0-9' }, 206, 'bytes 0-9/5000'],
  ['all but the first bytes', { Range: 'bytes=4990-' }, 206, 'bytes 4990-4999/5000'],
  ['the last bytes', { Range: 'bytes=-10' }, 206, 'bytes 4990-4999/5000'],
  ['more last bytes than there are', { Range: 'bytes=-9000' }, 206, 'bytes 0-4999/5000'],
  ['an end beyond the end', { Range: 'bytes=4990-9000' }, 206, 'bytes 4990-4999/5000'],
  ['a start beyond the end', { Range: 'bytes=5000-' }, 416, 'bytes */5000'],
  ['no last bytes', { Range: 'bytes=-0' }, 416, 'bytes */5000'],
  ['several parts, which S3 does not serve', { Range: 'bytes=0-1,5-6' }, 200, undefined],
  ['an end before the start, which is no range', { Range: 'bytes=9-0' }, 200, undefined],
  ['another unit', { Range: 'lines=0-9' }, 200, undefined],
  ['a part if the tag is still right', { Range: 'bytes=0-9', 'If-Range': '"abc"' }, 206, 'bytes 0-9/5000'],
  ['a part if the last change is still right', { Range: 'bytes=0-9', 'If-Range': MODIFIED }, 206, 'bytes 0-9/5000'],
  ['a part of what has changed since', { Range: 'bytes=0-9', 'If-Range': '"old"' }, 200, undefined],
])('%s: %j is answered with %i', (_, headers, status, contentRange) => {
  const answer = get(headers);
  expect({ status: answer.status, contentRange: answer.headers['content-range'] }).toEqual({ status, contentRange });
});

test('a range and its length agree, and range-parser reads single ranges alike', () => {
  const bound = fc.oneof(fc.constant(''), fc.nat(120).map(String));
  holds('ranges', fc.property(bound, bound, fc.integer({ min: 1, max: 100 }), (first, last, size) => {
    fc.pre(first !== '' || last !== '');
    const { status, content, headers } = get({ Range: `bytes=${first}-${last}` }, { ...FILE, size });
    const range = status === 206 ? content?.range : undefined;
    const read = parseRange(size, `bytes=${first}-${last}`);
    const [only] = typeof read === 'number' || (first === '' && Number(last) > size) ? [] : read;
    // Two assumptions of RFC 9110 that range-parser does not share: a suffix longer than the object is all of it; an end before the start is no range
    if (only && !(first !== '' && last !== '' && Number(last) < Number(first))) {
      expect(range).toEqual({ start: only.start, end: only.end });
    }
    expect(range === undefined ? headers['content-length'] : String(range.end - range.start + 1)).toBe(headers['content-length']);
  }), 100);
});

describe('compression at the edge', () => {
  const GZIP = { 'Accept-Encoding': 'gzip' };
  const encodingOf = (response: HttpResponse): string | undefined => response.headers['content-encoding'];

  test.each<[string, HeaderMap, StoredObject, Delivery, string | undefined]>([
    ['gzip for who accepts it', GZIP, FILE, {}, 'gzip'],
    ['Brotli before gzip', { 'Accept-Encoding': 'gzip, br' }, FILE, {}, 'br'],
    ['nothing for who accepts nothing', {}, FILE, {}, undefined],
    ['nothing for who refuses it', { 'Accept-Encoding': 'gzip;q=0' }, FILE, {}, undefined],
    ['an object of 1,000 bytes', GZIP, { ...FILE, size: 1_000 }, {}, 'gzip'],
    ['not one of 999', GZIP, { ...FILE, size: 999 }, {}, undefined],
    ['an object of 10,000,000 bytes', GZIP, { ...FILE, size: 10_000_000 }, {}, 'gzip'],
    ['not a larger one', GZIP, { ...FILE, size: 10_000_001 }, {}, undefined],
    ['not an image, which is compressed by itself', GZIP, { ...FILE, contentType: 'image/png' }, {}, undefined],
    ['a type with a character set', GZIP, { ...FILE, contentType: 'text/css; charset=utf-8' }, {}, 'gzip'],
    ['not what is encoded already', GZIP, { ...FILE, contentEncoding: 'zstd' }, {}, 'zstd'],
    ['not a part', { ...GZIP, Range: 'bytes=0-9' }, FILE, {}, undefined],
    ['not where the cache policy leaves encodings out', GZIP, FILE, { cache: cachePolicy({ plain: true }) }, undefined],
    ['gzip, but never Brotli, with the legacy settings', { 'Accept-Encoding': 'gzip, br' }, FILE, { cache: legacyCache() }, 'gzip'],
  ])('%s', (_, headers, object, over, encoding) => {
    expect(encodingOf(get(headers, object, over))).toBe(encoding);
  });

  test('makes the ETag weak and takes the length away, and the weak tag is still good for a 304', () => {
    const { headers } = get(GZIP);
    expect(headers.etag).toBe('W/"abc"');
    expect(headers).not.toHaveProperty('content-length');
    expect(get({ ...GZIP, 'If-None-Match': 'W/"abc"' }).status).toBe(304);
  });

  test('is done on a hit too, and each encoding has a copy of its own', () => {
    const caches = newCaches();
    const ask = (accepted: string) => answerClient(delivery(), { path: '/a.css', headers: { 'Accept-Encoding': accepted } }, newSimulation({ caches, objects: () => FILE })).headers;
    expect(['gzip', 'gzip', 'br', 'identity'].map((accepted) => { const headers = ask(accepted); return [headers['content-encoding'], 'age' in headers]; }))
      .toEqual([['gzip', false], ['gzip', true], ['br', false], [undefined, false]]);
  });
});

test('the key of an object is decoded once, and what cannot be decoded is refused as S3 does', () => {
  const keys: string[] = [];
  const ask = (path: string) => answerClient(delivery(), { path }, newSimulation({ objects: (_, key) => { keys.push(key); return FILE; } }));
  ask('/a%20b%2fc%252e.css');
  expect(keys).toEqual(['a b/c%2e.css']);
  expect(ask('/a%zz')).toMatchObject({ status: 400, error: { code: 'InvalidURI' } });
});

test.each([
  ['before S3 has the bytes, with a placeholder', {}, '"0123456789abcdef"'],
  ['with the tag that it got, once it has them', { uploaded: { etag: '"md5"' } }, '"md5"'],
])('an upload is answered %s', (_, upload, etag) => {
  const answer = serverFor(delivery(), { target: 'bucket' }).answer({ method: 'PUT', path: '/a', query: '', headers: {}, presigned: true, ...upload }, newSimulation());
  expect(answer).toMatchObject({ status: 200, headers: { etag }, content: { key: 'a' } });
});
