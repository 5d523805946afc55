/** A probe of a previewed system without sockets: the same requests, the same lines, thousands of times. */
import type { DeliveryGraph } from '../../lib/graph/types';
import type { AssumptionChoices } from '../../lib/model';
import { splitTarget } from '../../lib/model/http/target';
import { serverFor } from '../../lib/model/server';
import type { ClientRequest, Server } from '../../lib/model/server';
import { Undecided } from '../../lib/model/undecided';
import { PreviewedSystem } from '../../lib/preview/exchange/ask';
import { ExchangeMemory, writtenByPolicy } from '../../lib/preview/exchange/exchange-memory';
import { errorBody } from '../../lib/preview/http/error-body';
import { answerLines } from '../../lib/preview/http/write-response';
import { Bodies } from '../../lib/preview/storage/bodies';
import type { ObjectStore } from '../../lib/preview/storage/object-store';
import type { ProbeTarget } from '../../lib/probe';
import type { Asked } from '../../lib/probe/asking/sequence';
import { goThrough } from '../../lib/probe/asking/sequence';
import { headerMap } from '../../lib/probe/exchange';
import type { HeaderLine, ProbeRequest, ProbeResponse } from '../../lib/probe/exchange';

const FILES = new Set(['file', 'fonts/file', 'index.html']);

const STORE = {
  head: (key: string) => Promise.resolve(FILES.has(key) ? { size: 2_000, contentType: 'text/css', etag: '"1"' } : undefined),
} as unknown as ObjectStore;

/** A system that is asked directly. */
export class InProcess {
  public readonly system: PreviewedSystem;
  private readonly server: Server;
  public now = 1_000;

  public constructor(graph: DeliveryGraph, assumptions: AssumptionChoices) {
    this.system = new PreviewedSystem(graph, assumptions, new Bodies(new Map(graph.buckets.map(({ name }) => [name, STORE]))), () => this.now);
    this.server = serverFor(graph, { target: 'distribution' });
  }

  /** What is kept at the edge, apart from URLs that only a probe asks for. */
  public copies(nonce: string): Readonly<Record<string, unknown>> {
    return Object.fromEntries([...this.system.edge.contents].filter(([key]) => !key.includes(nonce)).map(([key, { response: { status, headers }, storedAt }]) => [key, { status, headers, storedAt }]));
  }

  public async ask({ method, path, headers, plain }: ProbeRequest): Promise<ProbeResponse> {
    const request: ClientRequest = { method, ...splitTarget(path), headers: headerMap(headers), secure: plain !== true };
    try {
      const { response, log } = await this.system.ask(this.server, request, () => new ExchangeMemory());
      const written = log.policyUse ? writtenByPolicy(log.policyUse, request, this.system.assumptions) : {};
      const lines = pairs(answerLines('distribution', response, log, written, false));
      return { status: response.status, headers: lines, ...(response.body === 'error' ? { bodyExcerpt: errorBody(response) } : {}) };
    } catch (error) {
      if (error instanceof Undecided) {
        return { status: 501, headers: [] };
      }
      throw error;
    }
  }

  public probe(target: ProbeTarget): Promise<Asked> {
    return goThrough(target, async ({ id }, request, n) => ({ n, step: id, at: new Date(this.now * 1000).toISOString(), ms: 0, request, response: await this.ask(request) }));
  }
}

function pairs(flat: readonly string[]): readonly HeaderLine[] {
  return flat.flatMap((name, index) => (index % 2 === 0 ? [[name, flat[index + 1] ?? ''] as const] : []));
}
