import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { alternativesOf, exchange } from '../../../lib/model';
import type { AssumptionChoices, AssumptionId, Exchange, PageRequest } from '../../../lib/model';
import type { ExampleParts } from '../../../lib/rules/engine/example-stack';
import { graphWith } from './template';
import type { Functions } from './template';

const APP = 'https://app.example.com';
const copied = (name: string): string => readFileSync(join(__dirname, '../../cases/edge-functions', name), 'utf8');

function asked(functions: Functions, request: Partial<PageRequest> = {}, parts: ExampleParts = {}, assumptions: AssumptionChoices = {}): Exchange {
  return exchange(graphWith(functions, parts), { origin: APP, path: '/a', ...request }, { assumptions });
}

function request(body: string): Functions {
  return { request: `function handler(event) { var request = event.request; ${body} return request; }` };
}

function response(body: string): Functions {
  return { response: `function handler(event) { var request = event.request; var response = event.response; ${body} return response; }` };
}

const NO_POLICY: ExampleParts = { cors: null };
const WITH_HEADER = { headers: { 'x-a': '1' } };
const sent = (found: Exchange) => found.messages.filter(({ between }) => between === 'CloudFront and S3').map(({ request: { method, path } }) => `${method} ${path}`);
const arrived = (found: Exchange) => found.messages.at(-1)?.response;

describe('a viewer-request function', () => {
  test('changes the object that is asked for, and not the behavior', () => {
    const found = asked({ request: copied('01-index-html.js'), runtime: '1.0' }, { path: '/docs/' });
    expect(found.verdict).toBe('allowed');
    expect(sent(found)).toEqual(['GET /docs/index.html']);
    const behaviors = { distribution: { CacheBehaviors: '[{ PathPattern: /b, TargetOriginId: nobody, ViewerProtocolPolicy: allow-all, CachePolicyId: 658327ea-f89d-4fab-a63d-7e88639e58f6 }]' } };
    expect(asked(request('request.uri = "/b";'), {}, behaviors).verdict).toBe('allowed');
    expect(asked(request('request.uri = "/a";'), { path: '/b' }, behaviors).verdict).toBe('unknown');
  });

  test.each([['/a', 'blocked'], ['b?c=d', 'allowed'], ['//⟨Web.Distribution.DomainName⟩/b', 'allowed']])('redirects to %s, and the browser follows at most twenty times', (location, verdict) => {
    const found = asked(request(`if (request.uri === "/a") { return { statusCode: 302, headers: { location: { value: "${location}" } } }; }`));
    expect(found.verdict).toBe(verdict);
    expect(found.messages.filter(({ between }) => between.startsWith('browser')).length).toBe(verdict === 'allowed' ? 2 : 21);
    expect(found.outcome).toMatchObject(verdict === 'allowed' ? { status: 200 } : { code: 'too-many-redirects', message: expect.stringContaining('ERR_TOO_MANY_REDIRECTS') as string });
  });

  test.each(['https://', 'mailto:me@example.com', '\u27e8Login\u27e9/start', 'HTTPS://login.example.com/'])('redirects to %s, which no template of the system answers for', (location) => {
    expect(asked(request(`return { statusCode: 302, headers: { location: { value: "${location}" } } };`))).toMatchObject({ verdict: 'unknown', outcome: { why: expect.stringContaining(location === 'HTTPS://login.example.com/' ? 'login.example.com' : location) as string } });
  });

  const BY_COUNTRY = request('if (request.headers["cloudfront-viewer-country"].value === "CH") { return { statusCode: 451 }; }');
  const IS_SECURE = request('if (request.headers["cloudfront-forwarded-proto"].value === "http") { return { statusCode: 301, headers: { location: { value: "https://x.example" } } }; }');
  const listing = (header: string): ExampleParts => ({ behavior: { OriginRequestPolicyId: '!Ref Lists' },
    more: `Lists:\n  Type: AWS::CloudFront::OriginRequestPolicy\n  Properties: { OriginRequestPolicyConfig: { Name: lists, HeadersConfig: { HeaderBehavior: whitelist, Headers: [Origin, ${header}] }, CookiesConfig: { CookieBehavior: none }, QueryStringsConfig: { QueryStringBehavior: none } } }` });

  test.each<[string, Functions, ExampleParts, string]>([
    ['the country, which no policy lists', BY_COUNTRY, {}, 'blocked'], ['the country, which a policy lists', BY_COUNTRY, listing('CloudFront-Viewer-Country'), 'depends'],
    ['the scheme, which a policy lists', IS_SECURE, listing('CloudFront-Forwarded-Proto'), 'allowed'],
  ])('sees headers of CloudFront where a policy lists them: %s', (_, functions, parts, verdict) => {
    expect(exchange(graphWith(functions, parts), { origin: APP, path: '/a', load: 'fetch' }).verdict).toBe(verdict);
  });

  test.each([
    ['a browser, whichever it is', 'if (/bot/.test(request.headers["user-agent"].value)) { return { statusCode: 403 }; }'],
    ['a picture that it could show', 'if (request.headers.accept && request.headers.accept.value.includes("image/webp")) { request.uri += ".webp"; }'],
  ])('that looks at %s has set nothing of what it looked at', (_, body) => {
    const { outcomes, trace } = asked(request(body));
    expect(trace.map(({ text }) => text).filter((text) => text.startsWith('runs'))).toEqual([expect.stringMatching(/: it changes nothing\.$/)]);
    expect(outcomes.map(({ outcome }) => outcome.verdict)).not.toContain('blocked');
  });

  test('is part of the cache key: two pages that it sends to one object share a copy', () => {
    const graph = graphWith(request('request.uri = "/same";'));
    const found = exchange(graph, { origin: APP, path: '/b' }, { history: [{ origin: APP, path: '/a' }], now: 1 });
    expect(found.trace.map(({ text }) => text)).toContainEqual(expect.stringContaining('has a copy'));
  });

  test('answers without the cache, S3, error pages and the viewer-response function, but with the policy', () => {
    const functions = { ...request('return { statusCode: 404, headers: { "x-made": { value: "1" } } };'), ...response('response.headers["x-after"] = { value: "1" };') };
    const found = asked(functions, {}, { distribution: { CustomErrorResponses: '[{ ErrorCode: 404, ResponseCode: 200, ResponsePagePath: /index.html }]' } });
    expect(sent(found)).toEqual([]);
    expect(found.verdict).toBe('blocked');
    expect(arrived(found)).toMatchObject({ status: 404, body: 'generated', headers: { 'x-made': '1', 'access-control-allow-origin': APP } });
    expect(arrived(found)?.headers).not.toHaveProperty('x-after');
  });

  test('never sees a request that CloudFront refuses: OPTIONS where it is not allowed, http where it is redirected', () => {
    const answering = { request: copied('06-preflight-answer.js'), runtime: '1.0' } as const;
    expect(asked(answering, { method: 'PUT' }, NO_POLICY).verdict).toBe('blocked');
    const closed = asked(answering, WITH_HEADER, { behavior: { AllowedMethods: '[GET, HEAD]' } });
    expect(closed.outcome).toMatchObject({ verdict: 'blocked', by: 'CloudFront', step: 'preflight' });
    expect(closed.trace.map(({ text }) => text).join('\n')).not.toContain('runs the function');
  });

  test('that answers preflights opens them where S3 has no rules', () => {
    const answering = { request: copied('06-preflight-answer.js'), runtime: '1.0' } as const;
    expect(asked(answering, WITH_HEADER, { rule: null }).verdict).toBe('allowed');
    expect(asked({}, WITH_HEADER, { rule: null }).verdict).toBe('blocked');
  });

  test.each([
    ['does not load', copied('24-for-of.js'), /503.*FunctionExecutionError.*for…of in line 6/],
    ['throws', 'function handler(event) { return event.nothing.at; }', /503.*FunctionExecutionError/],
    ['changes the host', 'function handler(event) { event.request.headers.host = { value: "x" }; return event.request; }', /502.*FunctionValidationError.*host/],
  ])('that %s fails every request, with the error of CloudFront', (_, text, why) => {
    const found = asked({ request: text });
    expect(found.verdict).toBe('blocked');
    expect(found.outcome).toMatchObject({ why: expect.stringMatching(why) as string });
    expect(sent(found)).toEqual([]);
  });

  test('that redirects a preflight fails it whatever the policy adds', () => {
    const found = asked(request('return { statusCode: 301, headers: { location: { value: "/b" } } };'), WITH_HEADER);
    expect(found.outcome).toMatchObject({ verdict: 'blocked', code: 'preflight-redirected' });
  });

  test('that redirects a file is followed', () => {
    const found = asked(request('if (request.uri === "/a") { return { statusCode: 302, headers: { location: { value: "/b" } } }; }'));
    expect(found.verdict).toBe('allowed');
    expect(sent(found)).toEqual(['GET /b']);
    expect(asked(request('return { statusCode: 302, headers: { location: { value: "/b" } } };'), {}, NO_POLICY).outcome).toMatchObject({ step: 'redirect' });
  });

  test('that takes Origin away keeps S3 silent', () => {
    expect(asked({ request: copied('22-strips-origin.js'), runtime: '1.0' }, {}, NO_POLICY).outcome).toMatchObject({ verdict: 'blocked', code: 'allow-origin-missing' });
  });

  test('may choose another origin of the distribution, and of others nothing is known', () => {
    const choose = (call: string) => asked({ request: `import cf from 'cloudfront'; function handler(event) { cf.${call}; return event.request; }` });
    expect(choose('selectRequestOriginById("assets")').verdict).toBe('allowed');
    expect(choose('updateRequestOrigin({ domainName: "other.example.com" })').verdict).toBe('unknown');
  });
});

describe('a viewer-response function', () => {
  const cors = response('response.headers["access-control-allow-origin"] = { value: "*" };');

  test('sets CORS headers where nobody else does', () => {
    expect(asked(cors, {}, { cors: null, rule: null }).verdict).toBe('allowed');
    expect(asked({}, {}, { cors: null, rule: null }).verdict).toBe('blocked');
  });

  test('has the last word: it runs after the policy', () => {
    expect(asked(response('response.headers["access-control-allow-origin"] = { value: "https://other.example" };')).outcome).toMatchObject({ verdict: 'blocked', code: 'allow-origin-mismatch' });
    expect(asked(response('delete response.headers["access-control-allow-origin"];')).outcome).toMatchObject({ verdict: 'blocked', code: 'allow-origin-missing' });
  });

  test('does not run on errors, nor on the page that replaces one', () => {
    const graph = graphWith(cors, { cors: null, rule: null, distribution: { CustomErrorResponses: '[{ ErrorCode: 404, ResponseCode: 200, ResponsePagePath: /index.html }]' } });
    const missing = exchange(graph, { origin: APP, path: '/a' }, { objects: (_, key) => (key === 'index.html' ? {} : undefined) });
    expect(missing.verdict).toBe('blocked');
    expect(missing.trace.map(({ text }) => text).join('\n')).not.toContain('runs the function');
  });

  test('sees the request that the other function has left', () => {
    const both = { ...request('request.headers["x-told"] = { value: "1" };'), ...response('response.headers["x-seen"] = request.headers["x-told"] || { value: "none" };') };
    expect(arrived(asked(both, {}, {}, { 'function-sees-request': 'changed' }))?.headers['x-seen']).toBe('1');
    expect(arrived(asked(both, {}, {}, { 'function-sees-request': 'the-viewers' }))?.headers['x-seen']).toBe('none');
  });
});

describe('what AWS does not document decides', () => {
  const corsAnswer = request('return { statusCode: 200, headers: { "access-control-allow-origin": { value: "*" } } };');

  // Each row: the function, what the stack says, and what a page does
  test.each<[AssumptionId, Functions, ExampleParts, Partial<PageRequest>]>([
    ['policy-over-function-cors', corsAnswer, { cors: { AccessControlAllowOrigins: '{ Items: [https://other.example] }' } }, {}],
    ['policy-origin-after-function', { request: copied('22-strips-origin.js') }, { rule: null }, {}],
    ['function-sees-request', { ...request('delete request.headers.origin;'), ...response('if (request.headers.origin) { response.headers["access-control-allow-origin"] = request.headers.origin; } else { delete response.headers["access-control-allow-origin"]; }') }, { cors: null }, {}],
    ['function-and-root-object', request('if (request.uri === "/") { return { statusCode: 404 }; }'), { distribution: { DefaultRootObject: 'index.html' } }, { path: '/' }],
    ['vary-of-echoed-origin', response('if (!response.headers.vary) { delete response.headers["access-control-allow-origin"]; }'), { policy: { CustomHeadersConfig: undefined }, behavior: { OriginRequestPolicyId: undefined } }, {}],
    ['function-changes-method', request('request.method = "HEAD";'), {}, {}],
  ])('%s', (id, functions, parts, page) => {
    const verdicts = alternativesOf(id).map((alternative) => asked(functions, page, parts, { [id]: alternative }).verdict);
    expect(new Set(verdicts).size).toBeGreaterThan(1);
    expect(asked(functions, page, parts).deciding).toContain(id);
  });

  test('and is not asked where it cannot matter', () => {
    const found = asked({ request: copied('01-index-html.js'), runtime: '1.0' });
    expect(found.outcomes.flatMap(({ assumptions }) => Object.keys(assumptions))).not.toContainEqual(expect.stringMatching(/function/));
  });
});

describe('requests that differ in what the model does not hold', () => {
  const login = request('if (!request.headers.authorization) { return { statusCode: 401 }; }');

  test('give a verdict that depends on the circumstance, by name', () => {
    const found = asked(login, { credentials: 'include' }, { cors: { AccessControlAllowCredentials: 'true', AccessControlAllowHeaders: '{ Items: [x-a, Priority] }' } });
    expect(found.verdict).toBe('depends');
    expect(found.decidingCircumstances).toEqual(['headers.authorization']);
    expect(found.deciding).toEqual([]);
  });

  test('are decided for a preflight, which carries neither cookies nor passwords', () => {
    expect(asked(login, { headers: { authorization: 'Basic x' } }).outcome).toMatchObject({ verdict: 'blocked', step: 'preflight' });
  });
});
