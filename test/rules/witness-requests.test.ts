/** Every error about requests has a witness: an exchange that fails with the mistake under every reading of AWS, and works without it. */
import type { DeliveryGraph } from '../../lib/graph/types';
import { exchange } from '../../lib/model';
import type { EarlierEvent, PageRequest } from '../../lib/model';
import { RULES } from '../../lib/rules/catalogue';
import type { ExampleParts } from '../../lib/rules/example-stack';
import { exampleStack } from '../../lib/rules/example-stack';
import type { Rule } from '../../lib/rules/rule';
import { graphOf } from './judging';
import { ALL } from './table';

interface Witness {
  readonly page: PageRequest;
  readonly history?: readonly EarlierEvent[];
  /** What stops it. */
  readonly code: string;
  /** Left out: the two examples of the rule. */
  readonly wrong?: ExampleParts;
  readonly right?: ExampleParts;
}

const PATH = '/inter.woff2';
const plain: PageRequest = { origin: 'https://app.example.com', path: PATH, browser: 'reader' };
const admin: PageRequest = { ...plain, origin: 'https://admin.example.com' };
const withHeader: PageRequest = { ...plain, headers: { 'X-Requested-With': 'fetch' } };
const warmUp: EarlierEvent = { path: PATH, headers: { 'accept-encoding': 'gzip, deflate, br, zstd' } };
const putting: PageRequest = { ...plain, method: 'PUT' };
/** A stack through which PUT really works. */
const PUT: ExampleParts = {
  rule: { AllowedMethods: '[GET, HEAD, PUT]' }, cors: { AccessControlAllowMethods: '{ Items: [GET, HEAD, PUT] }' }, behaviour: ALL, statement: { Action: '[s3:GetObject, s3:PutObject]' },
};
const CREDENTIALS = { AccessControlAllowCredentials: 'true', AccessControlAllowHeaders: '{ Items: [X-Requested-With] }' };
const YIELDS = { OriginOverride: 'false', ...CREDENTIALS };

/** One for each way in which a rule reports an error. */
const WITNESSES: readonly (readonly [rule: string, witness: Witness])[] = [
  ['bucket-cors-missing', { page: withHeader, code: 'preflight-refused' }],
  ['bucket-lacks-header', { page: withHeader, code: 'preflight-refused' }],
  ['bucket-lacks-header', { page: withHeader, code: 'preflight-refused', wrong: { rule: { AllowedHeaders: undefined } }, right: {} }],
  ['bucket-lacks-method', { page: putting, code: 'preflight-refused', wrong: { ...PUT, rule: { AllowedMethods: '[GET, HEAD]' } }, right: PUT }],
  ['bucket-lacks-origin', { page: { ...withHeader, origin: 'https://admin.example.com' }, code: 'preflight-refused' }],
  ['credentials-with-wildcard', {
    page: { ...plain, credentials: 'include', reads: ['ETag'] }, code: 'header-not-exposed',
    wrong: { cors: { ...CREDENTIALS, AccessControlExposeHeaders: '{ Items: [\'*\'] }' } }, right: { cors: { ...CREDENTIALS, AccessControlExposeHeaders: '{ Items: [ETag] }' } },
  }],
  ['host-forwarded-to-s3', { page: plain, code: 'request-refused' }],
  ['legacy-origin-not-listed', { page: plain, history: [warmUp], code: 'allow-origin-missing' }],
  ['method-refused-by-behaviour', { page: putting, code: 'request-refused', wrong: { ...PUT, behaviour: {} }, right: PUT }],
  ['options-cached-without-key', { page: withHeader, history: [{ ...plain, headers: { 'X-Other': 'fetch' }, browser: 'somebody else' }], code: 'allow-headers-missing' }],
  ['options-not-allowed', { page: withHeader, code: 'preflight-refused' }],
  ['origin-header-pinned', { page: admin, code: 'allow-origin-mismatch' }],
  ['origin-not-forwarded', { page: plain, code: 'allow-origin-missing' }],
  ['origin-not-forwarded', { page: withHeader, code: 'preflight-refused', wrong: { behaviour: { OriginRequestPolicyId: undefined } }, right: {} }],
  ['origin-not-in-cache-key', { page: plain, history: [warmUp], code: 'allow-origin-missing' }],
  ['policy-removes-permission', { page: plain, code: 'allow-origin-missing' }],
  ['policy-yields-to-s3', { page: admin, history: [{ ...plain, browser: 'somebody else' }], code: 'allow-origin-mismatch', right: { cors: { AccessControlAllowOrigins: '{ Items: [\'*\'] }' } } }],
  ['policy-yields-to-s3', { page: admin, history: [warmUp], code: 'allow-origin-missing', wrong: { rule: { AllowedOrigins: '[\'*\']' }, cors: { OriginOverride: 'false' } },
    right: { cors: { AccessControlAllowOrigins: '{ Items: [\'*\'] }' } } }],
  ['policy-yields-to-s3', { page: { ...plain, credentials: 'include' }, code: 'allow-origin-wildcard-with-credentials', wrong: { rule: { AllowedOrigins: '[\'*\']' }, cors: YIELDS }, right: { cors: CREDENTIALS } }],
  ['preflight-headers-not-forwarded', { page: withHeader, code: 'preflight-refused' }],
  ['resource-policy-forbids', { page: { ...plain, load: 'image' }, code: 'resource-policy' }],
];

function ruleOf(id: string): Rule {
  return RULES.find((rule) => rule.id === id) as Rule;
}

function isError(rule: Rule, graph: DeliveryGraph): boolean {
  return rule.check(graph).some((judgement) => judgement.verdict === 'fail' && (judgement.severity ?? rule.severity) === 'error');
}

describe.each(WITNESSES)('%s', (id, { page, history, code, wrong, right }) => {
  const rule = ruleOf(id);
  const mistaken = graphOf(wrong ? exampleStack(wrong) : rule.example.wrong);
  const mended = graphOf(right ? exampleStack(right) : rule.example.right);

  test('the exchange fails with the mistake, under every reading', () => {
    const { verdict, outcomes } = exchange(mistaken, page, { history });
    expect([...new Set(outcomes.map(({ outcome }) => (outcome.verdict === 'blocked' ? outcome.code : outcome.verdict)))]).toEqual([code]);
    expect(verdict).toBe('blocked');
    expect(isError(rule, mistaken)).toBe(true);
  });

  test('and works without it', () => {
    expect(exchange(mended, page, { history }).verdict).toBe('allowed');
    expect(isError(rule, mended)).toBe(false);
  });
});

test('credentials for every origin fail the page, or let every other page read with cookies: one of both under each reading', () => {
  const graph = graphOf(ruleOf('credentials-with-wildcard').example.wrong);
  const asks = { ...plain, credentials: 'include' } as const;
  for (const choice of ['wildcard', 'echoed'] as const) {
    const readings = { 'policy-wildcard-with-credentials': choice };
    const own = exchange(graph, asks, { readings }).verdict;
    const stranger = exchange(graph, { ...asks, origin: 'https://stranger.example' }, { readings });
    expect([choice, own === 'blocked' || stranger.readable]).toEqual([choice, true]);
  }
});

test('a GET that pretends to be a preflight spoils the copy for every page', () => {
  const spoiler: EarlierEvent = { path: PATH, headers: { 'accept-encoding': 'gzip, deflate, br, zstd', origin: plain.origin, 'access-control-request-method': 'DELETE' } };
  const { example } = ruleOf('request-headers-not-in-cache-key');
  expect([example.wrong, example.right].map((text) => exchange(graphOf(text), plain, { history: [spoiler] }).verdict)).toEqual(['blocked', 'allowed']);
});

/** Their exchanges need no CORS, and are in witness-a.test.ts. */
const ELSEWHERE: readonly string[] = [
  'bucket-origin-never-sent', 'deny-blocks-cloudfront', 'distribution-not-admitted', 'kms-managed-key', 'kms-without-grant', 'signing-not-always', 'upload-headers',
];

test('no error about requests is without a witness', () => {
  const families: ReadonlySet<string> = new Set(['unreachable', 'disagreement', 'cache', 'browser', 'masking']);
  const errors = RULES.filter(({ family, severity }) => severity === 'error' && families.has(family)).map(({ id }) => id);
  expect(errors.filter((id) => !ELSEWHERE.includes(id) && !WITNESSES.some(([rule]) => rule === id))).toEqual([]);
  expect(ELSEWHERE.filter((id) => !errors.includes(id))).toEqual([]);
});
