/** Laws of a probe, over stacks with every mistake, over what came before, and over what AWS leaves undocumented. */
import fc from 'fast-check';
import { MISTAKES, RIGHT } from '../../bench/mistakes';
import type { DeliveryGraph } from '../../lib/graph/types';
import { alternativesOf, ASSUMPTIONS } from '../../lib/model';
import type { AssumptionChoices, AssumptionId } from '../../lib/model';
import { compare } from '../../lib/probe';
import type { ProbeTarget } from '../../lib/probe';
import { STEPS } from '../../lib/probe/asking/steps';
import { Evidence } from '../../lib/probe/asking/evidence';
import type { ProbeRequest } from '../../lib/probe/exchange';
import { exampleStack } from '../../lib/rules/engine/example-stack';
import type { ExampleParts } from '../../lib/rules/engine/example-stack';
import { holdsInTime, longEnough } from '../drawing';
import { graphOf } from '../rules/judging';
import { InProcess } from './in-process';
import { APP, targetAt } from './support';

const HEADERS_IN_KEY = 'OriginKey:\n  Type: AWS::CloudFront::CachePolicy\n  Properties:\n    CachePolicyConfig:\n      Name: origin-key\n      MinTTL: 0\n      MaxTTL: 86400\n      DefaultTTL: 3600\n'
  + '      ParametersInCacheKeyAndForwardedToOrigin: { CookiesConfig: { CookieBehavior: none }, EnableAcceptEncodingBrotli: true, EnableAcceptEncodingGzip: true,'
  + ' QueryStringsConfig: { QueryStringBehavior: all }, HeadersConfig: { HeaderBehavior: whitelist, Headers: [Origin] } }';

const STACKS: readonly ExampleParts[] = [
  RIGHT, { cors: null }, { ...RIGHT, behavior: { CachePolicyId: '!Ref OriginKey' }, more: HEADERS_IN_KEY }, { cors: null, behavior: { CachePolicyId: '!Ref OriginKey' }, more: HEADERS_IN_KEY },
  { cors: null, behavior: { CachedMethods: '[GET, HEAD, OPTIONS]' } }, { behavior: { CachedMethods: '[GET, HEAD, OPTIONS]', CachePolicyId: '!Ref OriginKey' }, more: HEADERS_IN_KEY },
  { rule: { AllowedHeaders: undefined }, behavior: { CachedMethods: '[GET, HEAD, OPTIONS]' } },
  ...MISTAKES.filter(({ breaks }) => breaks !== 'AWS refuses the template').map(({ stack }) => stack),
];
const GRAPHS = STACKS.map((stack) => graphOf(exampleStack(stack)));

const OTHER = 'https://admin.example.com';
const PAGES: readonly ProbeTarget['page'][] = [
  { origin: APP }, { origin: OTHER }, { origin: 'https://unlisted.example.net' }, { origin: APP, headers: { 'x-trace': '1' } }, { origin: APP, credentials: 'include' }, { origin: APP, load: 'font' }, { origin: APP, load: 'image' },
  { origin: 'null' },
];

const BEFORE: readonly ProbeRequest[] = [
  { method: 'GET', path: '/file', headers: [['accept-encoding', 'gzip, deflate, br']] },
  { method: 'GET', path: '/file', headers: [['accept-encoding', 'gzip']] },
  { method: 'GET', path: '/file', headers: [['accept-encoding', 'gzip, deflate, br'], ['origin', OTHER]] },
  { method: 'OPTIONS', path: '/file', headers: [['origin', OTHER], ['access-control-request-method', 'GET']] },
];

const assumptions = fc.record(Object.fromEntries((Object.keys(ASSUMPTIONS) as AssumptionId[]).map((id) => [id, fc.constantFrom(...alternativesOf(id))]))) as fc.Arbitrary<AssumptionChoices>;
const situations = fc.record({
  stack: fc.nat(GRAPHS.length - 1), chosen: assumptions, page: fc.constantFrom(...PAGES), before: fc.subarray([...BEFORE]),
});

/** The page's own requests, for the file in the codings that the probe asked for, and for one that does not exist. */
async function load(system: InProcess, target: ProbeTarget, codings: readonly string[]): Promise<void> {
  const evidence = new Evidence(target, []);
  for (const id of ['preflight', 'missing', ...codings]) {
    const step = STEPS.find((each) => each.id === id);
    await system.ask((step as NonNullable<typeof step>).request(target, evidence));
  }
}

function graphAt(index: number): DeliveryGraph {
  return GRAPHS[index % GRAPHS.length] as DeliveryGraph;
}

async function after<T>(graph: DeliveryGraph, chosen: AssumptionChoices, before: readonly ProbeRequest[], act: (system: InProcess) => Promise<T>): Promise<readonly [InProcess, T]> {
  const system = new InProcess(graph, chosen);
  for (const request of before) {
    await system.ask(request);
  }
  system.now += 5;
  return [system, await act(system)];
}

jest.setTimeout(longEnough(60_000));

test('after a probe the caches hold what the page\'s own request would have left, and nothing else', async () => {
  await holdsInTime('a probe leaves nothing', fc.asyncProperty(situations, async ({ stack, chosen, page, before }) => {
    const graph = graphAt(stack);
    const target = targetAt('https://d111111abcdef8.cloudfront.net/file', { page, comparing: true });
    const [probed, asked] = await after(graph, chosen, before, (system) => system.probe(target));
    const codings = asked.exchanges.map(({ step }) => step).filter((step) => step === 'page' || step === 'page-gzip' || step === 'page-identity');
    const [loaded] = await after(graph, chosen, before, (system) => load(system, target, codings));
    expect(probed.copies(target.nonce)).toEqual(loaded.copies(target.nonce));
  }), 150);
});

test('a comparison with the template that is deployed never excludes what is so, and finds no drift', async () => {
  let settled = 0;
  await holdsInTime('a comparison excludes nothing that is so', fc.asyncProperty(situations, fc.boolean(), async ({ stack, chosen, page, before }, thorough) => {
    const graph = graphAt(stack);
    const target = targetAt('https://d111111abcdef8.cloudfront.net/file', { page, comparing: true, thorough });
    const [, asked] = await after(graph, chosen, before, (system) => system.probe(target));
    const comparison = compare(graph, target, asked.exchanges);
    expect(comparison.deviations).toEqual([]);
    const wrong = comparison.assumptions.filter(({ id, left }) => !left.includes(chosen[id] ?? alternativesOf(id)[0] ?? ''));
    expect(wrong).toEqual([]);
    settled += comparison.assumptions.filter(({ left, excluded }) => left.length === 1 && excluded.length > 0).length;
  }), 150);
  expect(settled).toBeGreaterThan(100);
});
