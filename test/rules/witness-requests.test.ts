/** Every error about requests has a witness: an exchange that fails with the mistake under every assumption about AWS, and works without it. */
import type { DeliveryGraph } from '../../lib/graph/types';
import { exchange } from '../../lib/model';
import type { EarlierEvent } from '../../lib/model';
import { RULES } from '../../lib/rules/catalogue';
import { exampleStack } from '../../lib/rules/engine/example-stack';
import type { Rule } from '../../lib/rules/engine/rule';
import { PATH, plain, WITNESSES } from './exchange-witnesses';
import { graphOf } from './judging';

function ruleOf(id: string): Rule {
  return RULES.find((rule) => rule.id === id) as Rule;
}

function isError(rule: Rule, graph: DeliveryGraph): boolean {
  return rule.check(graph).some((judgement) => judgement.verdict === 'fail' && (judgement.severity ?? rule.severity) === 'error');
}

describe.each(WITNESSES)('%s', (id, { page, history, code, wrong, right }) => {
  const rule = ruleOf(id);
  const mistaken = graphOf(wrong ? exampleStack(wrong) : rule.example().wrong);
  const fixed = graphOf(right ? exampleStack(right) : rule.example().right);

  test('the exchange fails with the mistake, under every assumption', () => {
    const { verdict, outcomes } = exchange(mistaken, page, { history });
    expect([...new Set(outcomes.map(({ outcome }) => (outcome.verdict === 'blocked' ? outcome.code : outcome.verdict)))]).toEqual([code]);
    expect(verdict).toBe('blocked');
    expect(isError(rule, mistaken)).toBe(true);
  });

  test('and works without it', () => {
    expect(exchange(fixed, page, { history }).verdict).toBe('allowed');
    expect(isError(rule, fixed)).toBe(false);
  });
});

test('credentials for every origin fail the page, or let every other page read with cookies: one of both under each assumption', () => {
  const graph = graphOf(ruleOf('credentials-with-wildcard').example().wrong);
  const asks = { ...plain, credentials: 'include' } as const;
  for (const choice of ['wildcard', 'echoed'] as const) {
    const assumptions = { 'policy-wildcard-with-credentials': choice };
    const own = exchange(graph, asks, { assumptions }).verdict;
    const stranger = exchange(graph, { ...asks, origin: 'https://stranger.example' }, { assumptions });
    expect([choice, own === 'blocked' || stranger.readable]).toEqual([choice, true]);
  }
});

test('a GET that pretends to be a preflight spoils the copy for every page', () => {
  const spoiler: EarlierEvent = { path: PATH, headers: { 'accept-encoding': 'gzip, deflate, br, zstd', origin: plain.origin, 'access-control-request-method': 'DELETE' } };
  const example = ruleOf('request-headers-not-in-cache-key').example();
  expect([example.wrong, example.right].map((text) => exchange(graphOf(text), plain, { history: [spoiler] }).verdict)).toEqual(['blocked', 'allowed']);
});

/** Their exchanges need no CORS, and are in witness-a.test.ts. */
const ELSEWHERE: readonly string[] = [
  'bucket-origin-never-sent', 'deny-blocks-cloudfront', 'distribution-not-admitted', 'kms-managed-key', 'kms-without-grant', 'signing-not-always',
];

test('no error about requests is without a witness', () => {
  const families: ReadonlySet<string> = new Set(['unreachable', 'disagreement', 'cache', 'browser', 'masking']);
  const errors = RULES.filter(({ family, severity }) => severity === 'error' && families.has(family)).map(({ id }) => id);
  expect(errors.filter((id) => !ELSEWHERE.includes(id) && !WITNESSES.some(([rule]) => rule === id))).toEqual([]);
  expect(ELSEWHERE.filter((id) => !errors.includes(id))).toEqual([]);
});
