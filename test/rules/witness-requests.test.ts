/** Every error about requests has a witness: an exchange that fails with the mistake under every reading of AWS, and works without it. */
import type { DeliveryGraph } from '../../lib/graph/types';
import { exchange } from '../../lib/model';
import type { EarlierEvent, PageRequest } from '../../lib/model';
import { RULES } from '../../lib/rules/catalogue';
import type { Rule } from '../../lib/rules/rule';
import { exampleStack } from '../../lib/rules/example-stack';
import { graphOf } from './judging';

interface Witness {
  readonly page: PageRequest;
  readonly history?: readonly EarlierEvent[];
  /** What stops it. */
  readonly code: string;
}

const PATH = '/inter.woff2';
const reading: PageRequest = { origin: 'https://app.example.com', path: PATH, browser: 'reader' };
const admin: PageRequest = { ...reading, origin: 'https://admin.example.com' };
const withHeader: PageRequest = { ...reading, headers: { 'X-Requested-With': 'fetch' } };
const warmUp: EarlierEvent = { path: PATH, headers: { 'accept-encoding': 'gzip, deflate, br, zstd' } };

const WITNESSES: Readonly<Record<string, Witness>> = {
  'bucket-cors-missing': { page: withHeader, code: 'preflight-refused' },
  'bucket-lacks-header': { page: withHeader, code: 'preflight-refused' },
  'bucket-lacks-method': { page: { ...reading, method: 'PUT' }, code: 'preflight-refused' },
  'bucket-lacks-origin': { page: { ...withHeader, origin: 'https://admin.example.com' }, code: 'preflight-refused' },
  'host-forwarded-to-s3': { page: reading, code: 'request-refused' },
  'legacy-origin-not-listed': { page: reading, history: [warmUp], code: 'allow-origin-missing' },
  'options-cached-without-key': { page: withHeader, history: [{ ...reading, headers: { 'X-Other': 'fetch' }, browser: 'somebody else' }], code: 'allow-headers-missing' },
  'options-not-allowed': { page: withHeader, code: 'preflight-refused' },
  'origin-header-pinned': { page: admin, code: 'allow-origin-mismatch' },
  'origin-not-forwarded': { page: reading, code: 'allow-origin-missing' },
  'origin-not-in-cache-key': { page: reading, history: [warmUp], code: 'allow-origin-missing' },
  'policy-yields-to-s3': { page: admin, history: [{ ...reading, browser: 'somebody else' }], code: 'allow-origin-mismatch' },
  'preflight-headers-not-forwarded': { page: withHeader, code: 'preflight-refused' },
  'resource-policy-forbids': { page: { ...reading, load: 'image' }, code: 'resource-policy' },
};

function ruleOf(id: string): Rule {
  return RULES.find((rule) => rule.id === id) as Rule;
}

function verdictOf(graph: DeliveryGraph, { page, history }: Witness): { readonly verdict: string; readonly codes: readonly (string | undefined)[] } {
  const { verdict, outcomes } = exchange(graph, page, { history });
  return { verdict, codes: [...new Set(outcomes.map(({ outcome }) => (outcome.verdict === 'blocked' ? outcome.code : undefined)))] };
}

// Where the right example allows fewer origins than the witness's page needs, or S3 still refuses the method, the last column says so
const RIGHT: Readonly<Record<string, string>> = {
  'policy-yields-to-s3': exampleStack({ cors: { AccessControlAllowOrigins: '{ Items: [\'*\'] }' } }),
};

describe.each(Object.entries(WITNESSES))('%s', (id, witness) => {
  test('the exchange fails with the mistake, under every reading', () => {
    expect(verdictOf(graphOf(ruleOf(id).example.wrong), witness)).toEqual({ verdict: 'blocked', codes: [witness.code] });
  });

  test('and works without it', () => {
    const right = verdictOf(graphOf(RIGHT[id] ?? ruleOf(id).example.right), witness);
    expect(right.verdict).toBe('allowed');
  });
});
