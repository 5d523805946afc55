import fc from 'fast-check';
import type { Browser } from 'playwright-core';
import type { BlockCode } from '../../lib/model';
import type { AgreementCase, PlacedCase } from './agreement/case';
import { codeOf, differences } from './agreement/compare';
import { agreementCase } from './agreement/generate';
import { RealBrowser } from './agreement/observe';
import type { Observation } from './agreement/observe';
import { predict } from './agreement/predict';
import { longEnough, many, record, recorded, SEED } from '../drawing';
import { describeInChromium, launchChromium } from './chromium';
import { startHosts } from './hosts';
import type { Hosts } from './hosts';

const LAW = 'browser-agreement';
const CASES = many(400);
const LEAST_EXCHANGES = 600;
const AT_ONCE = 100;
/** Chromium keeps 1,024 preflights, and then drops some by chance. */
// https://source.chromium.org/chromium/chromium/src/+/main:services/network/cors/preflight_cache.cc: kMaxCacheEntries, kPurgeUnit
const BATCHES_OF_A_BROWSER = 5;
/** A preflight without Access-Control-Max-Age is forgotten after five seconds: the steps of a case must not take so long. */
const LONGEST_ROUND_TRIP = 4000;

/** Why a browser blocks; the other codes are about CloudFront's error pages. */
const CODES: readonly BlockCode[] = [
  'allow-credentials-missing', 'allow-headers-missing', 'allow-methods-missing', 'allow-origin-mismatch', 'allow-origin-missing', 'allow-origin-multiple',
  'allow-origin-wildcard-with-credentials', 'forbidden-method', 'header-not-exposed', 'integrity-needs-cors', 'mixed-content', 'opaque-response',
  'preflight-redirected', 'preflight-refused', 'request-refused', 'resource-policy',
];

describeInChromium('the browser of the model and a real one', () => {
  const real = new RealBrowser();
  const counts = new Map<string, number>();
  let hosts: Hosts | undefined;
  let browser: Browser | undefined;

  beforeAll(async () => {
    hosts = await startHosts(real.reply);
    browser = await launchChromium(hosts.hostRules, [hosts.trustedKey]);
    await real.open(browser);
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await hosts?.close();
    const exchanges = [...counts].filter(([what]) => what.startsWith('load ')).reduce((sum, [, count]) => sum + count, 0);
    console.log(`${exchanges} exchanges through ${browser?.version() ?? 'no browser'}, seed ${SEED}\n${
      [...counts].sort(([one], [other]) => one < other ? -1 : 1).map(([what, count]) => `${String(count).padStart(6)} ${what}`).join('\n')}`);
  });

  test('agree on every request sent, every header seen, every block and its console text', async () => {
    const cases = [...recorded<AgreementCase>(LAW), ...fc.sample(agreementCase, { seed: SEED, numRuns: CASES })];
    const quick = batches(batches(cases.filter(({ pause }) => pause === 0), AT_ONCE), BATCHES_OF_A_BROWSER);
    const slow = batches(cases.filter(({ pause }) => pause > 0), AT_ONCE);
    const found: string[] = [];
    const tryAll = async (batch: readonly AgreementCase[]): Promise<void> => {
      for (const { placed, steps } of await observed(real, batch)) {
        found.push(...compared(placed, steps, counts));
      }
    };
    for (let index = 0; index < Math.max(quick.length, slow.length); index++) {
      if (index > 0) {
        await browser?.close();
        browser = await launchChromium(hosts?.hostRules ?? [], hosts ? [hosts.trustedKey] : []);
        await real.open(browser);
      }
      // While some wait for caches to forget, others run
      const inTurn = async (): Promise<void> => { for (const batch of quick[index] ?? []) { await tryAll(batch); } };
      await Promise.all([inTurn(), tryAll(slow[index] ?? [])]);
    }
    expect(found.slice(0, 3).join('\n\n')).toBe('');
    expect(found).toEqual([]);
  }, longEnough(300_000));

  test('met every reason a browser has to block, so that agreement means something', () => {
    expect(CODES.filter((code) => !counts.has(`code ${code}`))).toEqual([]);
    expect([...counts].filter(([what]) => what.startsWith('load ')).reduce((sum, [, count]) => sum + count, 0)).toBeGreaterThanOrEqual(LEAST_EXCHANGES);
  });
});

function batches<V>(all: readonly V[], size: number): readonly (readonly V[])[] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) => all.slice(index * size, (index + 1) * size));
}

let places = 0;

interface Observed {
  readonly placed: PlacedCase;
  readonly steps: readonly Observation[];
}

/** In halves, at new URLs, when the machine was too busy for the clock not to matter. */
async function observed(real: RealBrowser, cases: readonly AgreementCase[]): Promise<readonly Observed[]> {
  const placed = cases.map((one) => ({ ...one, id: `case${String(places++)}` }));
  const started = Date.now();
  const observations = await real.observe(placed);
  const waited = Math.max(0, ...cases.map(({ pause, steps }) => pause * (steps.length - 1))) * 1000;
  if (Date.now() - started - waited <= LONGEST_ROUND_TRIP) {
    return placed.map((one, index) => ({ placed: one, steps: observations[index] }));
  }
  if (cases.length === 1) {
    throw new Error(`the machine is too busy: one case took longer than ${String(LONGEST_ROUND_TRIP)} ms`);
  }
  const half = Math.ceil(cases.length / 2);
  return [...await observed(real, cases.slice(0, half)), ...await observed(real, cases.slice(half))];
}

function compared(placed: PlacedCase, observations: readonly Observation[], counts: Map<string, number>): readonly string[] {
  const predictions = predict(placed);
  const count = (what: string): void => { counts.set(what, (counts.get(what) ?? 0) + 1); };
  predictions.forEach(({ outcome, wished }, index) => {
    count(`load ${placed.steps[index].start.load ?? 'fetch'}`);
    count(`verdict ${outcome.verdict}`);
    new Set([codeOf(outcome), codeOf(wished)]).forEach((code) => { if (code !== undefined) { count(`code ${code}`); } });
  });
  // Only the first step that differs: what follows it starts from other caches
  const first = placed.steps.findIndex((step, index) => differences(step, predictions[index], observations[index]).length > 0);
  if (first < 0) {
    return [];
  }
  const { id, ...found } = { ...placed, steps: placed.steps.slice(0, first + 1) };
  record(LAW, found);
  return [[`step ${first} of ${id} ${JSON.stringify(found)}`, ...differences(placed.steps[first], predictions[first], observations[first])].join('\n')];
}
