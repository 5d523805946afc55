/** One line that shows a mistake to be true. */
import type { DeliveryGraphs } from '../../graph/types';
import { evidenceOf } from '../../rules/evidence';
import { holdsIn } from '../../rules/engine/when';
import type { Finding } from '../../rules/engine/finding';
import { decides } from './places';
import { triedUsesAround } from './tried-at';
import { requestInWords } from './words';

/** By the rule's own evidence or, where it has none, by a promised use that fails there. What AWS refuses is not tried. */
export function exampleOf(finding: Finding, graphs: DeliveryGraphs): string | undefined {
  const told = evidenceOf(finding, graphs);
  if (told !== undefined || finding.severity !== 'error' || finding.family === 'deploy' || finding.family === 'exposure') {
    return told;
  }
  return graphs.worlds.filter((world) => holdsIn(finding.when, world)).flatMap((world) => triedUsesAround(world, finding.place.address))
    .filter(({ verdict, use }) => verdict === 'broken' && decides(finding.place, use.path)).map(requestInWords).at(0);
}
