/** How one request of a page ends, with a second look where the templates leave something open. */
import { valueOr } from '../../graph/types/known';
import type { Behavior, Bucket, DeliveryGraph, Distribution, EdgeFunction } from '../../graph/types';
import { exchange } from '../../model';
import { circumstanceInWords } from '../../model/edge-code';
import type { AssumptionChoices, Blocked, EarlierEvent, Exchange, PageRequest } from '../../model';
import { chooseBehavior } from '../../model/cloudfront/behavior';
import type { HttpResponse } from '../../model/http/message';
import { splitTarget } from '../../model/http/target';
import { compileOnce, Undecided } from '../../model/undecided';
import { atBest, isSeen } from './at-best';
import { originWorlds } from './symbolic-origin';

/** `depends`: on what AWS does not document. `not-judged`: on what the templates leave open. */
export type TrialVerdict = 'broken' | 'depends' | 'not-judged' | 'works';

/** A request that was tried. */
export interface Tried {
  readonly verdict: TrialVerdict;
  /** Why it is not judged. */
  readonly reason?: string;
  /** The exchange that shows it. Where something unknown was given the benefit of the doubt, it happens in a graph at best. */
  readonly exchange: Exchange;
  /** Why not all of the request could be followed, though it is known to fail. */
  readonly despite?: string;
}

export interface TryOptions {
  readonly history?: readonly EarlierEvent[];
  readonly assumptions?: AssumptionChoices;
  /** It is asked for with what it carries and nothing else, and does not stand for others. */
  readonly asItIs?: boolean;
}

/** Tries a request, under every assumption about AWS that is not settled. */
export function tryRequest(graph: DeliveryGraph, request: PageRequest, options: TryOptions = {}): Tried {
  return judgeExchange(exchange(graph, request, options), graph, request, options);
}

/** Says how the exchange of a request ends. */
export function judgeExchange(tried: Exchange, graph: DeliveryGraph, request: PageRequest, options: TryOptions): Tried {
  switch (tried.verdict) {
    case 'allowed':
      return { verdict: 'works', exchange: tried };
    case 'depends':
      return (options.asItIs ? undefined : answeredToSome(tried)) ?? { verdict: 'depends', exchange: tried };
    case 'blocked':
      return (options.asItIs ? undefined : answeredByFunction(tried)) ?? inEveryOriginWorld(graph, request, options, tried);
    case 'unknown':
      return atItsBest(graph, request, options, tried);
  }
}

/** What a function may look at without asking who asks. */
const OF_CORS = /^(headers\.(origin|host|access-control-.*)|context\..*)$/;
/** What somebody is asked for who may have it. */
const ASKED_FOR = /^(headers\.authorization|cookies\..*|query\..*)$/;

/**
 * A function that looks for a password, a cookie or a header and answers by itself with an error means it so: what it wants to see is not
 * known.
 */
function answeredByFunction(tried: Exchange): Tried | undefined {
  const { request, response } = tried.messages.at(-1) ?? {};
  if (response?.body !== 'generated' || response.status < 300) {
    return undefined;
  }
  // A preflight carries the query of the request that it is for, and nothing else of a page's own
  const decided = (input: string): boolean => (request?.method === 'OPTIONS' ? input.startsWith('query.') && response.status >= 400 : !OF_CORS.test(input));
  return (response.decidedBy ?? []).some(decided) ? { verdict: 'not-judged', exchange: tried, reason: asksFirst(response) } : undefined;
}

/** One that answers some viewers by itself: which are meant only its author knows. */
function answeredToSome(tried: Exchange): Tried | undefined {
  const { decidingCircumstances } = tried;
  const { response } = tried.messages.at(-1) ?? {};
  if (decidingCircumstances.length === 0 || response?.body !== 'generated' || response.status < 300) {
    return undefined;
  }
  const reason = decidingCircumstances.every((input) => ASKED_FOR.test(input)) ? asksFirst(response)
    : `a function at the edge answers some requests by itself with ${String(response.status)}, by ${decidingCircumstances.map(circumstanceInWords).join(' and ')}`;
  return { verdict: 'not-judged', exchange: tried, reason };
}

function asksFirst({ status }: HttpResponse): string {
  return `a function at the edge answers by itself with ${String(status)}, and what it wants to see first is not known`;
}

/** A failure of a page whose origin only deployment decides is one only if it fails as each origin that is listed. */
function inEveryOriginWorld(graph: DeliveryGraph, request: PageRequest, options: TryOptions, tried: Exchange): Tried {
  const works = originWorlds(graph, request, behaviorFor(graph, request), bucketsFor(graph, request))
    .find((world) => exchange(world.graph, world.request, options).verdict !== 'blocked');
  return works === undefined
    ? { verdict: 'broken', exchange: tried }
    : { verdict: 'not-judged', exchange: tried, reason: `whether ${request.origin} is ${works.listed} is decided at deployment` };
}

function atItsBest(graph: DeliveryGraph, request: PageRequest, options: TryOptions, tried: Exchange): Tried {
  const reason = tried.outcomes.map(({ outcome }) => (outcome.verdict === 'unknown' ? outcome.why : '')).find((why) => why !== '') ?? '';
  const history = (options.history ?? []).map((event) => ('under' in event && event.under ? { ...event, under: atBest(event.under) } : event));
  const best = exchange(atBest(graph), request, { ...options, history });
  const notJudged: Tried = { verdict: 'not-judged', reason, exchange: tried };
  if (best.verdict !== 'blocked') {
    return notJudged;
  }
  const failures = best.outcomes.map(({ outcome }) => outcome).filter((outcome): outcome is Blocked => outcome.verdict === 'blocked');
  return failures.some((failure) => mayBeSaved(failure, hiddenEvents(behaviorFor(graph, request)))) ? notJudged
    : { ...inEveryOriginWorld(atBest(graph), request, { ...options, history }, best), despite: reason };
}

/**
 * What code that cannot be seen could still turn to the good: neither what CloudFront refuses before it runs, nor what S3 refuses to give.
 */
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-function-restrictions-all.html: nothing runs for a response of 400 and more
function mayBeSaved({ by, step }: Blocked, events: ReadonlySet<string>): boolean {
  if (by === 'CloudFront' || (by === 'S3' && step !== 'preflight')) {
    return false;
  }
  return step === 'preflight' ? events.has('viewer-request') || events.has('origin-request') || events.has('origin-response') : events.size > 0;
}

const EVENTS = ['viewer-request', 'origin-request', 'origin-response', 'viewer-response'];

/** The events at which something runs that cannot be seen. */
export function hiddenEvents(behavior: Behavior | undefined): ReadonlySet<string> {
  if (behavior === undefined) {
    return new Set();
  }
  return new Set(behavior.edgeFunctions.known ? behavior.edgeFunctions.value.filter((each) => !isSeen(each)).flatMap(eventsOf) : EVENTS);
}

function eventsOf({ event }: EdgeFunction): readonly string[] {
  return event.known ? [event.value] : EVENTS;
}

/** The behavior that answers a request; nothing at a bucket, and where that cannot be told. */
function behaviorFor(graph: DeliveryGraph, request: PageRequest): Behavior | undefined {
  const distribution = request.target === 'bucket' ? undefined : distributionFor(graph, request.resource);
  try {
    return distribution && chooseBehavior(distribution, splitTarget(request.path).path);
  } catch (error) {
    if (error instanceof Undecided) {
      return undefined;
    }
    throw error;
  }
}

function distributionFor(graph: DeliveryGraph, resource: string | undefined): Distribution | undefined {
  return resource === undefined ? graph.distributions[0] : distributionsByName(graph).get(resource);
}

const distributionsByName = compileOnce((graph: DeliveryGraph): ReadonlyMap<string, Distribution> => new Map(
  [...graph.distributions].reverse().flatMap((distribution) => {
    const { address: { logicalId, stack, constructPath }, id } = distribution;
    return [logicalId, `${stack}.${logicalId}`, constructPath ?? id, id].map((name) => [name, distribution] as const);
  }),
));

function bucketsFor(graph: DeliveryGraph, request: PageRequest): readonly Bucket[] {
  if (request.target === 'bucket') {
    return graph.buckets.filter(({ address: { stack, logicalId }, name }) => [name, logicalId, `${stack}.${logicalId}`].includes(request.resource ?? name));
  }
  const behavior = behaviorFor(graph, request);
  return [behavior?.origin, behavior?.failover?.origin].flatMap((origin) => {
    const target = origin?.known ? origin.value.target : undefined;
    return target && 'bucket' in target ? valueOr(target.bucket, undefined) ?? [] : [];
  });
}
