/** What a template does not show of the code at the edge is declared, and every door takes the declaration at its word. */
import { App, Aspects, CfnParameter, Stack, Validations } from 'aws-cdk-lib';
import type { Environment } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { CorsAssertions, CorsAssetDistribution, CorsChecks, CorsValidationPlugin, EdgeCode } from '../../lib';
import type { CorsRequest } from '../../lib';
import { build as codeAtTheEdge } from '../../examples/code-at-the-edge';
import { synthesized } from '../synthesis';

const ARN = 'arn:aws:lambda:us-east-1:111122223333:function:auth:7';
const US_EAST: Environment = { account: '111122223333', region: 'us-east-1' };
const APP = 'https://app.example.com';
const REQUEST: CorsRequest = { origin: APP, path: '/docs/', headers: { 'X-Trace': '1' } };

function stackWith(functionVersion: (stack: Stack) => lambda.IVersion, eventType = cloudfront.LambdaEdgeEventType.VIEWER_REQUEST, env = US_EAST): Stack {
  const stack = new Stack(new App(), 'Web', { env });
  new CorsAssetDistribution(stack, 'Assets', { allowedOrigins: [APP], edgeLambdas: [{ functionVersion: functionVersion(stack), eventType }] });
  return stack;
}

const imported = (stack: Stack): lambda.IVersion => lambda.Version.fromVersionArn(stack, 'Auth', ARN);
const own = (stack: Stack): lambda.IVersion => new lambda.Function(stack, 'Auth', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => {};') }).currentVersion;

function verdict(stack: Stack, edgeCode?: Record<string, EdgeCode>): string {
  const promise = CorsAssertions.fromStack(stack, { edgeCode });
  try {
    promise.allows(REQUEST);
    return 'allowed';
  } catch (error) {
    return /and is (blocked|not known|depends)/.exec(String(error))?.[1] ?? String(error);
  }
}

describe('the assertions', () => {
  test('do not know what an undeclared Lambda@Edge does, neither way', () => {
    const stack = stackWith(imported);
    expect(verdict(stack)).toBe('not known');
    expect(() => { CorsAssertions.fromStack(stack).blocks({ ...REQUEST, origin: 'https://stranger.example' }); }).toThrow(/not known.*cannot be read from a template/s);
  });

  test.each<[string, EdgeCode, string]>([
    ['nothing about CORS', EdgeCode.transparent(), 'allowed'],
    ['other objects', EdgeCode.rewritesPaths([{ path: '/docs/*', to: '/v2/*' }]), 'allowed'],
    ['preflights, as they should be answered', EdgeCode.answersPreflights({ status: 204, headers: { 'Access-Control-Allow-Origin': APP, 'Access-Control-Allow-Headers': 'x-trace' } }), 'allowed'],
    ['preflights with a redirect', EdgeCode.answersPreflights({ status: 302 }), 'blocked'],
    ['a login for everybody', EdgeCode.code('function handler(event) { return { statusCode: 401 }; }'), 'blocked'],
  ])('are exact when it is declared to do %s', (_, edgeCode, expected) => {
    expect(verdict(stackWith(imported), { auth: edgeCode })).toBe(expected);
  });

  test.each<[string, EdgeCode, string]>([
    ['permission for another', EdgeCode.setsResponseHeaders({ 'Access-Control-Allow-Origin': 'https://other.example' }), 'blocked'],
    ['security headers', EdgeCode.setsResponseHeaders({ 'X-Frame-Options': 'DENY' }), 'allowed'],
  ])('are exact when it is declared to set %s', (_, edgeCode, expected) => {
    expect(verdict(stackWith(imported, cloudfront.LambdaEdgeEventType.VIEWER_RESPONSE), { auth: edgeCode })).toBe(expected);
  });

  test.each(['Web/Auth', 'Web/Auth/CurrentVersion'])('find a function of the app by the path %s, whatever the logical id of its version is', (path) => {
    expect(verdict(stackWith(own), { [path]: EdgeCode.transparent() })).toBe('allowed');
  });

  test('take the declaration of the innermost construct, in whatever order they are written', () => {
    const inner = { 'Web/Auth': EdgeCode.answersPreflights({ status: 403 }) };
    expect(verdict(stackWith(own), { Web: EdgeCode.transparent(), ...inner })).toBe('blocked');
    expect(verdict(stackWith(own), { ...inner, Web: EdgeCode.transparent() })).toBe('blocked');
  });

  test('find it by a reference too', () => {
    const versions: lambda.IVersion[] = [];
    const stack = stackWith((scope) => versions[versions.push(own(scope)) - 1] as lambda.IVersion);
    expect(verdict(stack, Object.fromEntries(versions.map(({ edgeArn }) => [edgeArn, EdgeCode.transparent()])))).toBe('allowed');
  });

  test.each(['Web/Aut', 'Auth2', 'lambda', 'function', 'us-east-1', 'aws'])('do not take %s for its name', (name) => {
    expect(verdict(stackWith(own), { [name]: EdgeCode.transparent() })).toBe('not known');
    expect(verdict(stackWith(imported), { [name]: EdgeCode.transparent() })).toBe('not known');
  });

  test('read a single template with it', () => {
    CorsAssertions.fromTemplate(Template.fromStack(stackWith(imported, cloudfront.LambdaEdgeEventType.ORIGIN_REQUEST, {})), { edgeCode: { [ARN]: EdgeCode.transparent() } }).allows(REQUEST);
  });
});

test('the example with code at the edge keeps its promise on both paths, once its Lambda@Edge is declared', () => {
  const app = new App();
  codeAtTheEdge(app);
  const stack = app.node.findChild('CodeAtTheEdge') as Stack;
  const images: CorsRequest = { origin: APP, path: '/images/cat.png?w=200' };
  expect(() => { CorsAssertions.fromStack(stack).allows(images); }).toThrow(/sized:7 does cannot be read from a template/);
  const promise = CorsAssertions.fromStack(stack, { edgeCode: { sized: EdgeCode.transparent() } });
  promise.allows(images);
  promise.allows({ origin: APP, path: '/latest/app.js', headers: { 'X-Trace': '1' } });
});

describe('what check says in the app', () => {
  const REFUSES = EdgeCode.answersPreflights({ status: 401 });

  function annotated(edgeCode?: Record<string, EdgeCode>): { readonly open: number; readonly errors: readonly string[] } {
    const stack = stackWith(imported);
    Aspects.of(stack.node.root).add(new CorsChecks({ edgeCode }));
    const found = Annotations.fromStack(stack);
    return { open: found.findInfo('*', Match.stringLikeRegexp('Not judged')).length, errors: found.findError('*', Match.anyValue()).map(({ entry }) => String(entry.data)) };
  }

  test('the aspect leaves open what nobody declares, and judges what is declared', () => {
    expect(annotated()).toEqual({ open: 1, errors: [] });
    expect(annotated({ auth: EdgeCode.transparent() })).toEqual({ open: 0, errors: [] });
    expect(annotated({ auth: REFUSES }).errors).toEqual([expect.stringMatching(/function-and-preflights/)]);
  });

  test('of two aspects each brings its declarations', () => {
    const stack = stackWith(imported);
    Aspects.of(stack.node.root).add(new CorsChecks({ edgeCode: { auth: REFUSES } }));
    Aspects.of(stack).add(new CorsChecks());
    Annotations.fromStack(stack).hasError('*', Match.stringLikeRegexp('function-and-preflights'));
  });

  function reported(edgeCode?: Record<string, EdgeCode>): { readonly fails: boolean; readonly open: boolean } {
    const app = stackWith(imported).node.root as App;
    Validations.of(app).addPlugins(new CorsValidationPlugin({ edgeCode }));
    const { fails, report } = synthesized(app);
    return { fails, open: report.includes('Not judged') };
  }

  test('the plugin does the same with the final templates', () => {
    expect(reported()).toEqual({ fails: false, open: true });
    expect(reported({ auth: EdgeCode.transparent() })).toEqual({ fails: false, open: false });
    expect(reported({ auth: REFUSES }).fails).toBe(true);
  });
});

test.each<[string, () => unknown, RegExp]>([
  ['a path that is a URL', () => EdgeCode.rewritesPaths([{ path: '/*', to: '/a/*' }, { path: '/*', to: 'https://example.com/' }]), /\[edge-code-path\] rewritesPaths\[1\] \(got .*https:\/\/example\.com/],
  ['a star out of nothing', () => EdgeCode.rewritesPaths([{ path: '/a', to: '/b/*' }]), /edge-code-path/],
  ['no change at all', () => EdgeCode.rewritesPaths([]), /edge-code-effect/],
  ['an impossible status', () => EdgeCode.answersPreflights({ status: 99 }), /\[edge-code-status\] answersPreflights\.status \(got 99\)/],
  ['a header with a space in its name', () => EdgeCode.setsResponseHeaders({ 'X Trace': '1' }), /\[header-name\] setsResponseHeaders/],
  ['a header of two lines', () => EdgeCode.answersPreflights({ status: 204, headers: { Vary: 'a\nb' } }), /\[header-value\] answersPreflights\.headers\.Vary/],
  ['no code', () => EdgeCode.code(' '), /edge-code-effect/],
  ['a value that deployment brings', () => EdgeCode.setsResponseHeaders({ 'X-A': new CfnParameter(new Stack(), 'A').valueAsString }), /\[edge-code-deploy-time\] setsResponseHeaders/],
  ['a function without a name', () => CorsAssertions.fromStack(new Stack(new App(), 'Web'), { edgeCode: { '': EdgeCode.transparent() } }), /\[edge-code-function\] edgeCode/],
])('%s is refused by its code', (_, declare, message) => {
  expect(declare).toThrow(message);
});
