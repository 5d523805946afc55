import type { DeliveryGraph } from '../../lib/graph/types';
import { answerClient, DEFAULT_ASSUMPTIONS, EdgeCache, loadForPage, newCaches } from '../../lib/model';
import type { BrowserEngine, HttpRequest, Simulation, SimulationLog, WireExchange } from '../../lib/model';
import { CACHE_CONTROL } from './workload';
import type { Visit } from './workload';

/** What a workload costs under one design. */
export interface Cost {
  /** Copies that were ever kept, for each object that was asked for. */
  readonly copiesPerObject: number;
  /** The most copies of one object. */
  readonly mostCopies: number;
  /** Different encodings that a copy was kept in. */
  readonly encodings: number;
  /** Share of GET requests at the edge that were answered from a copy. */
  readonly hitRatio: number;
  readonly originRequests: number;
  readonly preflightsPerView: number;
  /** Requests that the contract promises and that a browser nevertheless kept from the page. */
  readonly blocked: number;
}

/** Sends a workload through the model, with one edge cache for all and a browser for each visitor. */
export function costOf(graph: DeliveryGraph, visits: readonly Visit[], engine: BrowserEngine = 'chromium'): Cost {
  const edge = new RememberingEdge();
  const wire = new WireCounter();
  const objects: Simulation['objects'] = () => ({ cacheControl: CACHE_CONTROL });
  const asked = new Set<string>();
  const caches = { ...newCaches(), edge };
  let blocked = 0;
  for (const { at, requests, crawled } of visits) {
    const simulation: Simulation = { assumptions: DEFAULT_ASSUMPTIONS, caches, objects, log: wire, now: at };
    if (crawled) {
      asked.add(crawled.path);
      answerClient(graph, crawled, simulation);
    }
    for (const request of requests) {
      asked.add(request.path);
      blocked += loadForPage(graph, { ...request, engine }, simulation).verdict === 'allowed' ? 0 : 1;
    }
  }
  const copies = edge.copiesByObject();
  return {
    copiesPerObject: [...copies.values()].reduce((sum, keys) => sum + keys, 0) / asked.size,
    mostCopies: Math.max(0, ...copies.values()),
    encodings: wire.encodings.size,
    hitRatio: 1 - wire.originGets / wire.viewerGets,
    originRequests: wire.originRequests,
    preflightsPerView: wire.preflights / visits.length,
    blocked,
  };
}

/** An edge cache that knows under which keys it ever kept a copy. */
class RememberingEdge extends EdgeCache {
  private readonly keys = new Set<string>();

  public override set(...[key, copy]: Parameters<EdgeCache['set']>): void {
    this.keys.add(key);
    super.set(key, copy);
  }

  /** Path -> number of copies. The key begins with the distribution, the method and the path. */
  public copiesByObject(): Map<string, number> {
    const copies = new Map<string, number>();
    for (const key of this.keys) {
      const path = key.slice(key.indexOf(' /') + 1, key.indexOf('?'));
      copies.set(path, (copies.get(path) ?? 0) + 1);
    }
    return copies;
  }
}

class WireCounter implements SimulationLog {
  public viewerGets = 0;
  public originGets = 0;
  public originRequests = 0;
  public preflights = 0;
  public readonly encodings = new Set<string>();

  public say(): void {
    // Words are not counted.
  }

  public asks(between: WireExchange['between'], { method, headers }: HttpRequest): void {
    const get = method === 'GET' ? 1 : 0;
    if (between === 'CloudFront and S3') {
      this.originRequests += 1;
      this.originGets += get;
      return;
    }
    this.viewerGets += get;
    this.preflights += method === 'OPTIONS' ? 1 : 0;
    if (get === 1) {
      this.encodings.add(['br', 'gzip'].filter((encoding) => headers['accept-encoding'].includes(encoding)).join());
    }
  }

  public answers(): void {
    // What was asked is enough.
  }
}
