/** What people recorded of real distributions, told apart and diagnosed. */
import { corsAuthor } from '../../lib/probe/diagnosis/attribution';
import type { Answerer } from '../../lib/probe/diagnosis/signals';
import { signalsOf } from '../../lib/probe/diagnosis/signals';
import type { Arrived } from './raw-server';
import { rawServer, send } from './raw-server';
import { asExchange, recording, RECORDINGS } from './recordings';
import type { Sent } from './raw-server';
import { APP, probed, targetAt } from './support';

/** Who made each answer, by what its page says of the configuration. */
const ANSWERERS: Readonly<Record<string, Answerer>> = {
  'owf-get-no-origin-refreshhit': 'S3', 'owf-get-no-origin-hit': 'S3', 'owf-get-origin-refreshhit': 'S3', 'owf-get-origin-hit': 'S3', 'owf-options': 'S3',
  'zenn-head-unlisted': 'S3', 'mediatailor-302-1': 'Lambda@Edge', 'mediatailor-302-2': 'Lambda@Edge', 'govdata-200': 'another origin',
  'carpentries-301': 'CloudFront', 'hf-429-no-cors': 'another origin', 'humanatlas-404': 'another origin', 'humanatlas-405': 'another origin', 'apigw-500': 'another origin',
  'guide-head-no-origin': 'S3', 'guide-head-origin': 'S3', 'guide-head-br': 'S3', 'fineuploader-405': 'S3', 'amplify-options-403': 'S3', 'magda-method-403': 'CloudFront',
  'missing-key-403': 'CloudFront', 'lambda-401': 'Lambda@Edge', 'put-200-miss': 'S3', 'put-403-lambda': 'Lambda@Edge', 'edge-limit-503': 'CloudFront',
  'origin-request-lambda-miss': 'Lambda@Edge', 'origin-request-lambda-hit': 'Lambda@Edge', 'lambda-url-options-200': 'another origin', 'lambda-url-get-403': 'another origin',
  'host-forwarded-404': 'S3 website',
};

test.each(Object.entries(ANSWERERS))('%s was answered by %s', (id, answerer) => {
  expect(signalsOf(asExchange(recording(id))).answerer).toBe(answerer);
});

test('an answerer is named for every recording that shows who served it', () => {
  const shows = RECORDINGS.filter(({ response }) => response.complete && response.headers.some(([name]) => name.toLowerCase() === 'server')).map(({ id }) => id);
  expect(shows.filter((id) => !(id in ANSWERERS))).toEqual([]);
});

test.each([
  ['owf-get-origin-hit', 'policy'], ['owf-get-origin-refreshhit', 'policy'], ['owf-options', 'S3'], ['zenn-head-a-miss', 'policy'], ['zenn-head-unlisted', 'nobody'],
  ['prx-3', 'S3'], ['guide-head-origin', 'S3'], ['owf-get-no-origin-hit', 'nobody'],
] as const)('the CORS headers of %s were written by %s', (id, author) => {
  expect(corsAuthor(asExchange(recording(id)))).toBe(author);
});

/** Whether a policy with a CORS block is attached: it says Vary: Origin by a line of its own where it adds nothing else. */
// Recorded: 12 dumps of 9 distributions, such as zenn-head-unlisted and gallformers
function hasCorsPolicy({ request, response }: ReturnType<typeof asExchange>): boolean {
  const author = corsAuthor({ request, response });
  const loneVary = response.headers.some(([name, value]) => name.toLowerCase() === 'vary' && value.trim().toLowerCase() === 'origin');
  return author === 'policy' || author === 'policy and S3' || (author === 'nobody' && loneVary);
}

test.each(['owf-get-no-origin-refreshhit', 'owf-get-no-origin-hit', 'zenn-head-unlisted', 'govdata-200', 'mediatailor-302-1', 'humanatlas-404', 'ttoss-plain'])(
  '%s shows by its lone Vary: Origin that a policy with a CORS block is attached', (id) => {
    expect(hasCorsPolicy(asExchange(recording(id)))).toBe(true);
  });

test.each(['prx-2', 'guide-head-no-origin', 'ttoss-no-cors-block'])('%s shows no policy with a CORS block', (id) => {
  expect(hasCorsPolicy(asExchange(recording(id)))).toBe(false);
});

/** S3's words on a preflight that no rule allows. */
const NOT_ALLOWED: Sent = {
  status: 403, headers: [['Content-Type', 'application/xml'], ['Server', 'AmazonS3'], ['X-Cache', 'Error from cloudfront']],
  bodyExcerpt: '<Error><Code>AccessForbidden</Code><Message>CORSResponse: This CORS request is not allowed.</Message><Method>GET</Method><ResourceType>OBJECT</ResourceType></Error>',
};

const sent = (id: string): Sent => recording(id).response;
const isPreflight = ({ method }: Arrived): boolean => method === 'OPTIONS';
const isFresh = ({ path }: Arrived): boolean => path.includes('cdk-cors-probe');

interface Case {
  readonly answers: (request: Arrived) => Sent;
  readonly page?: Parameters<typeof targetAt>[1];
  readonly verdict: string;
  readonly cause?: string;
}

const CASES: Readonly<Record<string, Case>> = {
  'owf: a managed policy on a copy without CORS headers': {
    answers: (request) => (isPreflight(request) ? sent('owf-options') : sent(request.headers.origin === undefined ? 'owf-get-no-origin-hit' : 'owf-get-origin-hit')), verdict: 'allowed',
  },
  'owf with a header that asks first': {
    answers: (request) => (isPreflight(request) ? sent('owf-options') : sent('owf-get-origin-hit')), page: { page: { origin: APP, headers: { 'content-type': 'application/json' } } }, verdict: 'allowed',
  },
  'zenn: listed': {
    answers: ({ headers }) => sent(headers.origin === 'https://a.example.com' ? 'zenn-head-a-hit' : 'zenn-head-unlisted'), page: { page: { origin: 'https://a.example.com' } }, verdict: 'allowed',
  },
  'zenn: in neither list': { answers: (request) => (isPreflight(request) ? NOT_ALLOWED : sent('zenn-head-unlisted')), verdict: 'blocked', cause: 'bucket-refuses-origin' },
  'positron: Priority silences the policy': {
    answers: (request) => (isPreflight(request) ? sent('owf-options') : sent(request.headers.priority === undefined ? 'positron-plain' : 'positron-priority')),
    verdict: 'blocked', cause: 'browser-header-silences-policy',
  },
  'prx: the copy of a visitor without Origin': {
    answers: (request) => (isPreflight(request) ? sent('owf-options') : sent(isFresh(request) ? 'prx-3' : 'prx-2')), verdict: 'blocked', cause: 'copy-without-permission',
  },
  'guide: Origin in the key': { answers: (request) => (isPreflight(request) ? sent('owf-options') : sent(request.headers.origin === undefined ? 'guide-head-no-origin' : 'guide-head-origin')), verdict: 'allowed' },
  'guide with cookies': {
    answers: (request) => (isPreflight(request) ? sent('owf-options') : sent('guide-head-origin')), page: { page: { origin: APP, credentials: 'include' } }, verdict: 'allowed',
  },
  'openaq: * with cookies': {
    answers: () => sent('openaq-refreshhit'), page: { page: { origin: APP, credentials: 'include' } }, verdict: 'blocked', cause: 'wildcard-with-credentials',
  },
  'amplify: no rules on the bucket': {
    answers: (request) => (isPreflight(request) ? sent('amplify-options-403') : sent('zenn-head-unlisted')), page: { page: { origin: APP, headers: { 'x-trace': '1' } } },
    verdict: 'blocked', cause: 'bucket-without-cors',
  },
  'magda: OPTIONS is not allowed': {
    answers: (request) => (isPreflight(request) ? sent('magda-method-403') : sent('owf-get-origin-hit')), page: { page: { origin: APP, headers: { 'x-trace': '1' } } },
    verdict: 'blocked', cause: 'options-not-allowed',
  },
  'signed cookies, and a request that asks first': {
    answers: () => sent('missing-key-403'), page: { page: { origin: APP, headers: { 'x-trace': '1' } } }, verdict: 'blocked', cause: 'preflight-not-signed',
  },
  'signed cookies, and a simple request': { answers: () => sent('missing-key-403'), verdict: 'blocked', cause: 'not-signed' },
  'a login at the edge': { answers: () => sent('lambda-401'), page: { page: { origin: APP, headers: { authorization: 'Bearer x' } } }, verdict: 'blocked', cause: 'edge-code-answers-preflight' },
  'a rate limit': { answers: () => sent('edge-limit-503'), verdict: 'unclear', cause: 'rate-limit' },
  'Host forwarded to S3': { answers: () => sent('host-forwarded-404'), verdict: 'blocked', cause: 'host-forwarded' },
  'a redirect at the edge': { answers: (request) => (isPreflight(request) ? sent('owf-options') : sent('mediatailor-302-1')), verdict: 'blocked', cause: 'redirected' },
};

test('a word in the random letters of an id is not a refusal', () => {
  const bodyExcerpt = '<Error><Code>AccessDenied</Code><Message>Access Denied</Message><RequestId>KMS</RequestId><HostId>a/kms+b</HostId></Error>';
  expect(signalsOf({ response: { status: 403, headers: [['Server', 'AmazonS3']], bodyExcerpt } }).refusal).toBe('access-denied');
});

describe('over a bare socket', () => {
  test.each(Object.entries(CASES))('%s', async (_, { answers, page, verdict, cause }) => {
    const server = await rawServer((request, socket) => { send(socket, answers(request)); });
    const { diagnosis } = await probed(targetAt(`${server.url}/data/a.geojson`, page));
    expect([diagnosis.verdict, diagnosis.main?.cause]).toEqual([verdict, cause]);
  });

  test('the order and the repetition of lines arrive as they were sent', async () => {
    const server = await rawServer((_, socket) => { send(socket, sent('owf-get-no-origin-refreshhit')); });
    const { asked } = await probed(targetAt(`${server.url}/data/a.geojson`));
    const framing = /^(content-length|connection)$/i;
    const lines = (headers: Sent['headers']): Sent['headers'] => headers.filter(([name]) => !framing.test(name));
    expect(lines(asked.exchanges[0]?.response.headers ?? [])).toEqual(lines(sent('owf-get-no-origin-refreshhit').headers));
  });

  test.each([
    ['a second CDN', 'apigw-500', 'somebody else answers in between (cloudflare), who may change headers'],
    ['a bucket without CloudFront', undefined, 'S3 answers directly, without CloudFront'],
    ['a server that is something else', 'lambda-url-get-403', undefined],
  ] as const)('%s is remarked on', async (_, id, remark) => {
    const server = await rawServer((__, socket) => { send(socket, id === undefined ? { status: 200, headers: [['Server', 'AmazonS3']] } : sent(id)); });
    const { diagnosis } = await probed(targetAt(`${server.url}/a.js`));
    expect(diagnosis.remarks).toEqual(remark === undefined ? [] : [remark]);
  });

  test('a server that is not CloudFront is remarked on, and so are cookies that were not sent', async () => {
    const server = await rawServer((_, socket) => { send(socket, { status: 200, headers: [['Server', 'nginx']] }); });
    const { diagnosis } = await probed(targetAt(`${server.url}/a.js`, { page: { origin: APP, credentials: 'include' } }));
    expect(diagnosis.remarks).toEqual([expect.stringContaining('no answer names CloudFront'), expect.stringContaining('--send')]);
  });

  test('a distribution that asks to slow down is asked once', async () => {
    const server = await rawServer((_, socket) => { send(socket, sent('edge-limit-503')); });
    const { asked } = await probed(targetAt(`${server.url}/a.js`));
    expect(server.arrived).toHaveLength(1);
    expect(asked.stopped).toContain('slow down');
  });
});
