/** The guarantee repeats an event instead of running it where it would look up the same; that it then leaves the same behind is held here. */
import fc from 'fast-check';
import { copyOfCaches, newCaches } from '../../lib/model';
import type { Caches, PreflightedRequest } from '../../lib/model';
import { holds, many } from '../drawing';
import { browserOf, Changes, LookUps, Numbers, Runs } from './watched-caches';
import type { Findings } from './watched-caches';

/** What one step of an event is about. */
interface Step {
  readonly act: keyof typeof ACTS;
  readonly browser: string;
  readonly url: string;
  readonly value: number;
  readonly credentials: PreflightedRequest['credentials'];
  readonly header: string;
}

type Act = (caches: Caches, step: Omit<Step, 'act'>) => void;

const response = (status: number, value: number) => ({ status, headers: { 'x-value': String(value) }, body: 'object', from: 'S3' } as const);
const asked = ({ credentials, header }: Omit<Step, 'act'>): PreflightedRequest => ({ origin: 'https://app.example.com', method: 'PUT', credentials, unsafeHeaderNames: [header] });

const keep: Act = ({ edge }, { url, value }) => { edge.set(url, { response: response(200, value), storedAt: 0, ttl: value }); };
const store = (status: number): Act => (caches, { browser, url, value }) => {
  browserOf(caches, browser).http.store(url, { response: response(status, value), requestHeaders: {}, storedAt: 0, initialAge: 0 });
};
const invalidate: Act = (caches, { browser, url }) => { browserOf(caches, browser).http.invalidate(url); };
const onlyIf = (isTrue: (caches: Caches, step: Omit<Step, 'act'>) => boolean, act: Act): Act => (caches, step) => {
  if (isTrue(caches, step)) {
    act(caches, step);
  }
};

/** What an event can do to caches, some of it only where it finds something there. */
const ACTS = {
  keep,
  keepBesideAnother: onlyIf(({ edge }) => edge.get('/a') !== undefined, keep),
  store: store(200),
  storeWhatIsNotKept: store(403),
  invalidate,
  invalidateBesideAnother: onlyIf((caches) => browserOf(caches, 'one').http.get('/a') !== undefined, invalidate),
  invalidateWhereAllowed: onlyIf((caches, step) => browserOf(caches, step.browser).preflights.allows(step.url, asked(step), false, 0), invalidate),
  permit: ((caches, step) => { browserOf(caches, step.browser).preflights.store(step.url, asked(step), { 'access-control-allow-headers': step.header }, 10); }) as Act,
  forget: ((caches, step) => { browserOf(caches, step.browser).preflights.clear(step.url, asked(step)); }) as Act,
};

const steps: fc.Arbitrary<readonly Step[]> = fc.array(fc.record({
  act: fc.constantFrom(...Object.keys(ACTS) as Step['act'][]), browser: fc.constantFrom('one', 'other'), url: fc.constantFrom('/a', '/b'), value: fc.constantFrom(1, 2),
  credentials: fc.constantFrom<Step['credentials']>('include', 'omit'), header: fc.constantFrom('x-one', 'x-two'),
}), { maxLength: 4 });

function perform(event: readonly Step[], caches: Caches): void {
  event.forEach((step) => { ACTS[step.act](caches, step); });
}

interface State {
  readonly caches: Caches;
  readonly findings: Findings;
}

/** Runs steps where they note what they look up and what they change. */
function watched(event: readonly Step[], { caches, findings }: State, numbers: Numbers): { readonly lookUps: LookUps; readonly changes: Changes } {
  const lookUps = new LookUps(findings, numbers);
  const changes = new Changes(numbers);
  const copy = lookUps.watchedCopy(caches, changes);
  perform(event, copy);
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
  holds('repeated-event', fc.property(steps, steps, steps, (first, second, event) => {
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
      perform(event, direct);
      const [here, there] = [stateAfter(known, other), stateAfter(changes, one)];
      expect(contentsOf(here.caches)).toBe(contentsOf(direct));
      expect(printOf(here) === printOf(there)).toBe(contentsOf(here.caches) === contentsOf(there.caches));
    }
  }), 3000);
  expect(repeated).toBeGreaterThan(many(3000) / 10);
});
