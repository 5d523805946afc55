import { known, unknown } from '../../lib/graph/types/known';
import type { Bucket, DeliveryGraph, Distribution } from '../../lib/graph/types';
import { answerClient, exchange, newSimulation } from '../../lib/model';
import type { HeaderMap, HttpResponse, AssumptionChoices } from '../../lib/model';
import { APP, bucket, cachePolicy, delivery, DISTRIBUTION_ARN, errorPage, legacyCache, OAC_GRANT, originRequestPolicy, READ_RULE, responseHeadersPolicy, statement, TLS_ONLY } from './delivery';

interface Asked {
  method?: string;
  path?: string;
  headers?: HeaderMap;
  scheme?: 'http' | 'https';
  signed?: 'url';
}

function answer(graph: DeliveryGraph, asked: Asked = {}, assumptions: AssumptionChoices = {}): HttpResponse {
  return answerClient(graph, { path: '/a.js', ...asked }, newSimulation({ assumptions }));
}

const allowOrigin = (response: HttpResponse): string | undefined => response.headers['access-control-allow-origin'];

describe('choosing a behavior', () => {
  const named = (name: string): ReturnType<typeof responseHeadersPolicy> => responseHeadersPolicy({ id: name, custom: [['X-Behavior', name]] });
  const graph = delivery({
    policy: named('default'),
    paths: [{ pathPattern: '/fonts/*', policy: named('fonts') }, { pathPattern: 'img/?.png', policy: named('img') }, { pathPattern: '*.JPG', policy: named('jpg') }],
  });

  test.each([
    ['/fonts/inter.woff2', 'fonts'], ['/fonts/', 'fonts'], ['/fonts', 'default'], ['/Fonts/inter.woff2', 'default'], ['/img/a.png', 'img'], ['/img/ab.png', 'default'],
    ['/deep/er/x.JPG', 'jpg'], ['/deep/er/x.jpg', 'default'], ['/fonts/a?x=.JPG', 'fonts'], ['/x?y=.JPG', 'default'],
  ])('%s is answered by %s', (path, behavior) => {
    expect(answer(graph, { path }).headers['x-behavior']).toBe(behavior);
  });

  test('the default root object stands in for the root only', () => {
    const withRoot = delivery({ defaultRootObject: 'index.html', paths: [{ pathPattern: '*.html', policy: named('html') }] });
    expect(answer(withRoot, { path: '/' }).headers['x-behavior']).toBe('html');
    expect(answer(withRoot, { path: '/app/' }).headers).not.toHaveProperty('x-behavior');
  });
});

describe('what CloudFront refuses by itself', () => {
  test('a method the behavior does not allow gets 403, OPTIONS included', () => {
    expect(answer(delivery({ methods: ['GET', 'HEAD'] }), { method: 'OPTIONS', headers: { Origin: APP } })).toMatchObject({ status: 403, from: 'CloudFront', error: { code: 'InvalidMethod' } });
    expect(answer(delivery(), { method: 'DELETE' })).toMatchObject({ status: 403, from: 'CloudFront' });
  });

  test('over http a GET is redirected with 301 and every other method with 307, which keeps it', () => {
    expect(answer(delivery(), { scheme: 'http' })).toMatchObject({ status: 301, headers: { location: 'https://cdn.example.net/a.js' } });
    for (const method of ['OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE']) {
      expect(answer(delivery(), { scheme: 'http', method })).toMatchObject({ status: 307, from: 'CloudFront' });
    }
    expect(answer(delivery({ protocol: 'https-only' }), { scheme: 'http' })).toMatchObject({ status: 403, from: 'CloudFront' });
    expect(answer(delivery({ protocol: 'allow-all', bucket: bucket({ statements: [OAC_GRANT] }) }), { scheme: 'http' }).status).toBe(200);
  });

  test('a viewer on http is no http at S3 when the access control always signs; otherwise a bucket that wants TLS refuses it', () => {
    const overHttp = (signing: 'always' | 'no-override'): number => answer(delivery({ protocol: 'allow-all', signing }), { scheme: 'http' }).status;
    expect([overHttp('always'), overHttp('no-override')]).toEqual([200, 403]);
  });

  test('a behavior with key groups refuses unsigned requests', () => {
    const graph = delivery({ keyGroups: ['group'] });
    expect(answer(graph)).toMatchObject({ status: 403, from: 'CloudFront', error: { code: 'MissingKey' } });
    expect(answer(graph, { signed: 'url' }).status).toBe(200);
  });
});

describe('what reaches S3', () => {
  test('in cache-policy mode Origin reaches S3 only when a policy names it', () => {
    expect(allowOrigin(answer(delivery({ forward: undefined }), { headers: { Origin: APP } }))).toBeUndefined();
    expect(allowOrigin(answer(delivery(), { headers: { Origin: APP } }))).toBe(APP);
    expect(allowOrigin(answer(delivery({ forward: undefined, cache: cachePolicy({ headers: ['origin'] }) }), { headers: { Origin: APP } }))).toBe(APP);
  });

  test('in legacy mode Origin reaches S3 unlisted', () => {
    expect(allowOrigin(answer(delivery({ cache: legacyCache() }), { headers: { Origin: APP } }))).toBe(APP);
  });

  test('CORS-CustomOrigin loses the requested method, so the preflight fails', () => {
    const preflight = { method: 'OPTIONS', headers: { Origin: APP, 'Access-Control-Request-Method': 'GET' } };
    expect(answer(delivery({ forward: originRequestPolicy(['Origin']) }), preflight).status).toBe(403);
    expect(answer(delivery(), preflight).status).toBe(200);
  });

  test('the viewer\'s Host breaks the signature, and without one names no bucket', () => {
    const forward = originRequestPolicy('allViewer');
    expect(answer(delivery({ forward }))).toMatchObject({ status: 403, error: { code: 'SignatureDoesNotMatch' } });
    expect(answer(delivery({ forward, signing: 'none' }))).toMatchObject({ status: 404, error: { code: 'NoSuchBucket' } });
    expect(answer(delivery({ forward, signing: 'none' }), { method: 'OPTIONS', headers: { Origin: APP, 'Access-Control-Request-Method': 'GET' } }))
      .toMatchObject({ status: 403, error: { message: 'CORSResponse: Bucket not found' } });
    expect(answer(delivery({ forward: originRequestPolicy(['Host']) })).status).toBe(403);
    expect(answer(delivery({ cache: legacyCache(['Host']) })).status).toBe(403);
  });

  test('an origin custom header replaces the viewer\'s, whatever its case', () => {
    const always = delivery({ cors: [{ allowedOrigins: ['*'], allowedMethods: ['GET'] }], customHeaders: [{ name: 'origin', value: '*' }] });
    expect(allowOrigin(answer(always))).toBe('*');
    const pinned = delivery({ customHeaders: [{ name: 'Origin', value: 'https://static.example' }] });
    expect(allowOrigin(answer(pinned, { headers: { Origin: APP } }))).toBeUndefined();
  });

  test('Authorization of the viewer is overwritten, passed, or taken for a signature of S3', () => {
    const asked = { headers: { Authorization: 'Bearer x' } };
    const cache = cachePolicy({ headers: ['Authorization'] });
    expect(answer(delivery({ cache }), asked).status).toBe(200);
    expect(answer(delivery({ cache, signing: 'no-override' }), asked).status).toBe(400);
    expect(answer(delivery({ signing: 'no-override' }), asked).status).toBe(200);
  });

  test('a presigned query beside the signature of CloudFront is one mechanism too many', () => {
    const asked = { path: '/a.js?X-Amz-Signature=x' };
    expect(answer(delivery({ forward: originRequestPolicy(['Origin'], true) }), asked)).toMatchObject({ status: 400, error: { message: 'Only one auth mechanism allowed' } });
    expect(answer(delivery(), asked).status).toBe(200);
    expect(answer(delivery({ forward: originRequestPolicy(['Origin'], true), signing: 'none' }), asked).status).toBe(200);
  });

  test('the origin path goes before the key', () => {
    const asked: string[] = [];
    answerClient(delivery({ originPath: '/v1/' }), { path: '/a.js' }, newSimulation({ objects: (_, key) => { asked.push(key); return {}; } }));
    expect(asked).toEqual(['v1/a.js']);
  });
});

describe('who may read the bucket', () => {
  const status = (over: Parameters<typeof bucket>[0], delivered: Parameters<typeof delivery>[0] = {}, asked: Asked = {}): number =>
    answer(delivery({ ...delivered, bucket: bucket({ cors: [READ_RULE], ...over }) }), asked).status;

  test.each<[string, number, Parameters<typeof bucket>[0], Parameters<typeof delivery>[0]]>([
    ['OAC with its grant', 200, {}, {}],
    ['OAC without a grant', 403, { statements: [] }, {}],
    ['OAC with a grant for another distribution', 403, { statements: [statement({ conditions: [['StringEquals', 'AWS:SourceArn', `${DISTRIBUTION_ARN}X`]] })] }, {}],
    ['OAC with a grant for the account\'s distributions', 200, { statements: [statement({ conditions: [['ArnLike', 'aws:SourceArn', 'arn:aws:cloudfront::111111111111:distribution/*']] })] }, {}],
    ['OAC with a grant for the account', 200, { statements: [statement({ conditions: [['StringEquals', 'aws:SourceAccount', '111111111111']] })] }, {}],
    ['OAC that never signs', 403, {}, { signing: 'never' }],
    ['an explicit deny beside the grant', 403, { statements: [OAC_GRANT, statement({ effect: 'Deny', principal: '*', actions: ['s3:*'] })] }, {}],
    ['a grant for another bucket', 403, { statements: [statement({ resources: ['arn:aws:s3:::other/*'] })] }, {}],
    ['a grant for another action', 403, { statements: [statement({ actions: ['s3:PutObject'] })] }, {}],
    ['a grant in other letters', 200, { statements: [statement({ actions: ['S3:getobject'] })] }, {}],
    ['OAI with its grant', 200, { statements: [statement({ principal: { canonicalUser: 'abc' } })] }, { identity: 'abc' }],
    ['OAI without a grant', 403, { statements: [OAC_GRANT] }, { identity: 'abc' }],
    ['the public, with a public policy', 200, { open: true, statements: [statement({ principal: '*' })] }, { signing: 'none' }],
    ['the public, with a public policy that is blocked', 403, { statements: [statement({ principal: '*' })] }, { signing: 'none' }],
  ])('%s: %i', (_, expected, over, delivered) => {
    expect(status(over, delivered)).toBe(expected);
  });

  test('a TLS-only policy refuses what came over http', () => {
    expect(status({}, { protocol: 'allow-all', signing: 'no-override' }, { scheme: 'http' })).toBe(403);
  });

  test('a missing file is 403, and 404 for who may list the bucket', () => {
    const missing = (statements: Parameters<typeof bucket>[0]): HttpResponse =>
      answerClient(delivery({ bucket: bucket(statements) }), { path: '/none' }, newSimulation({ objects: () => undefined }));
    expect(missing({}).error?.code).toBe('AccessDenied');
    expect(missing({ statements: [OAC_GRANT, statement({ actions: ['s3:ListBucket'], resources: ['arn:aws:s3:::assets'] })] })).toMatchObject({ status: 404, error: { code: 'NoSuchKey' } });
  });

  test('a preflight needs no permission at all', () => {
    expect(status({ statements: [] }, {}, { method: 'OPTIONS', headers: { Origin: APP, 'Access-Control-Request-Method': 'GET' } })).toBe(200);
  });

  describe('an encrypted bucket', () => {
    const encrypted = (grants: ReturnType<typeof statement>[] | undefined): Parameters<typeof bucket>[0] => ({
      encryption: {
        algorithm: 'aws:kms',
        kmsKey: known({ address: { stack: 'Web', logicalId: 'Key', type: 'AWS::KMS::Key' }, id: 'key', arn: 'arn:key', aliases: [], statements: known(grants) }),
      },
    });
    const decrypt = statement({ actions: ['kms:Decrypt'], resources: ['*'], conditions: [['StringEquals', 'AWS:SourceArn', DISTRIBUTION_ARN]] });

    test('needs a grant on its key', () => {
      expect(status(encrypted([decrypt]))).toBe(200);
      expect(status(encrypted([]))).toBe(403);
      expect(status(encrypted(undefined))).toBe(403);
      expect(status({ ...encrypted([decrypt]), statements: [statement({ principal: { canonicalUser: 'abc' } })] }, { identity: 'abc' })).toBe(403);
    });

    test('whose key is not in the templates leaves it open', () => {
      const graph = delivery({ bucket: bucket({ cors: [READ_RULE], encryption: { algorithm: 'aws:kms', kmsKey: unknown('the key is imported') } }) });
      expect(exchange(graph, { origin: APP, path: '/a' })).toMatchObject({ verdict: 'unknown', outcome: { why: 'the key is imported' } });
    });
  });
});

describe('Vary', () => {
  test('names that are configured to be forwarded pass, others are dropped', () => {
    const vary = (graph: DeliveryGraph): string | undefined => answer(graph, { headers: { Origin: APP } }).headers.vary;
    expect(vary(delivery())).toBe('Origin, Access-Control-Request-Headers, Access-Control-Request-Method');
    expect(vary(delivery({ forward: originRequestPolicy(['Origin']) }))).toBe('Origin');
    expect(vary(delivery({ cache: legacyCache() }))).toBeUndefined();
  });
});

describe('custom error pages', () => {
  const masked = { errorPages: [errorPage(403, { status: 200, path: '/index.html' })] };
  const indexOnly = (_: string, key: string): object | undefined => (key === 'index.html' ? {} : undefined);
  const missing = (graph: DeliveryGraph, assumptions: AssumptionChoices = {}): HttpResponse =>
    answerClient(graph, { path: '/fonts/none', headers: { Origin: APP } }, newSimulation({ assumptions, objects: indexOnly }));

  test('a 403 of S3 becomes the page with its status', () => {
    expect(missing(delivery(masked))).toMatchObject({ status: 200, body: 'error-page', headers: { 'content-type': 'text/html' } });
    expect(missing(delivery({ errorPages: [errorPage(403, { path: '/index.html' })] })).status).toBe(403);
    expect(missing(delivery({ errorPages: [errorPage(404, { status: 200, path: '/index.html' })] }))).toMatchObject({ status: 403, body: 'error' });
  });

  test('a 403 that CloudFront made is replaced as well', () => {
    expect(answer(delivery({ ...masked, methods: ['GET', 'HEAD'] }), { method: 'POST' })).toMatchObject({ status: 200, body: 'error-page' });
  });

  test('a page that cannot be had leaves the status with which its own origin refuses it', () => {
    const lost = delivery({ errorPages: [errorPage(400, { status: 200, path: '/index.html' })] });
    const broken = { path: '/%E0%A4%A' };
    expect(answerClient(lost, broken, newSimulation()).status).toBe(200);
    expect(answerClient(lost, broken, newSimulation({ objects: () => undefined }))).toMatchObject({ status: 403, body: 'error' });
  });

  test('whether a refused preflight is replaced is an assumption', () => {
    const graph = delivery({ ...masked, methods: ['GET', 'HEAD'] });
    const preflight = { method: 'OPTIONS', headers: { Origin: APP, 'Access-Control-Request-Method': 'GET' } };
    expect([answer(graph, preflight).status, answer(graph, preflight, { 'error-page-for-preflight': 'not-replaced' }).status]).toEqual([200, 403]);
  });

  test('whose policy goes on the page is an assumption', () => {
    const graph = delivery({
      ...masked, policy: responseHeadersPolicy({ id: 'page', custom: [['X-Policy', 'page']] }),
      paths: [{ pathPattern: '/fonts/*', policy: responseHeadersPolicy({ id: 'fonts', custom: [['X-Policy', 'fonts']] }) }],
    });
    expect([missing(graph).headers['x-policy'], missing(graph, { 'error-page-policy': 'error-page-path' }).headers['x-policy']]).toEqual(['fonts', 'page']);
  });
});

describe('what cannot be known', () => {
  test.each(['viewer-request', 'viewer-response', 'origin-request', 'origin-response'])('an edge function at %s leaves it open', (event) => {
    const graph = delivery({ functions: [known(event) as never] });
    expect(exchange(graph, { origin: APP, path: '/a' })).toMatchObject({ verdict: 'unknown', readable: false });
  });

  test('a viewer-response function does not run on an error, which therefore stays one', () => {
    const graph = delivery({ functions: [known('viewer-response')], cors: undefined });
    expect(exchange(graph, { origin: APP, path: '/a', method: 'PUT' }).verdict).toBe('blocked');
  });

  test.each<[string, (distribution: Distribution) => Distribution, string]>([
    ['an unknown list of behaviors', (distribution) => ({ ...distribution, behaviors: unknown('behaviors come from a macro') }), 'behaviors come from a macro'],
    ['a disabled distribution', (distribution) => ({ ...distribution, enabled: known(false) }), 'the distribution is disabled'],
  ])('%s', (_, change, why) => {
    const graph = delivery();
    expect(exchange({ ...graph, distributions: graph.distributions.map(change) }, { origin: APP, path: '/a' })).toMatchObject({ verdict: 'unknown', outcome: { why } });
  });

  test('an imported bucket leaves it open, a broken behavior before it does not', () => {
    const imported: Bucket = { ...bucket(), cors: unknown('the bucket is imported') };
    expect(exchange(delivery({ bucket: imported }), { origin: APP, path: '/a' })).toMatchObject({ verdict: 'unknown', outcome: { why: 'the bucket is imported' } });
    expect(exchange(delivery({ bucket: imported, methods: ['GET', 'HEAD'] }), { origin: APP, path: '/a', method: 'PUT' }).verdict).toBe('blocked');
  });

  test('a condition that the request alone decides leaves the access open, unless another statement settles it', () => {
    const odd = statement({ conditions: [['StringEquals', 'aws:Referer', 'secret']] });
    expect(exchange(delivery({ bucket: bucket({ statements: [odd] }) }), { origin: APP, path: '/a', load: 'image' }).verdict).toBe('unknown');
    expect(exchange(delivery({ bucket: bucket({ statements: [odd, OAC_GRANT] }) }), { origin: APP, path: '/a', load: 'image' }).verdict).toBe('allowed');
    expect(exchange(delivery({ bucket: bucket({ statements: [odd, TLS_ONLY] }) }), { origin: APP, path: '/a', load: 'image' }).verdict).toBe('unknown');
  });
});
