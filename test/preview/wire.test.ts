/** The preview's answers look like recorded ones, line by line, so that whoever reads the one can read the other. */
import { ProbeClient } from '../../lib/probe';
import { corsAuthor } from '../../lib/probe/diagnosis/attribution';
import { signalsOf } from '../../lib/probe/diagnosis/signals';
import type { ProbeRequest, ProbeResponse } from '../../lib/probe/exchange';
import { valueOf } from '../../lib/probe/exchange';
import type { ExampleParts } from '../../lib/rules/engine/example-stack';
import { recording } from '../probe/recordings';
import { folderOf, previewOf, serverOf } from './support';
import { APP, systemWith } from './systems';

const open: ProbeClient[] = [];
afterEach(() => { open.splice(0).forEach((client) => { client.close(); }); });

interface Asked {
  readonly request: ProbeRequest;
  readonly response: ProbeResponse;
}

async function askerOf(parts: ExampleParts, clock: () => number = () => 0): Promise<(request: Partial<ProbeRequest>) => Promise<Asked>> {
  const preview = await previewOf(systemWith(parts), folderOf({ file: 'x'.repeat(2_000), 'index.html': 'x' }), { clock });
  const client = await ProbeClient.open(new URL(serverOf(preview).url), { allowPrivate: true, pause: 0 });
  open.push(client);
  return async (part) => {
    const request: ProbeRequest = { method: 'GET', path: '/file', headers: [['origin', APP]], ...part };
    return { request, response: await client.ask(request) };
  };
}

const names = ({ headers }: ProbeResponse): readonly string[] => headers.map(([name]) => name.toLowerCase());
const PREFLIGHT: Partial<ProbeRequest> = { method: 'OPTIONS', headers: [['origin', APP], ['access-control-request-method', 'GET']] };

test('what the policy adds stands after X-Amz-Cf-Id, and what S3 said before it', async () => {
  const ask = await askerOf({});
  const { response } = await ask({});
  const lines = names(response);
  expect(lines.indexOf('access-control-allow-origin')).toBeGreaterThan(lines.indexOf('x-amz-cf-id'));
  expect(lines.indexOf('etag')).toBeLessThan(lines.indexOf('x-cache'));
});

test('what S3 said stays before X-Amz-Cf-Id where no policy touches it', async () => {
  const ask = await askerOf({ cors: null });
  const lines = names((await ask({})).response);
  expect(lines.indexOf('access-control-allow-origin')).toBeLessThan(lines.indexOf('x-amz-cf-id'));
});

test.each([
  ['policy', {}], ['S3', { cors: null }], ['nobody', { cors: null, rule: null }],
] as const)('who wrote the CORS headers is read off an answer as off a recording: %s', async (author, parts) => {
  const ask = await askerOf(parts);
  expect(corsAuthor(await ask({}))).toBe(author);
});

test('a copy that is too old and unchanged is a RefreshHit, and the Age of a copy comes last', async () => {
  let now = 0;
  const ask = await askerOf({}, () => now);
  await ask({});
  now = 10;
  const hit = (await ask({})).response;
  now = 100_000;
  const confirmed = (await ask({})).response;
  expect([valueOf(hit.headers, 'x-cache'), valueOf(hit.headers, 'age'), valueOf(confirmed.headers, 'x-cache'), valueOf(confirmed.headers, 'age')])
    .toEqual(['Hit from cloudfront', '10', 'RefreshHit from cloudfront', undefined]);
  expect(names(hit).indexOf('age')).toBeGreaterThan(names(hit).indexOf('x-amz-cf-id'));
});

test('an error page is an error, whatever its status says', async () => {
  const ask = await askerOf({ distribution: { CustomErrorResponses: '[{ ErrorCode: 403, ResponseCode: 200, ResponsePagePath: /index.html }]' } });
  const { response } = await ask({ path: '/missing' });
  expect([response.status, valueOf(response.headers, 'x-cache'), signalsOf({ response }).answerer]).toEqual([200, 'Error from cloudfront', 'an error page']);
});

test('S3\'s two ids are on answers that no cache keeps, and on no others', async () => {
  const ask = await askerOf({});
  const ids = (response: ProbeResponse): readonly string[] => names(response).filter((name) => /^x-amz-(id-2|request-id)$/.test(name));
  expect(ids((await ask(PREFLIGHT)).response)).toEqual(ids(recording('owf-options').response));
  expect(ids((await ask({})).response)).toEqual(ids(recording('owf-get-origin-hit').response));
});

test('a missing signature is refused in XML that is not S3\'s', async () => {
  const ask = await askerOf({ behavior: { TrustedKeyGroups: '[some-key-group]' } });
  const { response } = await ask({});
  expect(valueOf(response.headers, 'content-type')).toBe(valueOf(recording('missing-key-403').response.headers, 'Content-Type'.toLowerCase()));
  expect(response.bodyExcerpt).not.toContain('HostId');
  expect(signalsOf({ response })).toMatchObject({ answerer: 'CloudFront', refusal: 'signature' });
});

test.each([
  ['a method that the behavior does not allow', { behavior: { AllowedMethods: '[GET, HEAD]' } }, PREFLIGHT, 'CloudFront', 'method'],
  ['a bucket without rules', { rule: null }, PREFLIGHT, 'S3', 'cors-not-enabled'],
  ['an origin that no rule allows', { rule: { AllowedOrigins: '[https://other.example.com]' } }, PREFLIGHT, 'S3', 'cors-not-allowed'],
  ['a file that does not exist', {}, { path: '/missing' }, 'S3', 'access-denied'],
] as const)('%s is told apart as in recordings', async (_, parts, request, answerer, refusal) => {
  const ask = await askerOf(parts);
  expect(signalsOf(await ask(request))).toMatchObject({ answerer, refusal });
});

/** A function in front of the file. */
function functionOf(code: string): ExampleParts {
  return {
    behavior: { FunctionAssociations: '[{ EventType: viewer-request, FunctionARN: !GetAtt Login.FunctionMetadata.FunctionARN }]' },
    more: `Login:\n  Type: AWS::CloudFront::Function\n  Properties:\n    Name: login\n    AutoPublish: true\n    FunctionConfig: { Comment: login, Runtime: cloudfront-js-2.0 }\n    FunctionCode: ${JSON.stringify(code)}`,
  };
}

test.each([
  ['answers', 'function handler(event) { return { statusCode: 401, statusDescription: \'Unauthorized\' }; }', 401, 'FunctionGeneratedResponse', 'edge-function'],
  ['throws', 'function handler(event) { throw new Error(\'no\'); }', 503, 'FunctionExecutionError', 'edge-function-failed'],
] as const)('a function that %s is named as CloudFront names it', async (_, code, status, label, refusal) => {
  const ask = await askerOf(functionOf(code));
  const { response } = await ask({});
  expect([response.status, valueOf(response.headers, 'x-cache')]).toEqual([status, `${label} from cloudfront`]);
  expect(signalsOf({ response })).toMatchObject({ answerer: 'CloudFront Function', refusal });
});
