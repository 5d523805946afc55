/** What a behavior of the constructs can do besides reading one bucket, served and asked for. */
import { App, Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { CorsAssetDistribution } from '../../lib';
import { readTemplates } from '../../lib/graph/readers/templates';
import type { DeliveryGraph } from '../../lib/graph/types';
import { FolderStore } from '../../lib/preview';
import type { ObjectStore } from '../../lib/preview';
import { APP, ask, exampleGraph, folderOf, previewOf, serverOf } from './support';
import type { Answered } from './support';

/** Asks a graph whose buckets hold these files; a bucket is found by the beginning of its logical id. */
async function served(graph: DeliveryGraph, files: Readonly<Record<string, Readonly<Record<string, string>>>>) {
  const stores = new Map(await Promise.all(Object.entries(files).map(async ([id, content]): Promise<[string, ObjectStore]> => [id, await FolderStore.at(folderOf(content))])));
  const preview = await previewOf(graph, folderOf({}), {
    stores: ({ address: { logicalId } }) => [...stores].find(([id]) => logicalId.startsWith(id))?.[1],
  });
  const { url } = serverOf(preview);
  return async (path: string, headers: Readonly<Record<string, string>> = { Origin: APP }, method = 'GET'): Promise<Answered> => ask(preview, url, path, { method, headers });
}

const seen = ({ status, body }: Answered): string => `${status} ${body.toString()}`;
const cached = ({ headers }: Answered): unknown => headers['x-cache'];
const MISS = 'Miss from cloudfront';
const HIT = 'Hit from cloudfront';

test('a path with a bucket of its own reads that bucket, by its own contract, and the other bucket never answers for it', async () => {
  const get = await served(exampleGraph('several-buckets'), {
    Site: { 'app.js': 'site', 'tiles/2.png': 'of the site' }, CopyOfSite: {}, Tiles: { 'tiles/1.png': 'tile', 'app.js': 'of the tiles' },
  });
  expect([seen(await get('/tiles/1.png')), seen(await get('/app.js'))]).toEqual(['200 tile', '200 site']);
  expect((await get('/tiles/2.png')).status).toBe(403);
  const allowed = async (path: string, origin: string): Promise<unknown> => (await get(path, { Origin: origin })).headers['access-control-allow-origin'];
  expect(await allowed('/tiles/1.png', 'https://anyone.example.net')).toBe('*');
  expect([await allowed('/app.js', 'https://anyone.example.net'), await allowed('/app.js', 'https://www.example.com')]).toEqual([undefined, 'https://www.example.com']);
});

test('the second bucket answers for the statuses that are named, preflights among them, and for no others', async () => {
  const graph = (...failoverStatusCodes: number[]): DeliveryGraph => {
    const stack = new Stack(new App(), 'Web');
    new CorsAssetDistribution(stack, 'Assets', { allowedOrigins: [APP], bucket: new Bucket(stack, 'First'), failoverBucket: new Bucket(stack, 'Spare'), failoverStatusCodes });
    const { worlds: [world] } = readTemplates((stack.node.root as App).synth().stacks.map(({ stackName, template }) => ({ name: stackName, template: template as object })));
    return world as DeliveryGraph;
  };
  const files = { First: { 'both.js': 'first' }, Spare: { 'both.js': 'second', 'only.js': 'only in the second' } };
  const [of403, of500] = [await served(graph(403), files), await served(graph(500), files)];
  expect([seen(await of403('/both.js')), seen(await of403('/only.js')), (await of403('/none.js')).status]).toEqual(['200 first', '200 only in the second', 403]);
  expect([seen(await of500('/both.js')), (await of500('/only.js')).status]).toEqual(['200 first', 403]);
  const preflight = { 'Origin': APP, 'Access-Control-Request-Method': 'GET', 'Access-Control-Request-Headers': 'x-a' };
  expect([(await of403('/only.js', preflight, 'OPTIONS')).status, (await of403('/only.js', { ...preflight, Origin: 'https://stranger.example' }, 'OPTIONS')).status]).toEqual([200, 403]);
});

test('a query string that is in the key has a copy for each value, others make no difference, and S3 never sees what it would act on', async () => {
  const get = await served(exampleGraph('versions-by-query-string'), { Assets: { 'logo.svg': 'logo' } });
  const asked: unknown[] = [];
  for (const query of ['?v=1', '?v=1', '?v=2', '?v=1&utm=a', '?utm=b', '?response-content-type=text/html']) {
    asked.push([query, cached(await get(`/logo.svg${query}`))]);
  }
  expect(asked).toEqual([['?v=1', MISS], ['?v=1', HIT], ['?v=2', MISS], ['?v=1&utm=a', HIT], ['?utm=b', MISS], ['?response-content-type=text/html', HIT]]);
  expect((await get('/logo.svg?v=3&response-content-type=text/html')).headers['content-type']).toBe('image/svg+xml');
});

test('vary names Origin on every answer, whoever asks', async () => {
  const get = await served(exampleGraph('versions-by-query-string'), { Assets: { 'logo.svg': 'logo' } });
  for (const origin of ['https://shop.example.com', 'https://stranger.example']) {
    expect((await get('/logo.svg', { Origin: origin })).headers.vary).toMatch(/\bOrigin\b/);
  }
});

test('a page load gets the page of its path, and everything else gets the file that it asks for', async () => {
  const get = await served(exampleGraph('app-of-one-page'), { Assets: { 'index.html': 'app', 'docs/guide/index.html': 'guide', 'docs/index.html': 'docs' } });
  const page = { 'Sec-Fetch-Dest': 'document' };
  const load = async (path: string): Promise<string> => seen(await get(path, page));
  expect([await load('/settings/profile'), await load('/docs/guide'), await load('/docs/guide/'), await load('/docs/')]).toEqual(['200 app', '200 guide', '200 guide', '200 docs']);
  expect([(await get('/settings/profile')).status, (await get('/missing.js', page)).status]).toEqual([403, 403]);
});

test('the app\'s own function rewrites what is read, and leaves preflights alone; code that no template shows is not guessed', async () => {
  const get = await served(exampleGraph('code-at-the-edge'), { Assets: { 'v2/app.js': 'second version' } });
  expect(seen(await get('/latest/app.js'))).toBe('200 second version');
  const preflight = await get('/latest/app.js', { 'Origin': APP, 'Access-Control-Request-Method': 'GET', 'Access-Control-Request-Headers': 'x-a' }, 'OPTIONS');
  expect([preflight.status, preflight.headers['access-control-allow-origin']]).toEqual([200, APP]);
  expect((await get('/images/a.png')).status).toBe(501);
});

test('how long copies are kept is the path\'s own: a live playlist two seconds, a key never', async () => {
  let now = 1_000;
  const store = await FolderStore.at(folderOf({ 'live/a.m3u8': 'live', 'keys/a': 'key' }));
  const preview = await previewOf(exampleGraph('video-streaming'), folderOf({}), { stores: () => store, clock: () => now });
  const askAt = async (second: number, path: string): Promise<unknown> => {
    now = 1_000 + second;
    return cached(await ask(preview, serverOf(preview).url, path, {}));
  };
  expect([await askAt(0, '/live/a.m3u8'), await askAt(1, '/live/a.m3u8'), await askAt(4, '/live/a.m3u8')]).toEqual([MISS, HIT, 'RefreshHit from cloudfront']);
  expect([await askAt(5, '/keys/a'), await askAt(6, '/keys/a')]).toEqual([MISS, MISS]);
});

test('a path that CorsAssetBehavior added is served from its bucket; the API by default is not guessed', async () => {
  const get = await served(exampleGraph('api-and-static-files'), { Media: { 'media/a.png': 'media' }, Files: { 'static/a.js': 'static' } });
  expect([seen(await get('/static/a.js')), seen(await get('/media/a.png'))]).toEqual(['200 static', '200 media']);
  expect((await get('/static/a.js')).headers['access-control-allow-origin']).toBe(APP);
  expect((await get('/orders')).status).toBe(501);
});
