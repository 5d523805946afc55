import { ProbeClient } from './asking/client';
import type { ClientOptions } from './asking/client';
import { goThrough } from './asking/sequence';
import type { Asked } from './asking/sequence';
import type { ProbeTarget } from './asking/target';
import type { ProbedExchange } from './exchange';

/** How a probe is run. */
export interface ProbeOptions extends ClientOptions {
  /** Called after each exchange, so that what was seen is kept whatever happens next. */
  readonly onExchange?: (exchange: ProbedExchange) => void;
  /** Asked before each request; a text ends the probe, as if a step had said so. */
  readonly halted?: () => string | undefined;
}

/** What a probe brings home. */
export interface Probed extends Asked {
  readonly tlsIssuer?: string;
}

/** Asks a deployed distribution, one request at a time. */
export async function probe(target: ProbeTarget, options: ProbeOptions = {}): Promise<Probed> {
  const client = await ProbeClient.open(target.url, options);
  try {
    const asked = await goThrough(target, async ({ id }, request, n) => {
      const started = Date.now();
      const response = await client.ask(request);
      const exchange: ProbedExchange = { n, step: id, at: new Date(started).toISOString(), ms: Date.now() - started, request, response };
      options.onExchange?.(exchange);
      return exchange;
    }, options.halted);
    return { ...asked, ...(client.tlsIssuer === undefined ? {} : { tlsIssuer: client.tlsIssuer }) };
  } finally {
    client.close();
  }
}
