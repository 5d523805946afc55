/** Stacks that are fine, and that a careless checker calls wrong. Each is a name that stays. */
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { CorsAssetDistributionProps } from 'cdk-cors-asset-distribution';
import { CorsAssetDistribution, MissingFileStatus } from 'cdk-cors-asset-distribution';
import { readTemplates } from '../../lib/graph/readers/templates';
import type { DeliveryGraphs } from '../../lib/graph/types';
import { RULES } from '../../lib/rules/catalogue';
import { checkGraphs } from '../../lib/rules/engine/check-graphs';
import type { ExampleParts } from '../../lib/rules/engine/example-stack';
import { exampleStack } from '../../lib/rules/engine/example-stack';
import type { Family, Severity } from '../../lib/rules/engine/rule';
import { read } from './judging';
import { IMPORTED, NO_WISH, NOT_S3, READ, SIMPLE } from './table';

const ABOUT_REQUESTS: readonly Family[] = ['unreachable', 'disagreement', 'cache', 'browser'];

function findings(graphs: DeliveryGraphs, severities: readonly Severity[], families: readonly Family[] = ABOUT_REQUESTS): string[] {
  return checkGraphs(graphs, RULES).findings
    .filter(({ severity, family }) => severities.includes(severity) && families.includes(family))
    .map(({ rule, place, message }) => `${rule}: ${place.address.logicalId} ${place.path} ${message}`);
}

const UPLOADS = `
Uploads:
  Type: AWS::S3::Bucket
  Properties:
    CorsConfiguration:
      CorsRules:
        - { AllowedOrigins: [https://app.example.com], AllowedMethods: [GET, PUT, POST], AllowedHeaders: ['*'], ExposedHeaders: [ETag] }
`;
const ERROR_PAGES = { DefaultRootObject: 'index.html', CustomErrorResponses: '[{ ErrorCode: 403, ResponseCode: 200, ResponsePagePath: /index.html }]' };

const HTTP_1 = { HttpVersion: 'http1.1' };

test.each<[string, ExampleParts]>([
  ['CORS on a bucket that is no origin of a distribution: direct uploads', { ...NO_WISH, more: UPLOADS }],
  ['the same beside a distribution with CORS of its own', { more: UPLOADS }],
  ['direct uploads to the very bucket that a distribution serves to its own pages', { ...NO_WISH, rule: { AllowedMethods: '[PUT, POST]', ExposedHeaders: '[ETag]' } }],
  ['direct uploads and presigned reads, by one rule', { ...NO_WISH, rule: { AllowedMethods: '[GET, PUT, POST]', ExposedHeaders: '[ETag]' } }],
  ['SimpleCORS needs neither rules of the bucket nor OPTIONS, where browsers send no Priority', { ...NO_WISH, distribution: HTTP_1, behavior: { ...READ, ...SIMPLE, OriginRequestPolicyId: undefined } }],
  ['SimpleCORS with OPTIONS allowed promises no preflight', { rule: null, cors: null, distribution: HTTP_1, behavior: SIMPLE }],
  ['fonts need no preflight, whatever headers the habit lists', { behavior: READ }],
  ['an imported bucket cannot be seen, which is not wrong', { origin: IMPORTED }],
  ['an imported bucket without a policy', { cors: null, origin: IMPORTED }],
  ['an origin that is not S3 answers CORS by itself', { origin: NOT_S3, behavior: { OriginRequestPolicyId: '216adef6-5c7f-47e4-b989-5492eafa07d3' } }],
  ['a single-page app with 403 -> 200 and no wish for CORS', { ...NO_WISH, distribution: ERROR_PAGES }],
  ['a single-page app that forwards everything but Host', { rule: null, cors: null, behavior: { OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac' }, distribution: ERROR_PAGES }],
  ['a path for pages of the own origin beside one for other origins', {
    distribution: { CacheBehaviors: '[{ PathPattern: index.html, TargetOriginId: assets, ViewerProtocolPolicy: https-only, CachePolicyId: 658327ea-f89d-4fab-a63d-7e88639e58f6 }]' },
  }],
  ['a login at the edge, whose code cannot be read', { behavior: { FunctionAssociations: '[{ EventType: viewer-request, FunctionARN: !GetAtt Login.FunctionARN }]' } }],
  ['a function that answers preflights and sets the headers', {
    rule: null, behavior: { FunctionAssociations: '[{ EventType: viewer-request, FunctionARN: !GetAtt Cors.FunctionARN }, { EventType: viewer-response, FunctionARN: !GetAtt Cors.FunctionARN }]' },
  }],
  ['several rules, the named origins first', { rule: { AllowedHeaders: '[\'*\']\n        - { AllowedOrigins: [\'https://*.example.org\'], AllowedMethods: [PUT], ExposedHeaders: [ETag], AllowedHeaders: [\'*\'] }' } }],
  ['Authorization beside `*`, the only right way to promise it', { rule: { AllowedHeaders: '[\'*\', Authorization]' }, cors: { AccessControlAllowHeaders: '{ Items: [\'*\', Authorization] }' } }],
  ['the origin sent by S3 alone, with all three headers in the key', { cors: null, behavior: { CachePolicyId: '!Ref Keyed', OriginRequestPolicyId: undefined }, more: `
Keyed:
  Type: AWS::CloudFront::CachePolicy
  Properties:
    CachePolicyConfig:
      Name: keyed
      MinTTL: 1
      DefaultTTL: 86400
      MaxTTL: 31536000
      ParametersInCacheKeyAndForwardedToOrigin:
        EnableAcceptEncodingGzip: true
        CookiesConfig: { CookieBehavior: none }
        QueryStringsConfig: { QueryStringBehavior: none }
        HeadersConfig: { HeaderBehavior: whitelist, Headers: [Origin, Access-Control-Request-Method, Access-Control-Request-Headers] }
` }],
])('%s: no error', (_, parts) => {
  expect(findings(read(exampleStack(parts)), ['error'])).toEqual([]);
});

test('bucket and distribution in different stacks: the app is judged, not the template', () => {
  const resources = exampleStack().split(/^(?=\w)/m);
  const bucket = resources.filter((each) => /^Assets:/.test(each)).join('');
  const others = resources.filter((each) => /^(Distribution|CorsPolicy|AccessControl):/.test(each)).join('').replace('!GetAtt Assets.RegionalDomainName', '!ImportValue assets-domain');
  const indent = (text: string): string => text.replace(/^(?=.)/gm, '  ');
  const graphs = read(
    `Resources:\n${indent(bucket)}\nOutputs:\n  Domain: { Value: !GetAtt Assets.RegionalDomainName, Export: { Name: assets-domain } }\n`,
    `Resources:\n${indent(others)}`,
  );
  expect(graphs.worlds[0]?.distributions).toHaveLength(1);
  expect(findings(graphs, ['error', 'warning'], ['disagreement', 'cache', 'browser'])).toEqual([]);
  expect(checkGraphs(graphs, RULES).findings.filter(({ rule }) => rule === 'bucket-cors-missing')).toEqual([]);
});

test('the same without the bucket\'s template cannot be judged, and says so', () => {
  const { findings: all, unknowns } = checkGraphs(read(exampleStack({ origin: IMPORTED })), RULES);
  expect(all.filter(({ severity, family }) => severity === 'error' && ABOUT_REQUESTS.includes(family))).toEqual([]);
  expect(unknowns.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['bucket-cors-missing', 'bucket-lacks-header', 'bucket-lacks-method', 'bucket-lacks-origin']));
});

describe('the construct\'s own templates: neither error nor warning about requests', () => {
  const origin = 'https://app.example.com';
  const options: Record<string, Partial<CorsAssetDistributionProps>> = {
    'as it comes': {},
    'every origin': { allowedOrigins: ['*'] },
    'subdomains and localhost': { allowedOrigins: ['https://*.example.com', 'http://localhost:3000'] },
    credentials: { allowCredentials: true },
    'named headers': { allowedHeaders: ['X-Requested-With', 'If-None-Match'] },
    'Authorization': { allowedHeaders: ['*', 'Authorization'] },
    'few exposed headers': { exposedHeaders: [], maxAge: Duration.minutes(5) },
    uploads: { uploads: { allowedOrigins: ['https://admin.example.com'] } },
    'error 404': { missingFileStatus: MissingFileStatus.NOT_FOUND, defaultRootObject: 'index.html' },
    'further paths': { additionalPaths: [{ pathPattern: 'api/*', allowedOrigins: ['https://other.example.com'], allowedHeaders: ['X-One'] }, { pathPattern: 'open/*', allowedOrigins: ['*'] }] },
    'timing and origin path': { timingAllowOrigins: ['*'], originPath: '/site' },
  };
  const pairs = Object.keys(options).flatMap((one, index) => Object.keys(options).slice(index).map((other) => [one, other] as const));

  function graphsOf(props: Partial<CorsAssetDistributionProps>, keys = false): DeliveryGraphs {
    const stack = new Stack(new App(), 'Web');
    const trustedKeyGroups = keys ? [new cloudfront.KeyGroup(stack, 'Keys', { items: [cloudfront.PublicKey.fromPublicKeyId(stack, 'Key', 'K1')] })] : undefined;
    new CorsAssetDistribution(stack, 'Assets', { allowedOrigins: [origin], ...props, trustedKeyGroups });
    return readTemplates([{ name: 'Web', template: Template.fromStack(stack).toJSON() }]);
  }

  test.each(pairs)('%s, %s', (one, other) => {
    const props = { ...options[one], ...options[other] };
    const isRefused = props.allowCredentials === true && ((props.allowedOrigins ?? []).includes('*') || (props.allowedHeaders ?? []).includes('*'));
    expect(findings(graphsOf(isRefused ? { ...props, allowCredentials: false } : props), ['error', 'warning'])).toEqual([]);
  });

  test('signed cookies or URLs are worth a note, not a warning', () => {
    const graphs = graphsOf({ allowCredentials: true }, true);
    expect(findings(graphs, ['error', 'warning'])).toEqual([]);
    expect(findings(graphs, ['info'])).toEqual([expect.stringContaining('signed-requests-and-preflights')]);
  });

  test('an existing bucket with wider rules of its own changes nothing', () => {
    const stack = new Stack(new App(), 'Web');
    const bucket = new s3.Bucket(stack, 'Mine', { cors: [{ allowedOrigins: ['*'], allowedMethods: [s3.HttpMethods.GET, s3.HttpMethods.HEAD], allowedHeaders: ['X-Else'] }] });
    new CorsAssetDistribution(stack, 'Assets', { allowedOrigins: [origin], bucket });
    new CorsAssetDistribution(stack, 'More', { allowedOrigins: ['https://other.example.com'], bucket });
    expect(findings(readTemplates([{ name: 'Web', template: Template.fromStack(stack).toJSON() }]), ['error', 'warning'])).toEqual([]);
  });

  test('an imported bucket is unknown, not wrong', () => {
    const stack = new Stack(new App(), 'Web');
    new CorsAssetDistribution(stack, 'Assets', { allowedOrigins: [origin], bucket: s3.Bucket.fromBucketName(stack, 'Theirs', 'their-assets') });
    expect(findings(readTemplates([{ name: 'Web', template: Template.fromStack(stack).toJSON() }]), ['error', 'warning'])).toEqual([]);
  });
});
