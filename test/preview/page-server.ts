/** The preview's page behind a bare server: what `cdk-cors preview` offers below `/__preview`, and nothing else. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ServerResponse } from 'node:http';
import type { DeliveryGraph } from '../../lib/graph/types';
import type { ExchangeRecord } from '../../lib/preview/exchange/exchange-record';
import { previewPage } from '../../lib/preview/own-pages/page';

export interface PageServer {
  readonly url: string;
  /** Adds records, and sends them to the pages that listen. */
  send(...records: readonly ExchangeRecord[]): void;
  close(): Promise<void>;
}

export async function servePage(graph: DeliveryGraph, records: readonly ExchangeRecord[], origins: readonly string[] = [], port = 0): Promise<PageServer> {
  const kept = [...records];
  const listeners = new Set<ServerResponse>();
  const page = previewPage(graph, { origins });
  const system = graph.distributions.map(({ address }) => ({ kind: 'distribution', name: address.logicalId, url: 'https://d111111abcdef8.cloudfront.net:8443', behaviors: ['*'] }));
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    if (path === '/__preview/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' }).write('retry: 50\n\n');
      listeners.add(response);
      return;
    }
    const json = { '/__preview/exchanges': kept, '/__preview/system': system }[path];
    const answer = json === undefined ? page(path) ?? { status: 404, headers: {}, body: '' } : { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(json) };
    response.writeHead(answer.status, { ...answer.headers }).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/__preview`,
    send: (...fresh) => {
      kept.push(...fresh);
      fresh.forEach((record) => { listeners.forEach((listener) => listener.write(`data: ${JSON.stringify(record)}\n\n`)); });
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => { resolve(); }));
    },
  };
}
