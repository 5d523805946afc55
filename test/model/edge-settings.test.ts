import { known } from '../../lib/graph/types/known';
import type { Behavior, DeliveryGraph, PolicyStatement } from '../../lib/graph/types';
import { answerClient, exchange, newCaches, newSimulation } from '../../lib/model';
import type { HeaderMap, PageRequest } from '../../lib/model';
import { APP, bucket, cachePolicy, delivery, legacyCache, OAC_GRANT, onlyAuthority, origin, originRequestPolicy, READ_RULE, responseHeadersPolicy, statement } from './delivery';

const page: PageRequest = { origin: APP, path: '/a' };

/** The graph with its default behavior changed. */
function changed(graph: DeliveryGraph, change: Partial<Behavior>): DeliveryGraph {
  return {
    ...graph,
    distributions: graph.distributions.map((distribution) => ({
      ...distribution, behaviors: known((distribution.behaviors.known ? distribution.behaviors.value : []).map((one) => ({ ...one, ...change }))),
    })),
  };
}

function status(graph: DeliveryGraph, headers: HeaderMap = {}, method = 'GET'): number {
  return answerClient(graph, { path: '/a', method, headers }, newSimulation()).status;
}

describe('an origin group', () => {
  const locked = bucket({ cors: [READ_RULE], statements: [] });
  const group = (methods: string[]): DeliveryGraph => changed(delivery({ bucket: locked, methods }), {
    failover: { statusCodes: known([403]), origin: known(origin(bucket({ cors: [READ_RULE], statements: [OAC_GRANT, statement({ actions: ['s3:PutObject'] })] }))) },
  });

  test('asks the second origin for the statuses it names, and never for an upload', () => {
    expect(status(group(['GET', 'HEAD', 'OPTIONS']))).toBe(200);
    expect(status(group(['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE']), {}, 'PUT')).toBe(403);
  });
});

describe('key settings', () => {
  const second = (graph: DeliveryGraph, first: { path: string; headers?: HeaderMap }, then: { path: string; headers?: HeaderMap }): string => {
    const caches = newCaches();
    answerClient(graph, first, newSimulation({ caches }));
    return 'age' in answerClient(graph, then, newSimulation({ caches })).headers ? 'hit' : 'miss';
  };

  test('cookies in the key tell copies apart by the cookies selected', () => {
    const cache = { ...cachePolicy(), cookies: known({ behavior: 'whitelist' as const, names: ['lang'] }) };
    const cookie = (value: string): { path: string; headers: HeaderMap } => ({ path: '/a', headers: { Cookie: value } });
    expect(second(delivery({ cache }), cookie('lang=de; id=1'), cookie('lang=de; id=2'))).toBe('hit');
    expect(second(delivery({ cache }), cookie('lang=de'), cookie('lang=fr'))).toBe('miss');
    expect(second(delivery(), cookie('lang=de'), cookie('lang=fr'))).toBe('hit');
  });

  test('the legacy mode may key on some query strings only', () => {
    const cache = { ...legacyCache([], { query: true }), queryStringCacheKeys: known(['v']) };
    expect(second(delivery({ cache }), { path: '/a?v=1&x=1' }, { path: '/a?v=1&x=2' })).toBe('hit');
    expect(second(delivery({ cache }), { path: '/a?v=1' }, { path: '/a?v=2' })).toBe('miss');
  });

  test('everything except some names', () => {
    const forward = { ...originRequestPolicy([]), headers: known({ behavior: 'allExcept' as const, names: ['host'] }) };
    expect(status(delivery({ forward }))).toBe(200);
    expect(status(delivery({ forward: { ...forward, headers: known({ behavior: 'allExcept' as const, names: ['x-a'] }) } }))).toBe(403);
    expect(status(delivery({ forward, cache: cachePolicy({ headers: ['Host'] }) }))).toBe(403);
  });

  test('a minimum time to live outlasts what the object says', () => {
    const caches = newCaches();
    const ask = (now: number): HeaderMap => answerClient(delivery({ cache: cachePolicy({ minTtl: 100 }) }), { path: '/a' }, newSimulation({ caches, now, objects: () => ({ cacheControl: 'max-age=1' }) })).headers;
    ask(0);
    expect(ask(99).age).toBe('99');
  });
});

describe('policies written the other way round', () => {
  const granted = (over: Partial<PolicyStatement>): number => status(delivery({ bucket: bucket({ cors: [READ_RULE], statements: [{ ...statement(), ...over }] }) }));
  const nobody = { negated: true, aws: [], services: [], canonicalUsers: [], federated: [] };

  test('NotPrincipal, NotAction and NotResource', () => {
    expect(granted({ principals: known({ ...nobody, canonicalUsers: ['x'] }) })).toBe(200);
    expect(granted({ principals: known({ ...nobody, services: ['cloudfront.amazonaws.com'] }) })).toBe(403);
    expect(granted({ actions: known({ negated: true, values: ['s3:PutObject'] }) })).toBe(200);
    expect(granted({ resources: known({ negated: true, values: ['arn:aws:s3:::assets/*'] }) })).toBe(403);
  });

  test('conditions that deny unless something is so', () => {
    const unless = (operator: string, value: string): number =>
      status(delivery({ bucket: bucket({ cors: [READ_RULE], statements: [OAC_GRANT, statement({ effect: 'Deny', principal: '*', conditions: [[operator, 'aws:SourceAccount', value]] })] }) }));
    expect([unless('StringNotEquals', '111111111111'), unless('StringNotEquals', '2'), unless('StringNotLike', '1111*'), unless('StringEqualsIfExists', '2')]).toEqual([200, 403, 200, 200]);
  });

  test('a negated condition holds where its key is absent', () => {
    const open = bucket({ cors: [READ_RULE], open: true, statements: [statement({ principal: '*' }), statement({ effect: 'Deny', principal: '*', conditions: [['StringNotEquals', 'aws:SourceAccount', '111111111111']] })] });
    expect(status(delivery({ bucket: open, signing: 'none' }))).toBe(403);
  });

  test('an ARN of another resource of the graph is another, one that is only decided at deployment may be this', () => {
    const symbolic = (resource: string): string => exchange(delivery({ bucket: bucket({ cors: [READ_RULE], statements: [statement({ resources: [resource] })] }) }), page).verdict;
    expect(symbolic('arn:aws:s3:::\u27e8Web.Elsewhere\u27e9/*')).toBe('unknown');
    expect(symbolic('arn:aws:s3:::elsewhere/*')).toBe('blocked');
  });

  test('blocking public policies alone keeps the public out', () => {
    const open = bucket({ cors: [READ_RULE], open: true, statements: [statement({ principal: '*' })] });
    const blocksPolicies = { ...open, publicAccessBlock: known({ byDefault: false, blockPublicAcls: known(false), ignorePublicAcls: known(false), blockPublicPolicy: known(true), restrictPublicBuckets: known(false) }) };
    expect(status(delivery({ bucket: blocksPolicies, signing: 'none' }))).toBe(403);
  });
});

test('trusted signers restrict like key groups', () => {
  expect(status(changed(delivery(), { trustedSigners: known(['self']) }))).toBe(403);
});

describe('between browser and edge', () => {
  const graph = delivery({ policy: responseHeadersPolicy({ custom: [['Vary', 'Origin, Accept-Encoding']] }) });
  const requests = (request: PageRequest, history: PageRequest[], now?: number): string[] =>
    exchange(graph, request, { history, now }).messages.filter(({ between }) => between.startsWith('browser')).map(({ request: sent, response }) => `${sent.method} ${response.status}`);

  test('a copy that is stale or was kept for other headers is confirmed by 304, a conditional of the page is asked afresh', () => {
    expect(requests(page, [page])).toEqual([]);
    expect(requests(page, [page], 4 * 86_400)).toEqual(['GET 304']);
    expect(requests({ ...page, headers: { Range: 'bytes=0-1' } }, [page])).toEqual(['GET 304']);
    expect(requests({ ...page, headers: { 'If-None-Match': 'x' } }, [page])).toEqual(['OPTIONS 200', 'GET 304']);
  });

  test('an edge copy that is old when it arrives is stale sooner', () => {
    const objects = (): object => ({ cacheControl: 'max-age=100' });
    const messages = (now: number): number => exchange(graph, page, { objects, history: [{ path: '/a', headers: { 'Accept-Encoding': 'gzip, br' } }, { ...page, at: 90 }], now }).messages.length;
    expect([messages(99), messages(100)]).toEqual([0, 2]);
  });

  test('cookies go along on the distribution\'s own origin without asking', () => {
    const own = changed(graph, { trustedKeyGroups: known(['group']) });
    expect(exchange(own, { origin: 'https://cdn.example.net', path: '/a', signed: 'cookies' }).verdict).toBe('allowed');
    expect(exchange(own, { origin: 'https://cdn.example.net', path: '/a', signed: 'cookies', credentials: 'omit' }).verdict).toBe('blocked');
  });

  test('a changed file is fetched again', () => {
    const rules = [{ ...READ_RULE, allowedMethods: ['GET', 'PUT'] }];
    const upload: PageRequest = { ...page, target: 'bucket', presigned: true, method: 'PUT' };
    const read: PageRequest = { ...page, target: 'bucket', presigned: true };
    const asked = exchange(delivery({ cors: rules }), read, { history: [read, upload] }).messages;
    expect(asked.map(({ response }) => response.status)).toEqual([200]);
  });
});

test('a Range goes on to S3, a conditional header and an overwritten Authorization do not', () => {
  const sent = { Range: 'bytes=0-1', 'If-None-Match': '"x"', Authorization: 'Bearer x' };
  const forward = { ...originRequestPolicy([]), headers: known({ behavior: 'allExcept' as const, names: ['host'] }) };
  const graph = delivery({ forward, cors: [READ_RULE], policy: onlyAuthority({ headers: ['range', 'if-none-match', 'authorization'] }) });
  const toS3 = exchange(graph, { ...page, headers: sent }).messages.find(({ between, request }) => between === 'CloudFront and S3' && request.method === 'GET');
  expect(toS3?.request.headers).toMatchObject({ range: 'bytes=0-1' });
  expect(Object.keys(toS3?.request.headers ?? {})).toEqual(expect.not.arrayContaining(['if-none-match', 'authorization']));
  const narrow = exchange(delivery(), { ...page, headers: { Range: 'bytes=0-1' } }).messages.find(({ between }) => between === 'CloudFront and S3');
  expect(narrow?.request.headers).toHaveProperty('range');
});

test('a conditional upload is an upload, not a question about a copy', () => {
  const graph = delivery({ cors: [{ ...READ_RULE, allowedMethods: ['PUT'] }] });
  expect(exchange(graph, { ...page, target: 'bucket', presigned: true, method: 'PUT', headers: { 'If-None-Match': '*' } }).outcome).toMatchObject({ verdict: 'allowed', status: 200 });
});

test('an origin access identity cannot decrypt, even where the key is open to everybody', () => {
  const key = { address: { stack: 'Web', logicalId: 'Key', type: 'AWS::KMS::Key' }, id: 'key', arn: 'arn:key', aliases: [], statements: known([statement({ principal: '*', actions: ['kms:*'], resources: ['*'] })]) };
  const encrypted = bucket({ cors: [READ_RULE], encryption: { algorithm: 'aws:kms', kmsKey: known(key) }, statements: [OAC_GRANT, statement({ principal: { canonicalUser: 'abc' } })] });
  expect([status(delivery({ bucket: encrypted })), status(delivery({ bucket: encrypted, identity: 'abc' }))]).toEqual([200, 403]);
});
