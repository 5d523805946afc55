/** The guarantee repeats an event instead of running it where it would look up the same; that it then leaves the same behind is held here. */
import fc from 'fast-check';
import { copyOfCaches, newCaches } from '../../lib/model';
import type { Caches, PreflightedRequest } from '../../lib/model';
import { many, SEED } from '../drawing';
import { browserOf, Changes, LookUps, Numbers, Runs } from './watched-caches';
import type { Findings } from './watched-caches';

/** What an event does to caches, some of it only where it finds something there. */
type Step = (caches: Caches) => void;

const response = (status: number, value: number) => ({ status, headers: { 'x-value': String(value) }, body: 'object', from: 'S3' } as const);
const request = (credentials: PreflightedRequest['credentials'], header: string): PreflightedRequest => ({
  origin: 'https://app.example.com', method: 'PUT', credentials, unsafeHeaderNames: [header],
});

const place = fc.record({ browser: fc.constantFrom('one', 'other'), url: fc.constantFrom('/a', '/b'), value: fc.constantFrom(1, 2), status: fc.constantFrom(200, 403) });
const asking = fc.record({
  browser: fc.constantFrom('one', 'other'), url: fc.constantFrom('/a', '/b'), credentials: fc.constantFrom('include' as const, 'omit' as const), header: fc.constantFrom('x-one', 'x-two'),
});

const step: fc.Arbitrary<Step> = fc.oneof(
  place.map(({ url, value }): Step => ({ edge }) => { edge.set(url, { response: response(200, value), storedAt: 0, ttl: value }); }),
  place.map(({ url, value }): Step => ({ edge }) => {
    if (edge.get('/a') !== undefined) {
      edge.set(url, { response: response(404, value), storedAt: 0, ttl: value });
    }
  }),
  place.map(({ browser, url, value, status }): Step => (caches) => {
    browserOf(caches, browser).http.store(url, { response: response(status, value), requestHeaders: {}, storedAt: 0, initialAge: 0 });
  }),
  place.map(({ browser, url }): Step => (caches) => {
    if (browserOf(caches, 'one').http.get('/a') !== undefined) {
      browserOf(caches, browser).http.invalidate(url);
    }
  }),
  place.map(({ browser, url }): Step => (caches) => { browserOf(caches, browser).http.invalidate(url); }),
  asking.map(({ browser, url, credentials, header }): Step => (caches) => {
    browserOf(caches, browser).preflights.store(url, request(credentials, header), { 'access-control-allow-headers': header }, 10);
  }),
  asking.map(({ browser, url, credentials, header }): Step => (caches) => { browserOf(caches, browser).preflights.clear(url, request(credentials, header)); }),
  asking.map(({ browser, url, credentials, header }): Step => (caches) => {
    if (browserOf(caches, browser).preflights.allows(url, request(credentials, header), false, 0)) {
      browserOf(caches, browser).http.invalidate(url);
    }
  }),
);
const steps = fc.array(step, { maxLength: 4 });

interface State {
  readonly caches: Caches;
  readonly findings: Findings;
}

/** Runs steps where they note what they look up and what they change. */
function watched(event: readonly Step[], { caches, findings }: State, numbers: Numbers): { readonly lookUps: LookUps; readonly changes: Changes } {
  const lookUps = new LookUps(findings, numbers);
  const changes = new Changes(numbers);
  const copy = lookUps.watchedCopy(caches, changes);
  event.forEach((each) => { each(copy); });
  return { lookUps, changes };
}

function stateAfter(changes: Changes, { caches, findings }: State): State {
  return { caches: changes.madeTo(caches), findings: changes.findingsAfter(findings, {}) };
}

/** Equal for caches with the same in them; a browser with nothing in it is one that was never used. */
function contentsOf({ edge, browsers }: Caches): string {
  const sorted = (contents: ReadonlyMap<string, unknown>): readonly unknown[] => [...contents].sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify([sorted(edge.contents), ...['one', 'other'].flatMap((name) => [sorted(browsers.get(name)?.http.contents ?? new Map()), sorted(browsers.get(name)?.preflights.contents ?? new Map())])]);
}

const printOf = ({ findings }: State): string => findings.join().replace(/,+$/, '');

test('where an event would look up the same, what it changed elsewhere is what it would change here', () => {
  let repeated = 0;
  fc.assert(fc.property(steps, steps, steps, (first, second, event) => {
    const numbers = new Numbers();
    const empty: State = { caches: newCaches(), findings: [] };
    const [one, other] = [first, second].map((each) => stateAfter(watched(each, empty, numbers).changes, empty)) as [State, State];
    expect(printOf(one) === printOf(other)).toBe(contentsOf(one.caches) === contentsOf(other.caches));
    const { lookUps, changes } = watched(event, one, numbers);
    const runs = new Runs<Changes>();
    runs.add(lookUps, changes);
    const known = runs.find(other.findings);
    if (known !== undefined) {
      repeated += Number(printOf(one) !== printOf(other));
      const direct = copyOfCaches(other.caches);
      event.forEach((each) => { each(direct); });
      const [here, there] = [stateAfter(known, other), stateAfter(changes, one)];
      expect(contentsOf(here.caches)).toBe(contentsOf(direct));
      expect(printOf(here) === printOf(there)).toBe(contentsOf(here.caches) === contentsOf(there.caches));
    }
  }), { seed: SEED, numRuns: many(3000) });
  expect(repeated).toBeGreaterThan(many(3000) / 10);
});
