/** What really happened to people: it fails in the model as they saw it fail, the popular fix does not help, the right one does. */
import type { DeliveryGraph, DeliveryGraphs } from '../../lib/graph/types';
import { exchange } from '../../lib/model';
import { checkGraphs } from '../../lib/rules/engine/check-graphs';
import { exampleStack } from '../../lib/rules/engine/example-stack';
import { read } from '../rules/judging';
import { INCIDENTS } from './incidents';
import { APP, FILE } from './incident';
import type { Setup, Told } from './incident';

function readSetup({ stack }: Setup): DeliveryGraphs {
  const graphs = read(exampleStack(stack));
  expect({ problems: graphs.problems, worlds: graphs.worlds.length }).toEqual({ problems: [], worlds: 1 });
  return graphs;
}

function only({ worlds: [world] }: DeliveryGraphs): DeliveryGraph {
  return world as DeliveryGraph;
}

/** How an exchange ends, in the words in which it is expected to. */
function expectExchange(graph: DeliveryGraph, former: DeliveryGraph, { page, after, formerly, objects, now, ends }: Told): void {
  const history = after.map((event) => ({ ...event, ...(formerly ? { under: former } : {}) }));
  const tried = exchange(graph, { origin: APP, path: FILE, ...page }, { history, objects, now });
  const told = tried.trace.map(({ who, text }) => `${who} ${text}`).join('\n');
  if (typeof ends === 'string') {
    expect({ verdict: tried.verdict, told }).toEqual({ verdict: ends, told });
    return;
  }
  expect({ verdict: tried.verdict, told }).toEqual({ verdict: 'blocked', told });
  const { why, ...place } = ends;
  expect(tried.outcome).toMatchObject(place);
  expect(told).toContain(why ?? '');
}

/** The mistake is named; what only code decides is no error, and is not passed over either. */
function expectNamed(graphs: DeliveryGraphs, { names = [], exchanges = [] }: Setup): void {
  const { findings, unknowns } = checkGraphs(graphs);
  if (exchanges.length > 0 && exchanges.every(({ ends }) => ends === 'unknown')) {
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  }
  const said = [...findings, ...unknowns].map(({ rule }) => rule);
  expect(said).toEqual(expect.arrayContaining([...names]));
}

describe.each(INCIDENTS.map((incident) => [incident.ids.join(', '), incident.report, incident] as const))('%s: %s', (_, __, { broken, wrongFixes = [], right }) => {
  const former = readSetup(broken);

  test('it fails as it was seen to fail, and the checker names why', () => {
    broken.exchanges?.forEach((exchange) => { expectExchange(only(former), only(former), exchange); });
    expectNamed(former, broken);
  });

  for (const setup of wrongFixes) {
    test(`does not help: ${setup.fix}`, () => {
      const graphs = readSetup(setup);
      setup.exchanges?.forEach((exchange) => { expectExchange(only(graphs), only(former), exchange); });
      expectNamed(graphs, setup);
    });
  }

  test('the right fix works, and no error is reported', () => {
    const graphs = readSetup(right);
    right.exchanges?.forEach((exchange) => { expectExchange(only(graphs), only(former), exchange); });
    expect(checkGraphs(graphs).findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});
