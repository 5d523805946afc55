/** A template next to what is deployed: which setting differs, and what the answers settle. */
import { RIGHT } from '../../bench/mistakes';
import { compare, comparisonLines, diagnose, Evidence, settled } from '../../lib/probe';
import type { Comparison, ProbeTarget } from '../../lib/probe';
import { STRICTEST_ASSUMPTIONS } from '../../lib/preview/exchange/strictest-assumptions';
import { goThrough } from '../../lib/probe/asking/sequence';
import { valueOf } from '../../lib/probe/exchange';
import { exampleStack } from '../../lib/rules/engine/example-stack';
import type { ExampleParts } from '../../lib/rules/engine/example-stack';
import { graphOf } from '../rules/judging';
import { InProcess } from './in-process';
import { APP, targetAt } from './support';

const items = (...values: readonly string[]): string => `{ Items: [${values.join(', ')}] }`;

async function compared(deployed: ExampleParts, template: ExampleParts, more: Partial<ProbeTarget> = {}): Promise<Comparison> {
  const target = targetAt('https://d111111abcdef8.cloudfront.net/file', { comparing: true, ...more });
  const asked = await new InProcess(graphOf(exampleStack(deployed)), STRICTEST_ASSUMPTIONS).probe(target);
  return compare(graphOf(exampleStack(template)), target, asked.exchanges);
}

/** What somebody changed by hand, or forgot to deploy, and the setting that is to be named. */
const DRIFT: readonly (readonly [what: string, deployed: ExampleParts, setting: string, page?: ProbeTarget['page']])[] = [
  ['OPTIONS is not allowed any more', { ...RIGHT, behavior: { AllowedMethods: '[GET, HEAD]' } }, 'CacheBehavior.AllowedMethods'],
  ['the origin request policy was taken off', { ...RIGHT, behavior: { OriginRequestPolicyId: undefined } }, 'CacheBehavior.OriginRequestPolicyId'],
  ['the bucket lost its rules', { ...RIGHT, rule: null }, 'AWS::S3::Bucket CorsConfiguration'],
  ['the bucket names another origin', { ...RIGHT, rule: { AllowedOrigins: '[https://other.example.com]' } }, 'AWS::S3::Bucket CorsConfiguration.CorsRules.AllowedOrigins'],
  ['the bucket allows another header', { ...RIGHT, rule: { AllowedHeaders: '[X-Other]' } }, 'AWS::S3::Bucket CorsConfiguration.CorsRules.AllowedHeaders', { origin: APP, headers: { 'X-Trace': '1' } }],
  ['the policy was taken off', { ...RIGHT, cors: null }, 'CacheBehavior.ResponseHeadersPolicyId'],
  ['the policy names another origin', { ...RIGHT, cors: { AccessControlAllowOrigins: items('https://other.example.com') } }, 'AWS::CloudFront::ResponseHeadersPolicy CorsConfig.AccessControlAllowOrigins'],
  ['the policy exposes a header', { ...RIGHT, cors: { AccessControlExposeHeaders: items('ETag') } }, 'AWS::CloudFront::ResponseHeadersPolicy CorsConfig.AccessControlExposeHeaders'],
  ['the policy keeps preflights for longer', { ...RIGHT, cors: { AccessControlMaxAgeSec: '86400' } }, 'AWS::CloudFront::ResponseHeadersPolicy CorsConfig.AccessControlMaxAgeSec'],
  ['the policy allows another method', { ...RIGHT, cors: { AccessControlAllowMethods: items('GET', 'HEAD', 'PUT') } }, 'AWS::CloudFront::ResponseHeadersPolicy CorsConfig.AccessControlAllowMethods'],
  ['viewers have to sign', { ...RIGHT, behavior: { TrustedKeyGroups: '[some-key-group]' } }, 'CacheBehavior.TrustedKeyGroups'],
  ['errors are masked', { ...RIGHT, distribution: { CustomErrorResponses: '[{ ErrorCode: 403, ResponseCode: 200, ResponsePagePath: /index.html }]' } }, 'DistributionConfig.CustomErrorResponses'],
  ['Host is forwarded', { ...RIGHT, behavior: { OriginRequestPolicyId: '216adef6-5c7f-47e4-b989-5492eafa07d3' } }, 'CacheBehavior.OriginRequestPolicyId'],
];

test.each(DRIFT.map(([what, deployed, setting, page]) => [what, setting, deployed, page] as const))('%s: the comparison names %s', async (_, setting, deployed, page) => {
  const { deviations } = await compared(deployed, RIGHT, page === undefined ? {} : { page });
  expect(deviations.map(({ kind }) => kind)).toContain('drift');
  expect(deviations.find(({ kind }) => kind === 'drift')?.settings).toContain(setting);
});

test.each(DRIFT.map(([what, deployed, , page]) => [what, deployed, page] as const))('%s: a template that says so has not drifted', async (_, deployed, page) => {
  expect((await compared(deployed, deployed, page === undefined ? {} : { page })).deviations).toEqual([]);
});

test('a file that the template lets CloudFront read, and that S3 denies, is said to be missing or the deployment to differ', async () => {
  const comparison = await compared({ ...RIGHT, statement: null }, RIGHT);
  expect(comparison.deviations).toEqual([]);
  expect(comparison.onlyIfMissing).toBe(true);
  expect(comparisonLines(comparison).join('\n')).toContain('AWS::S3::BucketPolicy PolicyDocument');
});

test('a template that denies the file itself leaves it open whether the file exists', async () => {
  const denied = { ...RIGHT, statement: null };
  expect((await compared(denied, denied)).onlyIfMissing).toBe(false);
});

test('what no setting explains is kept as outside the model', async () => {
  const target = targetAt('https://d111111abcdef8.cloudfront.net/file', { comparing: true });
  const graph = graphOf(exampleStack(RIGHT));
  const asked = await new InProcess(graph, STRICTEST_ASSUMPTIONS).probe(target);
  const strange = asked.exchanges.map((exchange) => (exchange.step === 'page'
    ? { ...exchange, response: { ...exchange.response, headers: [...exchange.response.headers, ['Vary', 'X-Moon-Phase'] as const] } } : exchange));
  const { deviations } = compare(graph, target, strange);
  expect(deviations).toMatchObject([{ kind: 'outside-the-model', settings: [], differences: [{ of: 'vary' }] }]);
});

test('answers settle assumptions, and only those that one alternative is left of', async () => {
  const stack: ExampleParts = { cors: { OriginOverride: 'false', AccessControlAllowOrigins: items('\'*\'') }, policy: {} };
  const comparison = await compared(stack, stack);
  expect(settled(comparison)).toMatchObject({ 'custom-vary-beside-cors': STRICTEST_ASSUMPTIONS['custom-vary-beside-cors'] });
  const several = comparison.assumptions.filter(({ left }) => left.length > 1).map(({ id }) => id);
  expect(Object.keys(settled(comparison)).filter((id) => (several as readonly string[]).includes(id))).toEqual([]);
});

test('one visitor without Origin is enough: the probe says poisoned, since when, and leaves it as it was', async () => {
  const system = new InProcess(graphOf(exampleStack({ cors: null })), STRICTEST_ASSUMPTIONS);
  await system.ask({ method: 'GET', path: '/file', headers: [['accept-encoding', 'gzip, deflate, br, zstd']] });
  system.now += 7_200;
  const target = targetAt('https://d111111abcdef8.cloudfront.net/file');
  const asked = await system.probe(target);
  const diagnosis = diagnose(new Evidence(target, asked.exchanges));
  expect(diagnosis).toMatchObject({ copiesDisagree: true, asFound: true, main: { cause: 'copy-without-permission', detail: 'the copy is 2 h old' } });
});

test('a copy in one coding is told apart from a wrong setting', async () => {
  const system = new InProcess(graphOf(exampleStack({ cors: null })), STRICTEST_ASSUMPTIONS);
  await system.ask({ method: 'GET', path: '/file', headers: [['accept-encoding', 'gzip']] });
  const target = targetAt('https://d111111abcdef8.cloudfront.net/file');
  const diagnosis = diagnose(new Evidence(target, (await system.probe(target)).exchanges));
  expect(diagnosis).toMatchObject({ verdict: 'allowed', copiesDisagree: true, main: { cause: 'copy-without-permission' } });
});

test('an invalidation while the probe asks is no drift', async () => {
  const graph = graphOf(exampleStack(RIGHT));
  const target = targetAt('https://d111111abcdef8.cloudfront.net/file', { comparing: true });
  const system = new InProcess(graph, STRICTEST_ASSUMPTIONS);
  const { exchanges } = await goThrough(target, async ({ id }, request, n) => {
    system.system.edge.invalidate();
    return { n, step: id, at: '2026-11-27T12:00:00.000Z', ms: 0, request, response: await system.ask(request) };
  });
  expect(exchanges.some(({ response }) => valueOf(response.headers, 'age') !== undefined)).toBe(false);
  expect(compare(graph, target, exchanges).deviations).toEqual([]);
});
