import fc from 'fast-check';
import type { DeliveryGraph } from '../../lib/graph/types';
import { alternativesOf, decidingAssumptions, exchange, explore, assuming, ASSUMPTIONS, simulate } from '../../lib/model';
import type { EarlierEvent, Explored, Outcome, PageRequest, AssumptionChoices, AssumptionId } from '../../lib/model';
import { holds } from '../drawing';
import { APP, bucket, cachePolicy, CORS_CUSTOM_ORIGIN, CORS_HEADERS, CORS_S3_ORIGIN, delivery, errorPage, legacyCache, OTHER, responseHeadersPolicy } from './delivery';
import type { Delivery } from './delivery';

const ORIGINS = [APP, OTHER, 'https://a.b.example.com', 'https://app.example.com:8443', 'http://app.example.com', 'null'];
const ENTRIES = [APP, '*', 'https://*.example.com', 'example.com', 'https://app.example.com:*', 'https://APP.example.com'];
const METHODS = ['GET', 'HEAD', 'PUT', 'DELETE'];

const some = <T>(...items: T[]): fc.Arbitrary<T[]> => fc.uniqueArray(fc.constantFrom(...items), { minLength: 1, maxLength: 3 });
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined });

const rules = fc.array(fc.record({
  allowedOrigins: some(...ENTRIES), allowedMethods: some(...METHODS), allowedHeaders: maybe(some('*', 'x-a', 'x-*')), exposeHeaders: maybe(some('ETag')),
  maxAgeSeconds: maybe(fc.constantFrom(0, 60)),
}), { minLength: 1, maxLength: 3 });

const policies = fc.record({
  cors: maybe(fc.record({
    origins: some(...ENTRIES), methods: some(...METHODS, 'ALL'), headers: some('*', 'x-a', 'x-*'), credentials: fc.boolean(), override: fc.boolean(), expose: fc.constantFrom([], ['*'], ['ETag']),
  })),
  remove: fc.constantFrom([], CORS_HEADERS, ['Vary']),
  custom: fc.constantFrom<[string, string][]>([], [['Vary', 'Origin']], [['Cross-Origin-Resource-Policy', 'same-site']]),
});

const deliveries: fc.Arbitrary<DeliveryGraph> = fc.record({
  cors: maybe(rules),
  policy: maybe(policies.map(responseHeadersPolicy)),
  cache: fc.constantFrom(cachePolicy(), cachePolicy({ headers: ['Origin'], defaultTtl: 60 }), legacyCache(), legacyCache(['Origin'])),
  forward: fc.constantFrom(undefined, CORS_S3_ORIGIN, CORS_CUSTOM_ORIGIN),
  methods: fc.constantFrom(['GET', 'HEAD'], ['GET', 'HEAD', 'OPTIONS'], ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE']),
  cachedMethods: fc.constantFrom(['GET', 'HEAD'], ['GET', 'HEAD', 'OPTIONS']),
  errorPages: fc.constantFrom([], [errorPage(403, { status: 200, path: '/index.html' })]),
  statements: fc.constantFrom(undefined, []),
}).map(({ statements, cors, ...over }) => delivery({ ...over, bucket: bucket({ cors, statements }) } satisfies Delivery));

const pages: fc.Arbitrary<PageRequest> = fc.record({
  origin: fc.constantFrom(...ORIGINS), path: fc.constantFrom('/a', '/b'), method: fc.constantFrom(...METHODS),
  load: fc.constantFrom('fetch', 'font', 'image'), credentials: fc.constantFrom('include', 'same-origin'), headers: fc.constantFrom<Record<string, string>>({}, { 'X-A': '1' }, { Authorization: 'x' }),
  scheme: fc.constantFrom('https', 'https', 'http'), reads: fc.constantFrom(undefined, ['ETag']),
});

const events: fc.Arbitrary<EarlierEvent> = fc.oneof(
  pages,
  fc.record({
    path: fc.constantFrom('/a', '/b'), method: fc.constantFrom('GET', 'OPTIONS'),
    headers: fc.constantFrom<Record<string, string>>({}, { Origin: OTHER }, { Origin: APP, 'Access-Control-Request-Method': 'DELETE' }, { 'Accept-Encoding': 'gzip, br' }),
  }),
  fc.record({ at: fc.constantFrom(70), invalidate: fc.constant(true as const) }),
);
const histories = fc.array(events, { maxLength: 3 });

/** Every reading of AWS settled, at random. */
const settled: fc.Arbitrary<AssumptionChoices> = fc.record(Object.fromEntries(
  (Object.keys(ASSUMPTIONS) as AssumptionId[]).map((id) => [id, fc.constantFrom(...alternativesOf(id))]),
));

describe('laws of the explorer', () => {
  test('with every assumption settled, exploring is one plain run', () => {
    holds('explorer-plain-run', fc.property(deliveries, pages, histories, settled, (graph, page, history, assumptions) => {
      const { outcomes } = exchange(graph, page, { history, assumptions });
      expect(outcomes.map(({ outcome }) => outcome)).toEqual([simulate(graph, page, assuming(assumptions), { history })]);
    }), 400);
  });

  test('whatever AWS does, it is one of the outcomes that were explored', () => {
    holds('explorer-whatever-aws-does', fc.property(deliveries, pages, histories, settled, (graph, page, history, assumptions) => {
      const { outcomes, verdict } = exchange(graph, page, { history });
      const actual = simulate(graph, page, assuming(assumptions), { history });
      const agreeing = outcomes.filter((explored) => Object.entries(explored.assumptions).every(([id, choice]) => assumptions[id as AssumptionId] === choice));
      expect(agreeing.map(({ outcome }) => outcome)).toEqual([actual]);
      if (verdict === 'allowed' || verdict === 'blocked') {
        expect(actual.verdict).toBe(verdict);
      }
    }), 400);
  });

  test('settling the deciding assumptions settles what the page sees, and no smaller set does', () => {
    holds('explorer-deciding', fc.property(deliveries, pages, histories, (graph, page, history) => {
      const explored = exchange(graph, page, { history });
      const { deciding, outcomes, verdict } = explored;
      expect(deciding.length > 0).toBe(new Set(outcomes.map(({ outcome }) => seen(outcome))).size > 1);
      expect(verdict === 'depends' && deciding.length === 0).toBe(false);
      if (deciding.length > 0) {
        expect(verdictsBy(outcomes, deciding)).toBe(true);
        deciding.forEach((dropped) => { expect(verdictsBy(outcomes, deciding.filter((id) => id !== dropped))).toBe(false); });
      }
    }), 400);
  });

  test('telling the story changes nothing', () => {
    holds('explorer-story', fc.property(deliveries, pages, histories, (graph, page, history) => {
      const result = exchange(graph, page, { history });
      const before = JSON.stringify(result.outcomes);
      expect(result.trace.length).toBeGreaterThan(0);
      expect(JSON.stringify(exchange(graph, page, { history }).outcomes)).toBe(before);
    }), 400);
  });

  test('what the browser blocks outright no assumption makes readable', () => {
    holds('explorer-blocked', fc.property(deliveries, pages, (graph, page) => {
      const { outcomes } = exchange(graph, page);
      for (const { outcome } of outcomes) {
        expect(outcome.verdict === 'blocked' && outcome.step !== 'response' && outcome.readable).toBe(false);
      }
    }), 400);
  });
});

/** What code of a page can tell apart. */
function seen(outcome: Outcome): string {
  return outcome.verdict === 'allowed' ? JSON.stringify([outcome.status, outcome.tainting, outcome.readable, [...outcome.exposedHeaders].sort()]) : outcome.verdict;
}

/** Whether the choices for these assumptions alone tell what the page sees. */
function verdictsBy(outcomes: readonly Explored<Outcome>[], ids: readonly AssumptionId[]): boolean {
  return outcomes.every((one) => outcomes.every((other) => seen(one.outcome) === seen(other.outcome)
    || ids.some((id) => one.assumptions[id] !== undefined && other.assumptions[id] !== undefined && one.assumptions[id] !== other.assumptions[id])));
}

describe('exploring', () => {
  test('runs once when nothing is asked, and once per alternative of what is', () => {
    expect(explore(() => 'same')).toEqual([{ assumptions: {}, circumstances: {}, outcome: 'same' }]);
    expect(explore(({ choose }) => choose('s3-max-age-zero')).map(({ outcome }) => outcome).sort()).toEqual(['absent', 'sent']);
  });

  test('asks a second reading only where the first leads to it', () => {
    const run = explore(({ choose }) => (choose('s3-max-age-zero') === 'sent' ? 'done' : choose('vary-of-echoed-origin')));
    expect(run.map(({ outcome }) => outcome).sort()).toEqual(['added', 'done', 'not-added']);
  });

  test('an unreached reading decides nothing', () => {
    const run = explore(({ choose }) => (choose('s3-max-age-zero') === 'sent' ? 'x' : choose('vary-of-echoed-origin') === 'added' ? 'x' : 'x'));
    expect(decidingAssumptions(run, (outcome) => outcome)).toEqual([]);
  });

  test('two assumptions decide together when neither does alone', () => {
    const run = explore(({ choose }) => (choose('s3-max-age-zero') === 'sent') === (choose('vary-of-echoed-origin') === 'added'));
    expect([...decidingAssumptions(run, String)].sort()).toEqual(['s3-max-age-zero', 'vary-of-echoed-origin']);
  });
});
