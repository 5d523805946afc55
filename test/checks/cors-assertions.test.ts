import { App, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { AssetLoad, CorsAssertions, CorsAssetDistribution } from '../../lib';

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
    expect(() => { promise[assertion]({ origin: 'https://a.b.example.com' }); }).toThrow(/is depends[^]*origin-wildcard-depth/);
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

test('one template is enough when everything is in it', () => {
  const { stack, assets } = stackWith();
  const promise = CorsAssertions.fromTemplate(Template.fromStack(stack));
  promise.allows({ origin: APP, resource: stack.getLogicalId(cfn(assets)) });
  expect(() => { promise.allows({ origin: APP, resource: 'Nowhere' }); }).toThrow(/no distribution Nowhere; it has Template\.Assets/);
});
