import { exchange } from '../../lib/model';
import type { EarlierEvent, PageRequest } from '../../lib/model';
import { adviceFor } from '../../lib/trial/request/advice';
import { blockedRequest } from '../../lib/trial/request/blocked-request';
import type { ExampleParts } from '../../lib/rules/engine/example-stack';
import { APP, ORIGIN_NOT_FORWARDED, ORIGIN_NOT_IN_KEY, systemWith } from './systems';

const X_TRACE = { headers: { 'x-trace': '1' } };
const ELSEWHERE = { origin: 'https://other.example' };
const UPLOAD = { target: 'bucket', presigned: true, method: 'PUT', headers: { 'content-type': 'image/png' } } as const;
const PUT_ALLOWED: ExampleParts = { rule: { AllowedMethods: '[GET, PUT]', AllowedHeaders: '[Content-Type]' } };

const CACHING_DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';

const SIMPLE_CORS: ExampleParts = { rule: null, cors: null, behavior: { ResponseHeadersPolicyId: '60669652-455b-4ae9-85a4-c4c02393f86c' } };

type Case = readonly [what: string, parts: ExampleParts, page: Partial<PageRequest>, fix: RegExp, history?: readonly EarlierEvent[]];

// What goes wrong, in which system, for which request: the fix must name the setting that is to blame
const CASES: readonly Case[] = [
  ['a preflight that the behavior refuses', { behavior: { AllowedMethods: '[GET, HEAD]' } }, X_TRACE, /AllowedMethods \[GET, HEAD, OPTIONS\]/],
  ['a POST that the behavior refuses', {}, { method: 'POST' }, /does not allow POST/],
  ['a preflight to a path that needs a signature', { behavior: { TrustedKeyGroups: '[group]' } }, { ...X_TRACE, credentials: 'include', signed: 'cookies' }, /Preflights carry no cookies/],
  ['a request without the signature that the path needs', { behavior: { TrustedKeyGroups: '[group]' } }, {}, /sign the URL/],
  ['a bucket without CORS rules', { rule: null }, X_TRACE, /Give the bucket a CORS rule that allows the origin https:\/\/app\.example\.com, the method GET and the header x-trace/],
  ['a rule that lacks the header', { rule: { AllowedHeaders: '[X-Other]' } }, X_TRACE, /CORS rules of the bucket Assets for https:\/\/app\.example\.com do not allow the header x-trace: add to AllowedHeaders/],
  ['an upload that no rule allows', {}, UPLOAD, /do not allow PUT: add it to AllowedMethods, or set `uploads`/],
  ['Origin that is not forwarded with a preflight', { behavior: { OriginRequestPolicyId: undefined } }, X_TRACE, /does not forward what S3 needs to answer a preflight/],
  ['Origin that is not forwarded with a request', ORIGIN_NOT_FORWARDED, {}, /does not forward Origin/],
  ['the viewer\'s Host that is forwarded', { behavior: { OriginRequestPolicyId: '216adef6-5c7f-47e4-b989-5492eafa07d3' } }, {}, /CORS-S3Origin in place of AllViewer/],
  ['a distribution that the bucket does not admit', { statement: null }, {}, /bucket's policy admit this distribution/],
  ['a permission that was cached for another page', ORIGIN_NOT_IN_KEY, {}, /lists https:\/\/app\.example\.com too/, [{ origin: 'https://admin.example.com', path: '/file', browser: 'other' }]],
  ['a copy that was cached for nobody', { cors: null, policy: { CustomHeadersConfig: undefined } }, {}, /answered with a copy/, [{ path: '/file', headers: { 'accept-encoding': 'gzip, deflate, br, zstd' } }]],
  ['a copy of the browser\'s own', { cors: null, behavior: { CachePolicyId: CACHING_DISABLED } }, {}, /Vary: Origin/, [{ path: '/file', origin: APP, load: 'image' }]],
  ['a copy of the browser\'s own, where only the question for permission was sent', { cors: null, behavior: { CachePolicyId: CACHING_DISABLED } }, X_TRACE, /Vary: Origin/, [{ path: '/file', origin: APP, load: 'image' }]],
  ['a page that is allowed nowhere', {}, ELSEWHERE, /policy CorsPolicy does not list https:\/\/other\.example; it lists https:\/\/app\.example\.com/],
  ['a policy of AWS that keeps its headers back from what browsers add', { ...SIMPLE_CORS, behavior: { ...SIMPLE_CORS.behavior, OriginRequestPolicyId: undefined } }, {}, /policy SimpleCORS keeps its CORS headers back, because it does not allow the header Priority\. Allow it in a policy of your own: AccessControlAllowHeaders \*/],
  ['the same from a copy', SIMPLE_CORS, {}, /policy SimpleCORS keeps its CORS headers back/, [{ path: '/file', headers: { 'accept-encoding': 'gzip, deflate, br, zstd' } }]],
  ['a copy of the browser\'s own, with a CORS block', SIMPLE_CORS, {}, /CORS block has OriginOverride and speaks to this page/, [{ path: '/file', origin: APP }]],
  ['credentials that a wildcard answers', { cors: { AccessControlAllowOrigins: '{ Items: [\'*\'] }' }, rule: { AllowedOrigins: '[\'*\']' } }, { credentials: 'include' }, /Allow origins by name and set AllowCredentials/],
  ['credentials that are not allowed', { policy: { RemoveHeadersConfig: '{ Items: [{ Header: Access-Control-Allow-Credentials }] }' } }, { credentials: 'include' }, /Set AccessControlAllowCredentials/],
  ['Authorization behind a wildcard', { policy: { RemoveHeadersConfig: '{ Items: [{ Header: Access-Control-Allow-Headers }] }' } }, { headers: { authorization: 'x' } }, /\* does not stand for it/],
  ['a header that the policy lacks', { cors: { AccessControlAllowHeaders: '{ Items: [X-Other, Priority, If-None-Match] }' }, policy: { RemoveHeadersConfig: '{ Items: [{ Header: Access-Control-Allow-Headers }] }' } }, X_TRACE, /Allow it in the response headers policy.*x-trace/],
  ['a response header that is not exposed', PUT_ALLOWED, { ...UPLOAD, reads: ['ETag'] }, /Expose the header/],
  ['a resource policy that keeps an image away', { policy: { CustomHeadersConfig: '{ Items: [{ Header: Cross-Origin-Resource-Policy, Value: same-origin, Override: true }] }' } }, { load: 'image' }, /cross-origin, or load the file with crossorigin/],
];

test.each(CASES.map((each) => [each[0], each] as const))('%s is fixed where it is wrong', (_, [, parts, page, expected, history = []]) => {
  const graph = systemWith(parts);
  const tried = exchange(graph, { origin: APP, path: '/file', ...page }, { history });
  const { outcome } = tried;
  expect(tried.verdict).not.toBe('allowed');
  const node = page.target === 'bucket' ? graph.buckets[0] : graph.distributions[0];
  expect(outcome.verdict === 'blocked' && node && adviceFor(blockedRequest(graph, node, tried.messages, outcome))).toMatch(expected);
});

test('what the messages do not tell is not guessed', () => {
  const graph = systemWith();
  expect(graph.distributions.map((node) => adviceFor({ graph, node, messages: [] }))).toEqual([undefined]);
});

test.each([
  ['a page that may read', APP, /^There is no file \/file in the bucket Assets: put it there, or correct the path\.$/],
  ['a page that may not, although the file is there', ELSEWHERE.origin, /put it there, or correct the path\. A page on https:\/\/other\.example could not read it then either: nothing allows that origin\.$/],
])('a missing file: %s', (_, origin, expected) => {
  const graph = systemWith();
  const { messages, outcome } = exchange(graph, { origin, path: '/file' }, { objects: () => undefined });
  const [node] = graph.distributions;
  expect(outcome.verdict === 'blocked' && node && adviceFor(blockedRequest(graph, node, messages, outcome))).toMatch(expected);
});
