/** What really happened to people: it fails in the model as they saw it fail, the popular fix does not help, the right one does. */
import type { DeliveryGraph, DeliveryGraphs } from '../../lib/graph/types';
import { exchange } from '../../lib/model';
import { checkGraphs } from '../../lib/rules/engine';
import { exampleStack } from '../../lib/rules/example-stack';
import { read } from '../rules/judging';
import { INCIDENTS } from './incidents';
import { APP, FILE } from './incident';
import type { Setup, Trip } from './incident';

function readSetup({ stack }: Setup): DeliveryGraphs {
  const graphs = read(exampleStack(stack));
  expect({ problems: graphs.problems, worlds: graphs.worlds.length }).toEqual({ problems: [], worlds: 1 });
  return graphs;
}

function only({ worlds: [world] }: DeliveryGraphs): DeliveryGraph {
  return world as DeliveryGraph;
}

/** How a trip ends, in the words in which it is expected to. */
function expectTrip(graph: DeliveryGraph, former: DeliveryGraph, { page, after, formerly, objects, now, ends }: Trip): void {
  const history = after.map((event) => ({ ...event, ...(formerly ? { under: former } : {}) }));
  const trip = exchange(graph, { origin: APP, path: FILE, ...page }, { history, objects, now });
  const told = trip.trace.map(({ who, text }) => `${who} ${text}`).join('\n');
  if (typeof ends === 'string') {
    expect({ verdict: trip.verdict, told }).toEqual({ verdict: ends, told });
    return;
  }
  expect({ verdict: trip.verdict, told }).toEqual({ verdict: 'blocked', told });
  const { why, ...place } = ends;
  expect(trip.outcome).toMatchObject(place);
  expect(told).toContain(why ?? '');
}

/** The mistake is named; what only code decides is no error, and is not passed over either. */
function expectNamed(graphs: DeliveryGraphs, { names = [], trips = [] }: Setup): void {
  const { findings, unknowns } = checkGraphs(graphs);
  if (trips.length > 0 && trips.every(({ ends }) => ends === 'unknown')) {
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  }
  const said = [...findings, ...unknowns].map(({ rule }) => rule);
  expect(said).toEqual(expect.arrayContaining([...names]));
}

describe.each(INCIDENTS.map((incident) => [incident.ids.join(', '), incident.report, incident] as const))('%s: %s', (_, __, { broken, wrongFixes = [], right }) => {
  const former = readSetup(broken);

  test('it fails as it was seen to fail, and the checker names why', () => {
    broken.trips?.forEach((trip) => { expectTrip(only(former), only(former), trip); });
    expectNamed(former, broken);
  });

  for (const setup of wrongFixes) {
    test(`does not help: ${setup.fix}`, () => {
      const graphs = readSetup(setup);
      setup.trips?.forEach((trip) => { expectTrip(only(graphs), only(former), trip); });
      expectNamed(graphs, setup);
    });
  }

  test('the right fix works, and no error is reported', () => {
    const graphs = readSetup(right);
    right.trips?.forEach((trip) => { expectTrip(only(graphs), only(former), trip); });
    expect(checkGraphs(graphs).findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});
