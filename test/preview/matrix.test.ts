import { matrixOf } from '../../lib/trial/matrix';
import type { MatrixCell, MatrixOptions, MatrixPath } from '../../lib/trial/matrix';
import { READING_USES, readingRequests, uploadRequest } from '../../lib/trial/uses/use-kinds';
import type { DeliveryGraphs } from '../../lib/graph/types';
import { RULES } from '../../lib/rules/catalogue';
import { judgeGraphs } from '../../lib/trial';
import { promisedPaths } from '../../lib/rules/promise/promise';
import type { PromisedPath } from '../../lib/rules/promise/promise';
import type { ExampleParts } from '../../lib/rules/engine/example-stack';
import { APP, ORIGIN_NOT_FORWARDED, ORIGIN_NOT_IN_KEY, systemWith, WITHOUT_OPTIONS } from './systems';
import { exampleStack } from '../../lib/rules/engine/example-stack';
import { graphOf, read } from '../rules/judging';

const FOREIGN = 'https://other.example';

function pathOf(parts: ExampleParts = {}, options: MatrixOptions = {}): MatrixPath {
  const [path] = matrixOf(systemWith(parts), options).distributions.flatMap(({ paths }) => paths);
  if (path === undefined) {
    throw new Error('the distribution has no path');
  }
  return path;
}

function cellOf(path: MatrixPath, origin: string, use: string): MatrixCell {
  const cell = path.rows.find((row) => row.origin === origin)?.cells.find((each) => each.use === use);
  if (cell === undefined) {
    throw new Error(`there is no cell ${use} for ${origin}; rows are ${path.rows.map((row) => row.origin).join(', ')}`);
  }
  return cell;
}

/** `use: mark` of a row, for those that are not `not-promised`. */
function loud(path: MatrixPath, origin: string): Record<string, string> {
  const row = path.rows.find((each) => each.origin === origin);
  return Object.fromEntries((row?.cells ?? []).filter(({ mark }) => mark !== 'not-promised').map(({ use, mark }) => [use, mark]));
}

const NO_CREDENTIALS: ExampleParts = { policy: { RemoveHeadersConfig: '{ Items: [{ Header: Access-Control-Allow-Credentials }] }' } };
const READS = { font: 'works', 'script-integrity': 'works', 'module-script': 'works', canvas: 'works', stylesheet: 'works', fetch: 'works' };

describe('what a right system says', () => {
  test('every use that is promised works, the others are blocked without alarm', () => {
    expect(loud(pathOf(NO_CREDENTIALS), APP)).toEqual({ ...READS, 'fetch-header': 'works' });
  });

  test('a foreign page reads nothing, and nobody is alarmed', () => {
    expect(loud(pathOf(NO_CREDENTIALS), FOREIGN)).toEqual({});
  });

  test('a promise to everybody is judged by a foreign page', () => {
    const path = pathOf({ cors: { AccessControlAllowOrigins: '{ Items: [\'*\'] }' }, rule: { AllowedOrigins: '[\'*\']' }, ...NO_CREDENTIALS });
    expect(path.rows.map(({ origin, because }) => [origin, because])).toEqual([[FOREIGN, 'stands for * (any origin)']]);
    expect(loud(path, FOREIGN)).toEqual({ ...READS, 'fetch-header': 'works' });
  });

  test('promised credentials and Authorization work, because headers and origins are named', () => {
    const path = pathOf({
      rule: { AllowedHeaders: '[Authorization]' },
      cors: { AccessControlAllowHeaders: '{ Items: [Authorization, Priority, If-None-Match] }', AccessControlAllowCredentials: 'true' },
    });
    expect(loud(path, APP)).toEqual({ ...READS, 'fetch-authorization': 'works', 'fetch-credentials': 'works' });
  });

  test('an upload is judged by the rules of the bucket, which it reaches without CloudFront', () => {
    const more = pathOf({ ...NO_CREDENTIALS, bucket: { CorsConfiguration: '{ CorsRules: [{ AllowedOrigins: [https://admin.example.com], AllowedMethods: [PUT], AllowedHeaders: [Content-Type] }] }' }, rule: null });
    const upload = cellOf(more, 'https://admin.example.com', 'upload');
    expect(upload).toMatchObject({ mark: 'works', promised: 'yes' });
    expect(upload.messages.map(({ between }) => between)).toEqual(['browser and S3', 'browser and S3']);
    expect(cellOf(more, APP, 'upload').mark).toBe('not-promised');
    expect(cellOf(more, 'https://admin.example.com', 'fetch').mark).toBe('not-promised');
  });
});

describe('rows', () => {
  test('each pattern is tried by an origin that browsers send, which says what it stands for', () => {
    const origins = '[https://*.example.com, \'http://localhost:*\', \'*\']';
    const rows = pathOf({ cors: { AccessControlAllowOrigins: `{ Items: ${origins} }` } }).rows.map(({ origin, because }) => `${origin} ${because}`);
    expect(rows).toEqual(['https://any.example.com stands for https://*.example.com', 'http://localhost:8443 stands for http://localhost:*', `${FOREIGN} stands for * (any origin)`]);
  });

  test('an origin as nobody sends it shows as a promise that is broken for the pages that are meant', () => {
    const path = pathOf({ cors: { AccessControlAllowOrigins: '{ Items: [\'https://app.example.com/\'] }' } });
    expect(path.rows[0]).toMatchObject({ origin: APP, because: 'stands for https://app.example.com/' });
    expect(cellOf(path, APP, 'fetch')).toMatchObject({ promised: 'yes', mark: 'broken', after: expect.stringMatching(/without Origin/) as string });
  });

  test('an origin that the user asks about is covered by a pattern, or is open where AWS does not say how far it reaches', () => {
    const parts: ExampleParts = { ...NO_CREDENTIALS, cors: { AccessControlAllowOrigins: '{ Items: [https://*.example.com] }' }, rule: { AllowedOrigins: '[https://*.example.com]' } };
    const path = pathOf(parts, { origins: ['https://one.example.com', 'https://a.b.example.com', FOREIGN] });
    expect(cellOf(path, 'https://one.example.com', 'fetch')).toMatchObject({ promised: 'yes', mark: 'works' });
    const deep = cellOf(path, 'https://a.b.example.com', 'fetch');
    expect(deep).toMatchObject({ promised: 'open', mark: 'depends' });
    expect(deep.deciding.map(({ id }) => id)).toContain('origin-wildcard-depth');
    expect(deep.deciding[0]?.question).toMatch(/\?$/);
    expect(path.rows.filter(({ origin }) => origin === FOREIGN)).toHaveLength(1);
  });

  test('an origin that deployment decides is judged as far as it can be', () => {
    const graph = graphOf(`Parameters: { AppOrigin: { Type: String } }\nResources:\n${exampleStack({
      ...NO_CREDENTIALS, cors: { AccessControlAllowOrigins: '{ Items: [!Ref AppOrigin] }' }, rule: { AllowedOrigins: '[!Ref AppOrigin]' },
    }).replace(/^(?=.)/gm, '  ')}`);
    const [path] = matrixOf(graph).distributions[0]?.paths ?? [];
    expect(path?.rows.map(({ origin }) => origin)).toEqual(['⟨Web.AppOrigin⟩', FOREIGN]);
    expect(cellOf(path as MatrixPath, '⟨Web.AppOrigin⟩', 'fetch').mark).toBe('works');
    expect(cellOf(path as MatrixPath, FOREIGN, 'fetch')).toMatchObject({ mark: 'not-judged', why: expect.stringContaining('decided at deployment') as string });
  });

  test('a long list is cut, and says so', () => {
    const origins = Array.from({ length: 25 }, (_, index) => `https://app${String(index)}.example.com`).join(', ');
    expect(pathOf({ cors: { AccessControlAllowOrigins: `{ Items: [${origins}] }` } })).toMatchObject({ more: 15, rows: { length: 11 } });
  });
});

describe('what a wrong system says', () => {
  test('a preflight that CloudFront refuses: only the use that needs it is broken, with who, where, the console text and the fix', () => {
    const path = pathOf({ ...NO_CREDENTIALS, ...WITHOUT_OPTIONS });
    expect(loud(path, APP)).toEqual({ ...READS, 'fetch-header': 'broken' });
    expect(cellOf(path, APP, 'fetch-header')).toMatchObject({
      verdict: 'broken', promised: 'yes', asked: 'GET /file with x-trace', by: 'CloudFront', step: 'preflight',
      message: expect.stringMatching(/^Access to fetch at 'https:.*has been blocked by CORS policy: Response to preflight request/) as string,
      fix: expect.stringContaining('[GET, HEAD, OPTIONS]') as string,
    });
  });

  test('what works cold and fails after a plain <img> or a crawler is broken, and says after what', () => {
    const path = pathOf({ policy: { CustomHeadersConfig: undefined }, cors: null });
    const cell = cellOf(path, APP, 'fetch');
    expect(cell).toMatchObject({ mark: 'broken', verdict: 'broken', after: expect.stringMatching(/without Origin/) as string, fix: expect.stringMatching(/copy/) as string });
  });

  test('the browser\'s own copy of a plain <img> is tried as well', () => {
    const path = pathOf({ cors: null, behavior: { CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad # CachingDisabled' } });
    expect(cellOf(path, APP, 'fetch')).toMatchObject({ mark: 'fragile', verdict: 'broken', after: expect.stringMatching(/<img>/) as string, fix: expect.stringContaining('Vary: Origin') as string });
  });

  test('Origin that does not reach S3 breaks all uses', () => {
    const row = pathOf(ORIGIN_NOT_FORWARDED).rows[0];
    expect(new Set(row?.cells.filter(({ promised }) => promised === 'yes').map(({ mark }) => mark))).toEqual(new Set(['broken']));
    expect(row?.cells[0]?.fix).toMatch(/forward/);
  });

  test('what nobody promised and everybody can read is pointed at', () => {
    const path = pathOf({ ...NO_CREDENTIALS, policy: { ...NO_CREDENTIALS.policy, CustomHeadersConfig: '{ Items: [{ Header: Access-Control-Allow-Origin, Value: \'*\', Override: true }] }' } });
    expect(cellOf(path, FOREIGN, 'fetch')).toMatchObject({ mark: 'wider', promised: 'no' });
  });

  test('a settled reading settles what depends on it', () => {
    const options = { assumptions: { 'override-and-headers-not-set': 'removed' } } as const;
    expect(cellOf(pathOf(), APP, 'fetch-credentials').mark).toBe('depends');
    expect(cellOf(pathOf({}, options), APP, 'fetch-credentials').mark).toBe('not-promised');
  });

  test('the messages of a cell are those of its own exchange', () => {
    const { messages, lines } = cellOf(pathOf(ORIGIN_NOT_IN_KEY), APP, 'fetch');
    expect(messages.at(-1)?.request).toMatchObject({ method: 'GET', path: '/file', headers: { origin: APP } });
    expect(lines.at(-1)?.text).toMatch(/stops it/);
  });
});

describe('the matrix and the rules say the same', () => {
  const broken = (graphs: DeliveryGraphs): number => graphs.worlds.flatMap((world) => matrixOf(world).distributions)
    .flatMap(({ paths }) => paths.flatMap(({ rows }) => rows.flatMap(({ cells }) => cells))).filter(({ mark }) => mark === 'broken').length;

  const wrongAndBroken: string[] = [];

  test.each(RULES.map((rule) => [rule.id, rule] as const))('%s: nothing promised is blocked in its right example, and in the wrong one only beside an error', (id, { example }) => {
    expect(broken(read(example().right))).toBe(0);
    const wrong = read(example().wrong);
    if (broken(wrong) > 0) {
      wrongAndBroken.push(id);
      expect(judgeGraphs(wrong).findings.map(({ severity }) => severity)).toContain('error');
    }
  });

  test('a good part of the wrong examples is broken at all', () => {
    expect(wrongAndBroken.length).toBeGreaterThan(15);
  });
});

describe('a use is asked for as the page asks', () => {
  const [path] = promisedPaths(systemWith({ behavior: { TrustedKeyGroups: '[group]' } })) as [PromisedPath];

  test.each([
    ['font', { load: 'font', signed: 'url' }],
    ['script-integrity', { load: 'script', crossOrigin: 'anonymous', integrity: true, signed: 'url' }],
    ['module-script', { load: 'module-script', signed: 'url' }],
    ['canvas', { load: 'image', crossOrigin: 'anonymous', mustRead: true, signed: 'url' }],
    ['stylesheet', { load: 'stylesheet', crossOrigin: 'anonymous', mustRead: true, signed: 'url' }],
    ['fetch', { load: 'fetch', signed: 'url' }],
    ['fetch-header', { load: 'fetch', headers: { 'x-requested-with': '1' }, signed: 'url' }, { load: 'fetch', headers: { 'x-trace': '1' }, signed: 'url' }],
    ['fetch-authorization', { load: 'fetch', headers: { authorization: 'Bearer token' }, signed: 'url' }],
    ['fetch-credentials', { load: 'fetch', credentials: 'include', signed: 'cookies' }],
  ])('%s', (id, ...requests) => {
    expect(READING_USES.filter((use) => use.id === id).flatMap((use) => readingRequests(use, path))).toEqual(requests);
  });

  test.each([
    ['the type of the file, where any header is allowed', '{ AllowedMethods: [PUT], AllowedOrigins: [x], AllowedHeaders: [\'*\'] }', 'PUT', { 'content-type': 'image/png' }],
    ['the type of the file, where no header is allowed, because a file has one', '{ AllowedMethods: [PUT], AllowedOrigins: [x] }', 'PUT', { 'content-type': 'image/png' }],
    ['a header that is allowed, where the type is not', '{ AllowedMethods: [POST], AllowedOrigins: [x], AllowedHeaders: [X-Amz-*] }', 'POST', { 'x-amz-any': '1' }],
  ])('an upload sends %s', (_, rule, method, headers) => {
    const [upload] = promisedPaths(systemWith({ rule: null, bucket: { CorsConfiguration: `{ CorsRules: [${rule}] }` } })) as [PromisedPath];
    expect(uploadRequest(upload)).toMatchObject({ target: 'bucket', presigned: true, method, headers });
  });
});

describe('paths', () => {
  test('each behavior is tried by a path that it answers; one that is never reached has no rows', () => {
    const behavior = (pattern: string): string => `{ PathPattern: '${pattern}', TargetOriginId: assets, ViewerProtocolPolicy: https-only, CachePolicyId: 658327ea-f89d-4fab-a63d-7e88639e58f6 }`;
    const { distributions: [distribution] } = matrixOf(systemWith({ distribution: { CacheBehaviors: `[${behavior('/img/?.png')}, ${behavior('file*')}, ${behavior('/filed/*')}]` } }));
    expect(distribution?.paths.map(({ pattern, sample }) => [pattern, sample])).toEqual([
      ['/img/?.png', '/img/x.png'], ['file*', '/filefile'], ['/filed/*', undefined], ['*', '/asset'],
    ]);
    expect(distribution?.paths[2]?.rows).toEqual([]);
  });

  test('where viewers need a signature, requests have one', () => {
    const path = pathOf({ ...NO_CREDENTIALS, behavior: { TrustedKeyGroups: '[2b1cd4a3-0000-4000-8000-000000000000]' } });
    expect(path.signed).toBe(true);
    expect(loud(path, APP)).toEqual({ ...READS, 'fetch-header': 'works' });
  });

  test('a behavior without a bucket is named and not judged', () => {
    const graph = graphOf(exampleStack({ distribution: {
      CacheBehaviors: '[{ PathPattern: \'/api/*\', TargetOriginId: api, ViewerProtocolPolicy: https-only, CachePolicyId: 658327ea-f89d-4fab-a63d-7e88639e58f6 }]',
    } }).replace('Origins:\n', 'Origins:\n        - { Id: api, DomainName: api.example.com, CustomOriginConfig: { OriginProtocolPolicy: https-only } }\n'));
    const { distributions: [distribution] } = matrixOf(graph);
    expect(distribution?.others).toEqual(['/api/*']);
    expect(distribution?.paths.map(({ pattern }) => pattern)).toEqual(['*']);
  });
});
