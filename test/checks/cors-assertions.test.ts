import { App, CfnCondition, CfnParameter, Fn, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { AssetLoad, CorsAssertions, CorsAssetDistribution } from '../../lib';
import type { CorsRequest } from '../../lib';

const APP = 'https://app.example.com';
const STRANGER = 'https://stranger.example';

function stackWith(props: Partial<ConstructorParameters<typeof CorsAssetDistribution>[2]> = {}): { stack: Stack; assets: CorsAssetDistribution } {
  const stack = new Stack(new App(), 'Web');
  return { stack, assets: new CorsAssetDistribution(stack, 'Assets', { allowedOrigins: [APP], ...props }) };
}

function cfn({ distribution }: CorsAssetDistribution): cloudfront.CfnDistribution {
  return distribution.node.defaultChild as cloudfront.CfnDistribution;
}

test.each(Object.values(AssetLoad))('a page of the contract may load a file as %s, and one of another origin may not read it', (load) => {
  const promise = CorsAssertions.fromStack(stackWith().stack);
  promise.allows({ origin: APP, load });
  if (load !== AssetLoad.PLAIN_IMAGE) {
    promise.blocks({ origin: STRANGER, load });
  }
});

test('a plain image is shown to everybody but never read, so neither assertion holds for a stranger', () => {
  const promise = CorsAssertions.fromStack(stackWith().stack);
  promise.allows({ origin: STRANGER, load: AssetLoad.PLAIN_IMAGE });
  expect(() => { promise.blocks({ origin: STRANGER, load: AssetLoad.PLAIN_IMAGE }); }).toThrow(/should be blocked, and is allowed/);
});

test('what happened before is part of the question: a plain image first, a crawler first', () => {
  const promise = CorsAssertions.fromStack(stackWith().stack);
  promise.allows({ origin: APP, history: [{}, { origin: APP, load: AssetLoad.PLAIN_IMAGE }, { origin: STRANGER }] });
});

test('uploads go to the bucket, and the page reads the ETag that completes them', () => {
  const promise = CorsAssertions.fromStack(stackWith({ uploads: {} }).stack);
  promise.allows({ origin: APP, upload: true, path: '/uploads/a.png', headers: { 'content-type': 'image/png' }, reads: ['ETag'] });
  promise.blocks({ origin: STRANGER, upload: true, path: '/uploads/a.png' });
});

test('an escape hatch that breaks the promise fails the assertion, and the failure tells the exchange', () => {
  const { stack, assets } = stackWith();
  cfn(assets).addPropertyOverride('DistributionConfig.DefaultCacheBehavior.AllowedMethods', ['GET', 'HEAD']);
  const promise = CorsAssertions.fromStack(stack);
  promise.allows({ origin: APP });
  expect(() => { promise.allows({ origin: APP, headers: { 'X-Trace': '1' } }); })
    .toThrow(/should be allowed, and is blocked:[^]*must ask first[^]*x-trace[^]*CloudFront stops it at the preflight step/i);
});

test('what AWS leaves undocumented satisfies neither assertion, and is named', () => {
  const promise = CorsAssertions.fromStack(stackWith({ allowedOrigins: ['https://*.example.com'] }).stack);
  promise.allows({ origin: 'https://a.example.com' });
  for (const assertion of ['allows', 'blocks'] as const) {
    expect(() => { promise[assertion]({ origin: 'https://a.b.example.com' }); }).toThrow(/and is depends[^]*origin-wildcard-depth/);
  }
});

test('the app is judged, not the template: the bucket may be in another stack', () => {
  const app = new App();
  const bucket = new s3.Bucket(new Stack(app, 'Storage'), 'Files');
  const stack = new Stack(app, 'Web');
  new CorsAssetDistribution(stack, 'Assets', { allowedOrigins: [APP], bucket });
  CorsAssertions.fromStack(stack).allows({ origin: APP, headers: { 'X-Trace': '1' } });
});

test('a stack in a stage and a nested stack are judged with what surrounds them', () => {
  const stack = new Stack(new Stage(new App(), 'Prod'), 'Web');
  const nested = new NestedStack(stack, 'Nested');
  new CorsAssetDistribution(nested, 'Assets', { allowedOrigins: [APP] });
  CorsAssertions.fromStack(nested).allows({ origin: APP, headers: { 'X-Trace': '1' } });
});

test.each<[string, Partial<CorsRequest>, RegExp]>([
  ['a path without its slash', { path: 'fonts/a' }, /path "fonts\/a".*\/fonts\/a/],
  ['a path with a space', { path: '/a b' }, /path.*\/a%20b/],
  ['an origin with a slash at its end', { origin: 'https://app.example.com/' }, /origin.*https:\/\/app\.example\.com$/],
  ['an origin in capitals', { origin: 'https://APP.example.com' }, /origin.*https:\/\/app\.example\.com$/],
  ['an origin without a scheme', { origin: 'app.example.com' }, /origin.*https:\/\/app\.example\.com$/],
  ['an origin with its default port', { origin: 'https://app.example.com:443' }, /origin.*https:\/\/app\.example\.com$/],
  ['a pattern for an origin', { origin: 'https://*.example.com' }, /a page has one origin/],
  ['a method in small letters', { method: 'put' }, /method.*PUT/],
  ['a method that browsers refuse', { method: 'TRACE' }, /method.*browsers let no page send it/],
  ['a header that browsers set themselves', { headers: { Cookie: 'a=1' } }, /headers\.Cookie.*credentials/],
  ['a header with a space in its name', { headers: { 'X Trace': '1' } }, /not the name of a header/],
  ['a response header with a colon', { reads: ['ETag:'] }, /reads.*not the name of a header/],
  ['a font with a header', { load: AssetLoad.FONT, headers: { 'X-Trace': '1' } }, /sets no headers/],
  ['a script that is sent by PUT', { load: AssetLoad.SCRIPT, method: 'PUT' }, /sends GET/],
  ['a font with cookies', { load: AssetLoad.FONT, credentials: true }, /cannot choose/],
  ['an upload by an image', { upload: true, load: AssetLoad.IMAGE }, /pages upload by fetch/],
  ['an upload with signed cookies', { upload: true, signedCookies: true }, /past CloudFront/],
  ['a typo in what came before', { history: [{ path: 'a' }] }, /history\.0\.path/],
  ['a distribution that is not there', { resource: 'Elsewhere' }, /resource "Elsewhere": there is no such distribution\. Write instead: "Web\/Assets\/Distribution"$/],
])('no browser could send it, so neither assertion holds: %s', (_, typo, text) => {
  const promise = CorsAssertions.fromStack(stackWith({ uploads: {} }).stack);
  for (const assertion of ['allows', 'blocks'] as const) {
    expect(() => { promise[assertion]({ origin: APP, ...typo }); }).toThrow(text);
  }
});

test('of several distributions all have to hold, unless the construct or the resource is named', () => {
  const { stack } = stackWith();
  new CorsAssetDistribution(stack, 'Closed', { allowedOrigins: [STRANGER] });
  const promise = CorsAssertions.fromStack(stack);
  expect(() => { promise.allows({ origin: APP }); }).toThrow(/of Web\.Closed.* should be allowed, and is blocked/);
  expect(() => { promise.blocks({ origin: APP }); }).toThrow(/of Web\.Assets.* should be blocked, and is allowed/);
  promise.allows({ origin: APP, resource: 'Web/Assets' });
  promise.blocks({ origin: APP, resource: 'Web/Closed' });
  promise.blocks({ origin: 'https://nobody.example' });
});

test('a distribution that a condition leaves out has to hold where it is there', () => {
  const { stack, assets } = stackWith();
  const stage = new CfnParameter(stack, 'Stage');
  cfn(assets).cfnOptions.condition = new CfnCondition(stack, 'IsProd', { expression: Fn.conditionEquals(stage, 'prod') });
  const promise = CorsAssertions.fromStack(stack);
  promise.allows({ origin: APP });
  expect(() => { promise.blocks({ origin: APP }); }).toThrow(/should be blocked, and is allowed when .*Stage.* is prod/);
});

test('one template is enough when everything is in it', () => {
  const { stack, assets } = stackWith();
  const promise = CorsAssertions.fromTemplate(Template.fromStack(stack));
  promise.allows({ origin: APP, resource: stack.getLogicalId(cfn(assets)) });
  expect(() => { promise.allows({ origin: APP, resource: 'Nowhere' }); }).toThrow(/resource "Nowhere": there is no such distribution\. Write instead: "Assets\w+"$/);
  expect(() => { CorsAssertions.fromTemplate(Template.fromStack(new Stack())).blocks({ origin: APP }); }).toThrow('CorsAssertions: the templates have no distribution');
});
