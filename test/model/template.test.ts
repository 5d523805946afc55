import { App, Stack } from 'aws-cdk-lib';
import { AllowedMethods, Distribution, OriginRequestPolicy, ResponseHeadersPolicy } from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Template } from 'aws-cdk-lib/assertions';
import { Bucket, HttpMethods } from 'aws-cdk-lib/aws-s3';
import { readTemplates } from '../../lib/graph/readers/templates';
import type { DeliveryGraph } from '../../lib/graph/types';
import { exchange } from '../../lib/model';
import { APP, OTHER } from './delivery';

function graphOf(build: (stack: Stack) => void): DeliveryGraph {
  const stack = new Stack(new App(), 'Web');
  build(stack);
  return readTemplates([{ name: 'Web', template: Template.fromStack(stack).toJSON() }]).worlds[0];
}

const page = { origin: APP, path: '/fonts/inter.woff2', load: 'font' } as const;

describe('stacks as people write them with the CDK', () => {
  const stackWith = (policy: (stack: Stack) => ResponseHeadersPolicy | undefined): DeliveryGraph => graphOf((stack) => {
    const bucket = new Bucket(stack, 'Assets', { enforceSSL: true, cors: [{ allowedOrigins: [APP], allowedMethods: [HttpMethods.GET, HttpMethods.HEAD], allowedHeaders: ['*'] }] });
    new Distribution(stack, 'Cdn', {
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(bucket), allowedMethods: AllowedMethods.ALLOW_GET_HEAD_OPTIONS,
        originRequestPolicy: OriginRequestPolicy.CORS_S3_ORIGIN, responseHeadersPolicy: policy(stack) as ResponseHeadersPolicy,
      },
    });
  });

  test('bucket rules and CORS-S3Origin work until somebody asks without Origin first', () => {
    const graph = stackWith(() => undefined);
    expect(exchange(graph, page).verdict).toBe('allowed');
    expect(exchange(graph, { ...page, load: 'fetch', headers: { 'X-A': '1' } }).verdict).toBe('allowed');
    expect(exchange(graph, { ...page, origin: OTHER }).verdict).toBe('blocked');
    expect(exchange(graph, page, { history: [{ path: page.path, headers: { 'Accept-Encoding': 'gzip, br' } }] }).verdict).toBe('blocked');
  });

  test('a policy that overrides repairs it at the edge', () => {
    const graph = stackWith((stack) => new ResponseHeadersPolicy(stack, 'Cors', {
      corsBehavior: {
        accessControlAllowOrigins: [APP], accessControlAllowHeaders: ['*'], accessControlAllowMethods: ['GET', 'HEAD'], accessControlAllowCredentials: false, originOverride: true,
      },
    }));
    expect(exchange(graph, page, { history: [{ path: page.path, headers: { 'Accept-Encoding': 'gzip, br' } }] }).verdict).toBe('allowed');
  });

  test('a managed policy is known by its id, and speaks only where Priority needs no entry', () => {
    const graph = stackWith(() => ResponseHeadersPolicy.CORS_ALLOW_ALL_ORIGINS_WITH_PREFLIGHT as ResponseHeadersPolicy);
    const asked = exchange(graph, { ...page, origin: OTHER, load: 'fetch', reads: ['ETag'] });
    expect(asked).toMatchObject({ verdict: 'depends', deciding: ['allow-headers-on-actual-requests'] });
  });
});
