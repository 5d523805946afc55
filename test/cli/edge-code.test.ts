import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../lib/cli/main';
import { exampleStack } from '../../lib/rules/engine/example-stack';

const folder = mkdtempSync(join(tmpdir(), 'edge-code-'));
const ARN = 'arn:aws:lambda:us-east-1:111111111111:function:auth:7';

function stack(event: string): string {
  const file = join(folder, `${event}.yaml`);
  const behavior = { LambdaFunctionAssociations: `[{ EventType: ${event}, LambdaFunctionARN: '${ARN}' }]` };
  writeFileSync(file, `Resources:${exampleStack({ behavior }).replaceAll('\n', '\n  ')}`);
  return file;
}

function explained(event: string, declared: unknown, ...more: readonly string[]): { readonly exitCode: number; readonly stdout: string; readonly stderr?: string } {
  const file = join(folder, 'edge-code.json');
  writeFileSync(file, JSON.stringify(declared));
  return run(['explain', stack(event), '--origin', 'https://app.example.com', '--path', '/docs/', '--edge-code', file, ...more]);
}

test('without a declaration nothing is known of Lambda@Edge', () => {
  expect(run(['explain', stack('viewer-request'), '--origin', 'https://app.example.com']).stdout).toMatch(/^UNKNOWN[\s\S]*Lambda@Edge function arn:.* cannot be read from a template/);
});

test.each(['viewer-request', 'viewer-response', 'origin-request', 'origin-response'])('transparent code at %s leaves everything as it is', (event) => {
  expect(explained(event, { auth: { transparent: true } })).toMatchObject({ exitCode: 0 });
});

test.each([['ARN', ARN], ['name', 'auth']])('a function is named by its %s', (_, name) => {
  expect(explained('viewer-request', { [name]: { transparent: true } })).toMatchObject({ exitCode: 0 });
});

test('a declaration of another function says so where this one is not known', () => {
  expect(explained('viewer-request', { login: { transparent: true } }).stdout).toMatch(/^UNKNOWN[\s\S]*cannot be read from a template, and what is declared is about login/);
});

test.each<[string, unknown, RegExp]>([
  ['origin-request', { rewritesPaths: [{ path: '*/', to: '*/index.html' }] }, /asks S3: GET \/docs\/index\.html/],
  ['viewer-request', { rewritesPaths: [{ path: '/docs/*', to: '/index.html' }] }, /asks S3: GET \/index\.html/],
  ['viewer-request', { rewritesPaths: [{ path: '/docs/*', to: '/v2/*' }, { path: '/v2/', to: '/v2/start' }] }, /asks S3: GET \/v2\/start/],
  ['origin-response', { setsResponseHeaders: { 'X-Served-By': 'edge' } }, /at origin-response: sets X-Served-By: edge/],
])('at %s %j is part of the story', (event, effect, story) => {
  expect(explained(event, { auth: effect }).stdout).toMatch(story);
});

test('code that answers preflights, and a handler in its place', () => {
  writeFileSync(join(folder, 'handler.js'), 'function handler(event) { return { statusCode: 403 }; }');
  const answers = { auth: { answersPreflights: { status: 204, headers: { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': 'x-a' } } } };
  expect(explained('viewer-request', answers, '--header', 'X-A: 1').stdout).toMatch(/answers 204 by itself/);
  expect(explained('viewer-request', { auth: { code: 'handler.js' } }).stdout).toMatch(/^BLOCKED[\s\S]*answers 403 by itself/);
});

test.each<[string, unknown, RegExp]>([
  ['an effect that nobody knows', { auth: { safe: true } }, /--edge-code .*edge-code\.json: \[edge-code-effect\] auth \(got \{"safe":true\}\)/], ['two at once', { auth: { transparent: true, code: 'x' } }, /edge-code-effect/],
  ['an effect that is denied', { auth: { transparent: false } }, /edge-code-effect/], ['an answer with a body', { auth: { answersPreflights: { status: 204, body: 'x' } } }, /edge-code-effect/],
  ['a change with a third path', { auth: { rewritesPaths: [{ path: '/a', to: '/b', or: '/c' }] } }, /edge-code-path/], ['a header that is a number', { auth: { setsResponseHeaders: { 'X-A': 1 } } }, /header-value/],
  ['two mistakes, both of them', { auth: { safe: true }, sized: { transparent: 1 } }, /auth[\s\S]*sized/],
  ['a function without a name', { '': { transparent: true } }, /edge-code-function/],
  ['a path that is a URL', { auth: { rewritesPaths: [{ path: '/*', to: 'https://example.com/*' }] } }, /\[edge-code-path\] auth\.rewritesPaths\[0\]/],
  ['a list', [], /is not a JSON object/], ['a handler that is not there', { auth: { code: 'nowhere.js' } }, /nowhere\.js cannot be read/],
])('%s is unusable', (_, declared, message) => {
  const { exitCode, stderr } = explained('viewer-request', declared);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(message);
});

test('a declaration beside code that can be read decides nothing, and says so', () => {
  const file = join(folder, 'both.yaml');
  const more = 'Edge:\n  Type: AWS::CloudFront::Function\n  Properties: { Name: edge, AutoPublish: true, FunctionConfig: { Runtime: cloudfront-js-2.0 }, FunctionCode: "function handler(event) { return event.request; }" }';
  writeFileSync(file, `Resources:${exampleStack({ behavior: { FunctionAssociations: '[{ EventType: viewer-request, FunctionARN: !GetAtt Edge.FunctionARN }]' }, more }).replaceAll('\n', '\n  ')}`);
  writeFileSync(join(folder, 'edge.json'), JSON.stringify({ Edge: { transparent: true } }));
  expect(run(['explain', file, '--origin', 'https://app.example.com', '--edge-code', join(folder, 'edge.json')]).stdout).toMatch(/Edge is declared, and its code is in the templates as well: take the declaration out/);
});
