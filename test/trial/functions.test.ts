/** What check says of stacks whose functions can be read: one mistake one finding, and nothing left unjudged that can be judged. */
import { explainWorld } from '../../lib/cli/explain/explain-world';
import { exampleFunction } from '../../lib/rules/engine/example-stack';
import type { ExampleParts } from '../../lib/rules/engine/example-stack';
import { judgeGraphs, notJudgedText } from '../../lib/trial';
import { graphOf, read } from '../rules/judging';

function judged(event: 'viewer-request' | 'viewer-response', statements: readonly string[], parts: ExampleParts = {}): { readonly errors: readonly string[]; readonly warnings: readonly string[]; readonly notJudged: readonly string[] } {
  const { mistakes, notJudged } = judgeGraphs(read(exampleFunction(event, statements, parts)));
  const of = (wanted: string) => mistakes.filter(({ severity }) => severity === wanted).map(({ rule }) => rule);
  return { errors: of('error'), warnings: of('warning'), notJudged: notJudged.map(notJudgedText) };
}

test.each<[string, 'viewer-request' | 'viewer-response', string[], string[], string[], ExampleParts?]>([
  ['index.html for folders', 'viewer-request', ['if (event.request.uri.endsWith("/")) { event.request.uri += "index.html"; }', 'return event.request;'], [], []],
  ['security headers', 'viewer-response', ['event.response.headers["x-frame-options"] = { value: "DENY" };', 'return event.response;'], [], []],
  ['logging everything', 'viewer-request', ['console.log(JSON.stringify(event));', 'return event.request;'], [], []],
  ['code that does not load', 'viewer-request', ['for (const a of []) {}', 'return event.request;'], ['function-does-not-load'], []],
  ['permission taken away', 'viewer-response', ['delete event.response.headers["access-control-allow-origin"];', 'return event.response;'], ['promise-broken'], []],
  ['an origin misspelled in an echo', 'viewer-response', ['event.response.headers["access-control-allow-origin"] = { value: "https://app.example.com/" };', 'return event.response;'], ['promise-broken'], []],
])('%s', (_, event, statements, errors, warnings, parts = {}) => {
  expect(judged(event, statements, parts)).toEqual({ errors, warnings, notJudged: [] });
});

test('a login is a warning, and what it lets through is not judged', () => {
  const { errors, warnings, notJudged } = judged('viewer-request', ['if (event.request.method !== "OPTIONS" && !event.request.headers.authorization) { return { statusCode: 401 }; }', 'return event.request;']);
  expect({ errors, warnings }).toEqual({ errors: [], warnings: ['function-asks-for-login'] });
  expect(notJudged).toEqual([expect.stringMatching(/\d+ uses of Distribution, the default behavior: .*401/) as string]);
});

test.each<[string, object, RegExp]>([
  ['a request', {}, /^A function at the edge answers this request by itself with 302\. Send what it wants to see/],
  ['a preflight', { headers: { 'X-Trace': '1' } }, /^A function at the edge answers the preflight by itself with 302\. Let it return OPTIONS requests unchanged/],
])('the advice for %s that a function sends away is about the function, not about a policy', (_, asked, advice) => {
  const graph = graphOf(exampleFunction('viewer-request', ['return event.request.cookies.session ? event.request : { statusCode: 302 };'], {
    cors: { AccessControlAllowHeaders: '{ Items: [X-Trace] }' },
  }));
  expect(explainWorld(graph, { origin: 'https://app.example.com', path: '/file', load: 'fetch', ...asked }, []).advice).toMatch(advice);
});

test('an endless function is not judged, for the reason that it ran too long, and quickly', () => {
  const start = process.cpuUsage();
  const { errors, notJudged } = judged('viewer-request', ['for (;;);']);
  expect(process.cpuUsage(start).user / 1_000).toBeLessThan(2_000);
  expect(errors).toEqual([]);
  expect(notJudged).toContainEqual(expect.stringMatching(/\d+ uses of Distribution, the default behavior: the function Edge runs at viewer-request, and it ran too long here/));
});
