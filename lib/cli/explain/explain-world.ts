/** What becomes of one request in one way in which the conditions of the templates may turn out. */
import { readTemplates } from '../../graph/readers/templates';
import type { TemplateInput } from '../../graph/types/template-input';
import type { Bucket, DeliveryGraph, DeliveryGraphs, Distribution, Premise } from '../../graph/types';
import type { AssumptionChoices, EarlierEvent, PageRequest } from '../../model';
import { compileOnce } from '../../model/undecided';
import { checkGraphs } from '../../rules/engine/check-graphs';
import type { Finding } from '../../rules/engine/finding';
import { addresseesOf, fixFor, judgeGraphs, planFor, resourceNameOf, tryRequest } from '../../trial';
import type { Change, Tried } from '../../trial';
import { withEdits } from '../../trial/fixes/edit';
import { adviceFor } from '../../trial/request/advice';
import { blockedRequest } from '../../trial/request/blocked-request';
import { isSameResource } from '../../graph/types/same-resource';

export interface ExplainedWorld {
  readonly premises: readonly Premise[];
  readonly tried: Tried;
  /** What AWS refuses to create of what was asked. */
  readonly refused?: Finding;
  /** What to change, where it is blocked and the exchange tells. */
  readonly advice?: string;
}

/** Whether a world has what the page asks: a condition may leave it out. */
export function isThere(graph: DeliveryGraph, { target = 'distribution', resource }: PageRequest): boolean {
  return addresseesOf(graph, target, resource).length > 0;
}

/** The first fix, alone or with those before it, with which a blocked request works. */
export function fixOf(
  inputs: readonly TemplateInput[],
  graphs: DeliveryGraphs,
  page: PageRequest,
  history: readonly EarlierEvent[],
): readonly Change[] | undefined {
  const works = (fixed: DeliveryGraphs): boolean => {
    const worlds = fixed.worlds.filter((graph) => isThere(graph, page));
    return worlds.length > 0 && worlds.every((graph) => tryRequest(graph, page, { history }).verdict === 'works');
  };
  for (const mistake of judgeGraphs(graphs).mistakes) {
    const fix = fixFor(inputs, graphs, mistake);
    if (fix?.proven && works(fix.state.graphs)) {
      return fix.changes;
    }
  }
  const plan = planFor(inputs);
  const edited =
    plan.length === 0
      ? undefined
      : withEdits(
          inputs,
          plan.map(({ stack, logicalId, path, after }) => ({ stack, logicalId, path, value: after })),
        );
  return edited && works(readTemplates(edited)) ? plan : undefined;
}

export function explainWorld(
  graph: DeliveryGraph, page: PageRequest, history: readonly EarlierEvent[], assumptions?: AssumptionChoices,
): ExplainedWorld {
  const tried = tryRequest(graph, page, { history, assumptions, asItIs: true });
  const { outcome, messages } = tried.exchange;
  const node = nodeFor(graph, page);
  const advice = node && outcome.verdict === 'blocked' && (tried.verdict === 'broken' || tried.verdict === 'depends') ? adviceFor(blockedRequest(graph, node, messages, outcome)) : undefined;
  return { premises: graph.premises, tried, advice, refused: refusalOf(graph, node) };
}

function nodeFor({ buckets, distributions }: DeliveryGraph, { target, resource }: PageRequest): Bucket | Distribution | undefined {
  const nodes: readonly (Bucket | Distribution)[] = target === 'bucket' ? buckets : distributions;
  return nodes.find(({ address }) => resourceNameOf(address) === resource) ?? nodes[0];
}

/** A template that AWS refuses answers nobody. */
function refusalOf(graph: DeliveryGraph, node: Bucket | Distribution | undefined): Finding | undefined {
  const own = node === undefined ? [] : addressesBehind(node);
  return refusals(graph).find(({ place }) => own.some((address) => isSameResource(address, place.address)));
}

const refusals = compileOnce((graph: DeliveryGraph): readonly Finding[] =>
  checkGraphs({ worlds: [graph], problems: [], complete: true }).findings.filter(({ family, severity }) => family === 'deploy' && severity === 'error'));

function addressesBehind(node: Bucket | Distribution): readonly Bucket['address'][] {
  if (!('behaviors' in node)) {
    return [node.address, ...node.policies.map(({ address }) => address)];
  }
  const origins = node.origins.known ? node.origins.value : [];
  const buckets = origins.flatMap(({ target }) => ('bucket' in target && target.bucket.known ? addressesBehind(target.bucket.value) : []));
  const policies = (node.behaviors.known ? node.behaviors.value : []).flatMap(({ responseHeadersPolicy }) =>
    responseHeadersPolicy.known ? (responseHeadersPolicy.value?.address ?? []) : [],
  );
  return [node.address, ...buckets, ...policies];
}
