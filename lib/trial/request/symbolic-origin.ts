/**
 * A page's origin that only deployment decides is neither equal to a listed origin nor different from it. So worlds are opened in which
 * it turns out to be each origin that is listed, everywhere in the graph at once.
 */
import { valueOr } from '../../graph/types/known';
import { isSymbolic, symbolsIn } from '../../graph/types/symbolic-text';
import type { Behavior, Bucket, DeliveryGraph } from '../../graph/types';
import type { PageRequest } from '../../model';
import { asBrowsersSend } from '../../rules/promise/origin-text';
import { sampleOrigin } from '../../rules/promise/promised-requests';

export interface OriginWorld {
  readonly graph: DeliveryGraph;
  readonly request: PageRequest;
  /** The listed origin that it turns out to be. */
  readonly listed: string;
}

/** The worlds in which the request's symbolic origin is one that the behavior's policy or a bucket lists; none where it is not symbolic. */
export function originWorlds(
  graph: DeliveryGraph,
  request: PageRequest,
  behavior: Behavior | undefined,
  buckets: readonly Bucket[],
): readonly OriginWorld[] {
  if (!isSymbolic(request.origin)) {
    return [];
  }
  const policy = behavior && valueOr(behavior.responseHeadersPolicy, undefined);
  const cors = policy && valueOr(policy.cors, undefined);
  const entries = [
    ...(cors ? valueOr<readonly string[], readonly string[]>(cors.allowOrigins, []) : []),
    ...buckets.flatMap((bucket) => valueOr(bucket.cors, undefined) ?? []).flatMap(({ allowedOrigins }) => allowedOrigins),
  ];
  const listed = [...new Set(entries)].filter((entry) => entry !== '*' && entry !== 'null' && entry !== '' && entry !== request.origin);
  return listed.flatMap((entry) => worldOf(graph, request, entry));
}

function worldOf(graph: DeliveryGraph, request: PageRequest, entry: string): readonly OriginWorld[] {
  const sample = isSymbolic(entry) ? entry : asBrowsersSend(sampleOrigin(entry)) ?? sampleOrigin(entry);
  const [name, second] = symbolsIn(request.origin);
  const [before = '', after = ''] = request.origin.split(`⟨${name ?? ''}⟩`);
  // Where the symbol is only a part of the origin, the rest has to fit
  const value = second === undefined && sample.startsWith(before) && sample.endsWith(after) && sample.length > before.length + after.length
    ? { from: `⟨${name ?? ''}⟩`, to: sample.slice(before.length, sample.length - after.length) } : undefined;
  if (value === undefined && (before !== '' || after !== '')) {
    return [];
  }
  const { from, to } = value ?? { from: request.origin, to: sample };
  return [{ graph: replaced(graph, from, to), request: { ...request, origin: request.origin.replaceAll(from, to) }, listed: entry }];
}

/** The graph with another text in place of one, everywhere. Nodes that are shared stay shared. */
function replaced(graph: DeliveryGraph, from: string, to: string): DeliveryGraph {
  const copies = new Map<object, unknown>();
  const copy = (value: unknown): unknown => {
    if (typeof value === 'string') {
      return value.replaceAll(from, to);
    }
    if (typeof value !== 'object' || value === null) {
      return value;
    }
    const made =
      copies.get(value) ??
      (Array.isArray(value) ? value.map(copy) : Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copy(inner)])));
    copies.set(value, made);
    return made;
  };
  return copy(graph) as DeliveryGraph;
}
