import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkGraphs } from '../../lib/rules/engine/check-graphs';
import { exampleFunction } from '../../lib/rules/engine/example-stack';
import type { ExampleParts } from '../../lib/rules/engine/example-stack';
import { judgements, read, ruleOf } from './judging';

const CODE = 'FunctionCode';
const ASSOCIATION = 'Distribution DefaultCacheBehavior.FunctionAssociations.0';
const PREFLIGHT: ExampleParts = { cors: { AccessControlAllowHeaders: '{ Items: [X-A, Priority, If-None-Match] }' } };

/** The statements of a function of the collection. */
function copied(name: string): { readonly event: 'viewer-request' | 'viewer-response'; readonly statements: readonly string[] } {
  const text = readFileSync(join(__dirname, '../cases/edge-functions', name), 'utf8');
  const statements = text.slice(text.indexOf('function handler(event) {') + 'function handler(event) {'.length, text.lastIndexOf('}')).split('\n');
  return { event: text.includes('event: viewer-request') ? 'viewer-request' : 'viewer-response', statements };
}

function said(id: string, event: 'viewer-request' | 'viewer-response', statements: readonly string[], parts: ExampleParts = {}): readonly string[] {
  return judgements(ruleOf(id), exampleFunction(event, statements, parts));
}

describe('function-and-preflights', () => {
  const judged = (...statements: readonly string[]) => said('function-and-preflights', 'viewer-request', [...statements, 'return event.request;'], PREFLIGHT);

  test.each<[string, string[], string]>([
    ['lets them through', ['event.request.uri += "x";'], `pass ${ASSOCIATION}`],
    ['asks for a login that no preflight carries', ['if (!event.request.headers.authorization) { return { statusCode: 401 }; }'], `fail ${ASSOCIATION}: the function Edge answers preflights with 401, before S3 or the policy sees them`],
    ['asks for a cookie that no preflight carries', ['if (!event.request.cookies.session) { return { statusCode: 302, headers: { location: { value: "/login" } } }; }'], `fail ${ASSOCIATION}: the function Edge answers preflights with 302, and browsers follow no redirect of a preflight`],
    ['redirects to its own host', ['if (event.request.headers.host.value !== "www.example.com") { return { statusCode: 301, headers: { location: { value: "https://www.example.com" } } }; }'], `fail ${ASSOCIATION}: the function Edge answers preflights with 301, and browsers follow no redirect of a preflight`],
    ['refuses some by chance', ['if (Math.random() < 0.1) { return { statusCode: 503 }; }'], `fail ${ASSOCIATION}: the function Edge answers preflights with 503 where chance is "0", before S3 or the policy sees them`],
    ['answers them', ['if (event.request.method === "OPTIONS") { return { statusCode: 204 }; }'], `pass ${ASSOCIATION}`],
    ['uses what may be missing', ['[1].entries();'], `unknown ${ASSOCIATION}: it calls Array.entries, and AWS does not say whether CloudFront has that`],
  ])('%s', (_, statements, expected) => {
    expect(judged(...statements)).toEqual([expected]);
  });
});

describe('the mistakes of functions', () => {
  test.each<[string, 'viewer-request' | 'viewer-response', string[], string[], ExampleParts?]>([
    ['function-does-not-load', 'viewer-request', ['var { uri } = event.request;', 'return event.request;'], [`fail Edge ${CODE}: does not load: destructuring in line 2`]],
    ['function-does-not-load', 'viewer-request', ['return event.request'], [`pass Edge ${CODE}`]],
    ['function-does-not-load', 'viewer-request', ['class A {}', 'return event.request'], [`pass Edge ${CODE}`]],
    ['function-fails', 'viewer-request', ['return event.nothing.at;'], [`fail Edge ${CODE}: fails on GET requests without Origin with 503: TypeError: cannot read property 'at' of undefined`]],
    ['function-fails', 'viewer-request', ['if (event.request.headers.origin) { event.request.headers["X-Origin"] = { value: "1" }; }', 'return event.request;'], [`fail Edge ${CODE}: fails on GET requests from https://app.example.com with 503: request.headers must have header names in lower case, and has X-Origin`]],
    ['function-fails', 'viewer-response', ['return { statusCode: 200, headers: {} };'], [`fail Edge ${CODE}: fails on GET requests without Origin with 502: the function tried to add, delete, or change the read-only header via`]],
    ['function-asks-for-login', 'viewer-request', ['if (!event.request.cookies.session) { return { statusCode: 302, headers: { location: { value: "/login" } } }; }', 'return event.request;'], [`fail Edge ${CODE}: answers GET requests without session by itself, whatever page they come from`]],
    ['function-asks-for-login', 'viewer-request', ['if (event.request.uri === "/admin") { return { statusCode: 401 }; }', 'return event.request;'], [`pass Edge ${CODE}`]],
    ['function-changes-origin', 'viewer-request', ['delete event.request.headers.origin;', 'return event.request;'], [`fail Edge ${CODE}: takes Origin away from GET requests, so that S3 sees none and adds no CORS headers`]],
    ['function-changes-origin', 'viewer-request', copied('07-add-origin.js').statements as string[], [`fail(info) Edge ${CODE}: puts Origin: https://⟨Distribution.DomainName⟩ into requests that have none, and S3 answers that page`]],
    ['function-changes-origin', 'viewer-response', ['return event.response;'], []],
    ['function-cors-on-request', 'viewer-request', ['event.request.headers["access-control-allow-headers"] = { value: "*" };', 'return event.request;'], [`fail Edge ${CODE}: sets access-control-allow-headers on the request, where it does nothing`]],
    ['function-never-sees-preflights', 'viewer-request', copied('06-preflight-answer.js').statements as string[], ['fail Distribution DefaultCacheBehavior.AllowedMethods: allows GET, HEAD, so that the function Edge, which answers preflights, never sees one'], { behavior: { AllowedMethods: '[GET, HEAD]' } }],
    ['function-never-sees-preflights', 'viewer-request', copied('06-preflight-answer.js').statements as string[], ['pass Distribution DefaultCacheBehavior.AllowedMethods']],
    ['function-echoes-origin', 'viewer-response', ['event.response.headers["access-control-allow-origin"] = { value: "*" };', 'return event.response;'], []],
    ['function-echoes-origin', 'viewer-response', ['var o = event.request.headers.origin; if (o) { event.response.headers["access-control-allow-origin"] = { value: o.value }; event.response.headers.vary = { value: "Origin" }; }', 'return event.response;'], [`fail Edge ${CODE}: answers https://app.example.com by name, and no Vary: Origin goes with it when a request has no Origin`]],
    ['function-cors-not-on-errors', 'viewer-response', ['event.response.headers["access-control-allow-origin"] = { value: "*" };', 'return event.response;'], [`pass Edge ${CODE}`]],
    ['function-cors-not-on-errors', 'viewer-response', ['event.response.headers["access-control-allow-origin"] = { value: "*" };', 'return event.response;'], [`fail Edge ${CODE}: is the only one to set Access-Control-Allow-Origin, and does not run for answers of 400 and more`], { cors: null, rule: null }],
  ])('%s at %s: %j', (id, event, statements, expected, parts = {}) => {
    expect(said(id, event, statements, parts)).toEqual(expected);
  });
});

describe('a function that leaves CORS alone', () => {
  const WRONG: ExampleParts = { behavior: { OriginRequestPolicyId: undefined }, cors: null };
  const findings = (text: string) => checkGraphs(read(text)).findings.map(({ rule, severity }) => `${severity} ${rule}`).sort();
  const unknowns = (text: string) => checkGraphs(read(text)).unknowns;

  test.each(['01-index-html.js', '03-security-headers.js', '12-trailing-slash.js', '15-image-format.js'])('%s leaves every rule in force', (name) => {
    const { event, statements } = copied(name);
    expect(findings(exampleFunction(event, statements, WRONG))).toEqual(findings(exampleFunction(event, ['return event.response || event.request;'], WRONG)));
    expect(findings(exampleFunction(event, statements, WRONG))).toContainEqual(expect.stringMatching(/^error /));
    expect(unknowns(exampleFunction(event, statements, WRONG))).toEqual([]);
    expect(findings(exampleFunction(event, statements)).filter((each) => !each.startsWith('info'))).toEqual([]);
  });

  test('one that adds to Vary permits nothing: all rules stay in force but the one that misses Vary', () => {
    const varies = ['event.response.headers.vary = { value: "Accept-Encoding, Origin" };', 'return event.response;'];
    const without = findings(exampleFunction('viewer-response', ['return event.response;'], WRONG));
    expect(findings(exampleFunction('viewer-response', varies, WRONG))).toEqual(without.filter((each) => each !== 'warning vary-missing'));
    expect(without).toContain('warning vary-missing');
  });

  const PERMITS = ['event.response.headers["access-control-allow-origin"] = { value: "*" };', 'return event.response;'];

  test('one that sets CORS headers is not judged by rules about settings, because it decides', () => {
    expect(unknowns(exampleFunction('viewer-response', PERMITS, WRONG)).map(({ reason }) => reason)).toContain('the function Edge decides: it sets access-control-allow-origin');
  });

  test.each<[string, readonly string[], boolean]>([
    ['answers everybody', PERMITS, false],
    ['answers origins that a pattern takes', ['var o = event.request.headers.origin; if (o && /^https:.*[.]example[.]com$/.test(o.value)) { event.response.headers["access-control-allow-origin"] = o; }', 'return event.response;'], false],
    ['adds Vary alone', ['event.response.headers.vary = { value: "Origin" };', 'return event.response;'], true],
  ])('where bucket and policy say nothing, a function that %s leaves nobody unanswered, or everybody', (_, statements, unanswered) => {
    const alone = exampleFunction('viewer-response', statements, { cors: null, rule: null });
    expect(findings(alone).includes('warning nobody-answers-cors')).toBe(unanswered);
    expect(unknowns(alone)).toEqual([]);
  });
});
