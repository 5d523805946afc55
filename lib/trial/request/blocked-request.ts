import { valueOr } from '../../graph/types/known';
import type { Behavior, Bucket, DeliveryGraph, Distribution } from '../../graph/types';
import type { BlockCode, Blocked, Step, WireExchange } from '../../model';
import type { CorsFailure } from '../../model/browser/types';
import { chooseBehavior } from '../../model/cloudfront/behavior';
import { lowerCaseItems } from '../../model/http/message';
import { answerTo } from '../../model/undecided';

/** What was blocked, and what is known of it. */
export interface BlockedRequest {
  readonly graph: DeliveryGraph;
  /** Who was asked. */
  readonly node: Bucket | Distribution;
  readonly messages: readonly WireExchange[];
  readonly code?: BlockCode;
  readonly failure?: CorsFailure;
  readonly hiddenHeader?: string;
  /** Where it was stopped, when that is known: at a response that no message brought, the browser had a copy. */
  readonly step?: Step;
  /** Where the files of a bucket come from, for previews. */
  readonly folderOf?: (bucket: Bucket) => string | undefined;
}

/** What a model's exchange tells of a blocked request. */
export function blockedRequest(
  graph: DeliveryGraph,
  node: Bucket | Distribution,
  messages: readonly WireExchange[],
  { code, failure, hiddenHeader, step }: Blocked,
): BlockedRequest {
  return { graph, node, messages, code, failure, hiddenHeader, step };
}

/** What the page wants. */
export interface Asked {
  readonly origin: string;
  readonly method: string;
  readonly headers: readonly string[];
  readonly path: string;
  readonly query: string;
  readonly isPreflight: boolean;
}

export function askedBy({ request }: WireExchange): Asked {
  const { method, headers, path, query } = request;
  const requested = headers['access-control-request-method'] as string | undefined;
  return {
    origin: headers.origin, method: requested ?? method, path, query, headers: lowerCaseItems(headers['access-control-request-headers'] as string | undefined),
    isPreflight: method === 'OPTIONS' && requested !== undefined,
  };
}

export interface AskedPlace {
  readonly behavior?: Behavior;
  readonly bucket?: Bucket;
}

export function placeOf({ node }: BlockedRequest, { request: { path } }: WireExchange): AskedPlace {
  if (!('behaviors' in node)) {
    return { bucket: node };
  }
  const behavior = valueOr(answerTo(() => chooseBehavior(node, path)), undefined);
  const target = behavior && valueOr(behavior.origin, undefined)?.target;
  return { behavior, bucket: target && 'bucket' in target ? valueOr(target.bucket, undefined) : undefined };
}
