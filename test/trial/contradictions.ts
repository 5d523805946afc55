/** What check, explain and report say differently of one system. */
import type { DeliveryGraphs } from '../../lib/graph/types';
import { explainWorld } from '../../lib/cli/explain/explain-world';
import { judgeGraphs } from '../../lib/trial';
import { matrixOf } from '../../lib/trial/matrix';
import { triedUses } from '../../lib/trial/uses/tried-uses';

export function contradictions(graphs: DeliveryGraphs): readonly string[] {
  const { mistakes: found } = judgeGraphs(graphs);
  const hasError = found.some(({ severity }) => severity === 'error');
  return graphs.worlds.flatMap((world) => {
    const cells = matrixOf(world).distributions.flatMap(({ paths }) => paths.flatMap(({ rows }) => rows.flatMap((row) => row.cells.map((cell) => ({ origin: row.origin, ...cell })))));
    const broken = cells.filter(({ mark }) => mark === 'broken');
    return [
      ...(broken.length > 0 && !hasError ? [`report: ${broken[0]?.asked ?? ''} for ${broken[0]?.origin ?? ''} is broken, and check has no error`] : []),
      ...triedUses(world).flatMap(({ use, request, history, verdict, certain, tried }) => {
        const explained = explainWorld(world, request, history.events).tried.verdict;
        const cell = cells.filter((each) => each.use === use.kind && each.origin === use.origin);
        const agrees = verdict !== 'broken' || !certain || use.kind === 'serves' || cell.some(({ mark }) => mark === 'broken');
        // A use stands for those who send what a function asks for, and explain is asked for a request without
        const isAsked = verdict === 'not-judged' && / answers .*by itself/.test(tried.reason ?? '');
        return [
          ...(explained === verdict || isAsked ? [] : [`explain: ${use.kind} for ${use.origin} is ${explained}, and check tried ${verdict}`]),
          ...(agrees ? [] : [`report: ${use.kind} for ${use.origin} is ${cell.map(({ mark }) => mark).join()}, and check tried ${verdict}`]),
        ];
      }),
    ];
  });
}
