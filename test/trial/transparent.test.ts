/** Functions that leave CORS alone by the way they are made change no verdict, whatever mistake the stack has. */
import fc from 'fast-check';
import { exampleFunction, exampleStack } from '../../lib/rules/engine/example-stack';
import type { ExampleParts } from '../../lib/rules/engine/example-stack';
import { judgeGraphs } from '../../lib/trial';
import { holds, longEnough } from '../drawing';
import { read } from '../rules/judging';

const STACKS: readonly ExampleParts[] = [
  {}, { rule: null }, { cors: null }, { behavior: { OriginRequestPolicyId: undefined } }, { behavior: { AllowedMethods: '[GET, HEAD]' } },
  { rule: { AllowedOrigins: '[https://other.example]' } }, { cors: { AccessControlAllowOrigins: '{ Items: [https://other.example] }' } }, { statement: null },
];

const ON_REQUEST = [
  'request.headers["x-a"] = { value: "1" };', 'console.log(JSON.stringify(event));', 'if (request.headers["user-agent"]) { request.headers["x-agent"] = request.headers["user-agent"]; }',
  'var now = Date.now(); console.log(now);', 'if (Math.random() < 0.5) { request.headers["x-b"] = { value: "b" }; }', 'delete request.headers["x-debug"];',
  'Object.keys(request.querystring).forEach(function (name) { if (name === "utm") { delete request.querystring[name]; } });',
];
const ON_RESPONSE = [
  'response.headers["x-content-type-options"] = { value: "nosniff" };', 'console.log(event.context.requestId);', 'if (request.uri.endsWith(".js")) { response.headers["x-script"] = { value: "1" }; }',
  'delete response.headers["x-powered-by"];', 'if (request.headers.referer) { response.headers["x-seen"] = { value: "1" }; }',
];

const drawn = fc.record({ stack: fc.constantFrom(...STACKS), event: fc.constantFrom('viewer-request' as const, 'viewer-response' as const), picks: fc.array(fc.nat(20), { maxLength: 4 }) });

function judged(text: string): unknown {
  const { mistakes, notJudged } = judgeGraphs(read(text));
  return { mistakes: mistakes.map(({ rule, severity }) => `${severity} ${rule}`).sort(), notJudged: notJudged.length };
}

test('a transparent function changes no verdict', () => {
  holds('transparent-functions', fc.property(drawn, ({ stack, event, picks }) => {
    const pool = event === 'viewer-request' ? ON_REQUEST : ON_RESPONSE;
    const statements = ['var request = event.request;', 'var response = event.response;', ...picks.map((pick) => pool[pick % pool.length] ?? ''), 'return response || request;'];
    expect(judged(exampleFunction(event, statements, stack))).toEqual(judged(exampleStack(stack)));
  }), 25);
}, longEnough(60_000));
