/** What becomes of one request in one way in which the conditions of the templates may turn out. */
import type { Bucket, DeliveryGraph, Distribution, Premise } from '../../graph/types';
import type { AssumptionChoices, EarlierEvent, PageRequest } from '../../model';
import { checkGraphs } from '../../rules/engine/check-graphs';
import type { Finding } from '../../rules/engine/finding';
import { resourceNameOf, tryRequest } from '../../trial';
import type { Tried } from '../../trial';
import { adviceFor, blockedRequest } from '../../trial/request/advice';
import { isSameResource } from '../../trial/report/places';

export interface ExplainedWorld {
  readonly premises: readonly Premise[];
  readonly tried: Tried;
  /** What AWS refuses to create of what was asked. */
  readonly refused?: Finding;
  /** What to change, where it is blocked and the exchange tells. */
  readonly advice?: string;
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
  const { findings } = checkGraphs({ worlds: [graph], problems: [], complete: true });
  const own = node === undefined ? [] : addressesBehind(node);
  return findings.find(({ family, severity, place }) => family === 'deploy' && severity === 'error' && own.some((address) => isSameResource(address, place.address)));
}

function addressesBehind(node: Bucket | Distribution): readonly Bucket['address'][] {
  if (!('behaviors' in node)) {
    return [node.address, ...node.policies.map(({ address }) => address)];
  }
  const origins = node.origins.known ? node.origins.value : [];
  const buckets = origins.flatMap(({ target }) => ('bucket' in target && target.bucket.known ? addressesBehind(target.bucket.value) : []));
  const policies = (node.behaviors.known ? node.behaviors.value : []).flatMap(({ responseHeadersPolicy }) => (responseHeadersPolicy.known ? responseHeadersPolicy.value?.address ?? [] : []));
  return [node.address, ...buckets, ...policies];
}
