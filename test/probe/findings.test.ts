/** What a probe finds besides the answer to the page's own request, and what it does not ask in order to do no harm. */
import { diagnose, Evidence } from '../../lib/probe';
import type { Diagnosis, ProbeTarget } from '../../lib/probe';
import type { Asked } from '../../lib/probe/asking/sequence';
import { exampleStack } from '../../lib/rules/engine/example-stack';
import type { ExampleParts } from '../../lib/rules/engine/example-stack';
import { graphOf } from '../rules/judging';
import { InProcess } from './in-process';
import { rawServer, send } from './raw-server';
import { APP, probed, targetAt } from './support';

async function found(parts: ExampleParts, more: Partial<ProbeTarget> = {}): Promise<{ readonly asked: Asked; readonly diagnosis: Diagnosis; readonly causes: readonly string[] }> {
  const target = targetAt('https://d111111abcdef8.cloudfront.net/file', more);
  const asked = await new InProcess(graphOf(exampleStack(parts)), {}).probe(target);
  const diagnosis = diagnose(new Evidence(target, asked.exchanges));
  return { asked, diagnosis, causes: [...(diagnosis.main ? [diagnosis.main.cause] : []), ...diagnosis.also.map(({ cause }) => cause)] };
}

const stepsOf = ({ exchanges }: Asked): readonly string[] => exchanges.map(({ step }) => step);

test.each<readonly [string, ExampleParts, Partial<ProbeTarget>, string]>([
  ['a bucket that echoes every origin with credentials', { cors: null, rule: { AllowedOrigins: '[\'https://*\']' } }, {}, 'everybody-allowed'],
  ['the permission of S3 in a copy that all pages share', { cors: null }, {}, 'copies-shared'],
  ['answers to OPTIONS that all pages share', { cors: null, behavior: { CachedMethods: '[GET, HEAD, OPTIONS]' } }, {}, 'preflights-shared'],
  ['a refused preflight of a page whose own request needs none', { rule: null }, {}, 'bucket-without-cors'],
])('%s is found although the page may read the file', async (_, parts, more, cause) => {
  const { diagnosis, causes } = await found(parts, more);
  expect([diagnosis.verdict, diagnosis.main]).toEqual(['allowed', undefined]);
  expect(causes).toContain(cause);
});

test.each<readonly [string, ExampleParts, Partial<ProbeTarget>]>([
  ['a stack that is right', {}, {}],
  ['the same, asked thoroughly', {}, { thorough: true }],
  ['a bucket that allows everybody without credentials', { rule: { AllowedOrigins: '[\'*\']' }, cors: { AccessControlAllowOrigins: '{ Items: [\'*\'] }' } }, {}],
  ['a page that sets a header', {}, { page: { origin: APP, headers: { 'x-trace': '1' } } }],
])('nothing is found in %s', async (_, parts, more) => {
  const { diagnosis, causes } = await found(parts, more);
  expect([diagnosis.verdict, causes, diagnosis.copiesDisagree, diagnosis.asFound]).toEqual(['allowed', [], false, true]);
});

test('a managed policy that browsers silence by a header of their own is told apart from a policy that is not there', async () => {
  const simpleCors = '60669652-455b-4ae9-85a4-c4c02393f86c';
  const { diagnosis } = await found({ rule: null, behavior: { ResponseHeadersPolicyId: simpleCors } });
  expect(diagnosis).toMatchObject({ verdict: 'blocked', main: { cause: 'browser-header-silences-policy' } });
  expect((await found({ rule: null, cors: null })).diagnosis.main?.cause).toBe('bucket-without-cors');
});

test('a page that is refused for one reason is not told of others that are not there', async () => {
  const { causes } = await found({ behavior: { AllowedMethods: '[GET, HEAD]' } }, { page: { origin: APP, headers: { 'x-trace': '1' } } });
  expect(causes).toEqual(['options-not-allowed']);
  const narrow = await found({ rule: { AllowedHeaders: '[X-Other]' } }, { page: { origin: APP, headers: { 'x-trace': '1' } } });
  expect(narrow.causes).toEqual(['bucket-refuses-header']);
});

const REFUSED: ExampleParts = { cors: null, rule: { AllowedOrigins: '[https://other.example.com]' } };

test('an origin that the bucket refuses does not ask for the file, because its answer would be kept for pages that are allowed', async () => {
  const { asked, diagnosis } = await found(REFUSED);
  expect(stepsOf(asked)).not.toContain('page');
  expect(asked.notAsked.find(({ step }) => step === 'page')?.because).toContain('the bucket refuses this origin');
  expect(diagnosis).toMatchObject({ verdict: 'blocked', main: { cause: 'bucket-refuses-origin' }, note: expect.stringContaining('does not exist') as string });
});

test('it asks when the user says so, and when a policy repairs what is kept', async () => {
  expect(stepsOf((await found(REFUSED, { thorough: true })).asked)).toContain('page');
  expect(stepsOf((await found({ ...REFUSED, cors: {} })).asked)).toContain('page');
});

test('a page that writes is asked for by its preflight alone', async () => {
  const { asked, diagnosis } = await found({ cors: null, rule: { AllowedMethods: '[GET, HEAD, PUT]' } }, { page: { origin: APP, method: 'PUT' } });
  expect(stepsOf(asked).filter((step) => step.startsWith('page'))).toEqual([]);
  expect(diagnosis.verdict).toBe('preflight-passes');
});

test.each([
  ['a firewall', 'Request blocked. We can\'t connect to the server for this app or website at this time.', 'firewall-blocks'],
  ['a country that is not served', 'The Amazon CloudFront distribution is configured to block access from your country.', 'country-blocked'],
])('%s is named, and not asked again', async (_, text, cause) => {
  const server = await rawServer((__, socket) => {
    send(socket, {
      status: 403, headers: [['Server', 'CloudFront'], ['Content-Type', 'text/html'], ['X-Cache', 'Error from cloudfront']], bodyExcerpt: `<H1>403 ERROR</H1> ${text} Generated by cloudfront (CloudFront)`,
    });
  });
  const { asked, diagnosis } = await probed(targetAt(`${server.url}/a.js`));
  expect([server.arrived.length, asked.stopped === undefined, diagnosis.main?.cause]).toEqual([1, false, cause]);
});
