/** Each witness is true: the exchange goes wrong with the mistake in place, and right without it. */
import { exchange } from '../../lib/model';
import { RULES } from '../../lib/rules/catalogue';
import { checkGraphs } from '../../lib/rules/engine/check-graphs';
import { exampleStack } from '../../lib/rules/engine/example-stack';
import type { ExampleParts } from '../../lib/rules/engine/example-stack';
import { witnessOf } from '../../lib/rules/evidence/witness';
import { graphOf, read } from './judging';

function witnessIn(text: string, rule: string) {
  const graphs = read(text);
  const finding = checkGraphs(graphs).findings.find((each) => each.rule === rule);
  return finding && witnessOf(finding, graphs);
}

function lineOf(stack: ExampleParts, rule: string): string | undefined {
  return witnessIn(exampleStack(stack), rule)?.line;
}

/** Here both examples promise different requests: the right one promises nothing that the wrong one's witness asks for. */
const PROMISES_LESS = new Set(['allowed-header-never-asked', 'authorization-behind-wildcard', 'bucket-lacks-header', 'bucket-lacks-method', 'method-refused-by-behavior', 'upload-through-cloudfront', 'origin-header-pinned',
  'policy-yields-to-s3', 'signed-requests-and-preflights', 'credentials-with-wildcard', 'function-and-preflights']);

const SHOWN = RULES.filter(({ witness }) => witness !== undefined);

test.each(SHOWN.map((rule) => [rule.id, rule] as const))('%s is shown by an exchange that goes wrong with the mistake and right without', (id, { example }) => {
  const witness = witnessIn(example().wrong, id);
  expect(witness?.line).toMatch(/^(GET|PUT) \/\S+ .*from a page on https:\/\/\S+.*: (the browser|CloudFront|S3) .*\(.*\)/);
  if (witness && !PROMISES_LESS.has(id)) {
    expect(exchange(graphOf(example().wrong), witness.request, { history: witness.history }).verdict).toMatch(/blocked|depends/);
    expect(exchange(graphOf(example().right), witness.request, { history: witness.history }).verdict).toBe('allowed');
  }
});

describe('what a witness says', () => {
  test('the request, its header, and who refuses what', () => {
    expect(lineOf({ cors: { AccessControlAllowHeaders: '{ Items: [X-Trace, Priority, If-None-Match] }' }, behavior: { AllowedMethods: '[GET, HEAD]' } }, 'options-not-allowed')).toBe(
      'GET /file from a page on https://app.example.com with x-trace: CloudFront refuses the preflight '
      + '(403 InvalidMethod: This distribution is not configured to allow the HTTP request method that was used for this request)');
  });

  test('what came before', () => {
    expect(lineOf({ cors: null }, 'origin-not-in-cache-key')).toContain('https://app.example.com, after a request without Origin: the browser keeps it from the page');
  });

  test.each([['GET', 'the browser keeps it from the page'], ['PUT', 'S3 refuses the preflight'], ['DELETE', 'S3 refuses the preflight']])('a method that the bucket\'s rule is for: %s', (method, end) => {
    expect(lineOf({ cors: null, rule: { AllowedOrigins: '[https://App.example.com]', AllowedMethods: `[${method}]`, ExposedHeaders: '[ETag]' } }, 'bucket-origin-never-sent'))
      .toContain(`${method} /file to the bucket, presigned, from a page on https://app.example.com${method === 'PUT' ? ' with Content-Type' : ''}: ${end} (`);
  });

  test('a path of the behavior in question', () => {
    const path = '[{ PathPattern: fonts/*.woff2, TargetOriginId: assets, ViewerProtocolPolicy: https-only, AllowedMethods: [GET, HEAD], CachePolicyId: 658327ea-f89d-4fab-a63d-7e88639e58f6, '
      + 'ResponseHeadersPolicyId: !Ref CorsPolicy }]';
    expect(lineOf({ cors: { AccessControlAllowHeaders: '{ Items: [X-Trace, Priority, If-None-Match] }' }, distribution: { CacheBehaviors: path } }, 'options-not-allowed')).toMatch(/^GET \/fonts\/file\.woff2 /);
  });
});

describe('rather none than a wrong one', () => {
  test('where another mistake stands in the way', () => {
    const both: ExampleParts = { cors: null, behavior: { AllowedMethods: '[GET, HEAD, OPTIONS]' }, statement: null };
    expect(lineOf(both, 'distribution-not-admitted')).toContain('AccessDenied');
    expect(lineOf(both, 'origin-not-in-cache-key')).toBeUndefined();
  });

  test('for refusals of AWS and for exposure', () => {
    expect(lineOf({ cors: { AccessControlAllowCredentials: 'true' } }, 'headers-policy-credentials')).toBeUndefined();
    expect(lineOf({ statement: { Condition: undefined } }, 'grant-without-source')).toBeUndefined();
  });
});
