import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readTemplates } from '../../lib/graph/readers/templates';
import { templateFileInputs } from '../../lib/graph/sources/template-files';
import { checkGraphs } from '../../lib/rules/engine/check-graphs';
import type { Finding } from '../../lib/rules/engine/finding';
import { decides } from '../../lib/trial/report/places';
import { foundAt, triedUsesAround } from '../../lib/trial/report/tried-at';
import { triedUses } from '../../lib/trial/uses/tried-uses';

const GOLDEN = join(__dirname, '../golden');
const FOUND = join(__dirname, '../cases/found');
const files = (folder: string): string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(json|ya?ml)$/.test(name)).map((name) => join(folder, name));

/** Every place that a rule judges or could: those of findings, and those of the nodes themselves. */
function placesIn(findings: readonly Finding[], paths: readonly (readonly [Finding['place']['address'], string])[]): readonly Finding['place'][] {
  return [...findings.map(({ place }) => place), ...paths.map(([address, path]) => ({ address, path }))];
}

test('what is looked up around a resource is what comparing every place with every use finds', () => {
  let compared = 0;
  for (const file of [...files(GOLDEN), ...files(FOUND)]) {
    const graphs = readTemplates(templateFileInputs([file]).inputs);
    const { findings } = checkGraphs(graphs);
    for (const graph of graphs.worlds) {
      const all = triedUses(graph);
      const places = placesIn(findings, [
        ...graph.buckets.map(({ address }) => [address, 'Properties'] as const), ...graph.responseHeadersPolicies.map(({ address }) => [address, 'Properties'] as const),
        ...graph.distributions.map(({ address }) => [address, 'Properties.DistributionConfig.DefaultCacheBehavior'] as const),
      ]);
      for (const place of places) {
        const found = all.filter(({ use }) => decides(place, use.path));
        expect(triedUsesAround(graph, place.address).filter(({ use }) => decides(place, use.path))).toEqual(found);
        compared += found.length;
      }
      const isFound = foundAt(findings);
      expect(all.map(({ use }) => isFound(use.path))).toEqual(all.map(({ use }) => findings.some(({ place }) => decides(place, use.path))));
    }
  }
  expect(compared).toBeGreaterThan(500);
});
