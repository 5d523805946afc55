import type { IncomingMessage, ServerResponse } from 'node:http';
import type { PreviewedSystem } from '../exchange/ask';
import { hostName } from './client-request';
import { ExchangeServer } from './exchange-server';
import { bucketHosts, bucketName, distributionHosts, isHost, isLoopback, pathStyleHosts, shortNames } from './names';
import type { OwnPages } from '../own-pages/routes';
import type { Records } from '../exchange/records';
import type { Credentials } from '../s3/signature';

/** A server and the names that lead to it. */
export interface Site {
  readonly server: ExchangeServer;
  readonly hosts: readonly string[];
  /** For a bucket: the hosts of S3 itself, under which the path begins with the bucket. */
  readonly pathStyle?: { readonly hosts: readonly string[]; readonly bucket: string };
}

/** What a port does with a request. */
export type Route = (incoming: IncomingMessage, outgoing: ServerResponse) => void;

/** All servers of a system: distributions, then buckets, in the order of the templates. */
export function sitesOf(system: PreviewedSystem, records: Records, credentials: Credentials): readonly Site[] {
  const { distributions, buckets } = system.graph;
  const names = shortNames([...distributions, ...buckets]);
  return [...distributions, ...buckets].map((node, index) => {
    const name = names[index] ?? node.address.logicalId;
    return {
      server: new ExchangeServer(system, records, name, node, credentials), hosts: 'aliases' in node ? distributionHosts(node, name) : bucketHosts(node),
      ...('cors' in node ? { pathStyle: { hosts: pathStyleHosts(node), bucket: bucketName(node) } } : {}),
    };
  });
}

/** Finds the site of a request, and makes sure that whatever happens to one, the others are answered. */
export function router(own: OwnPages, sites: readonly Site[], listensOn: string): Route {
  return (incoming, outgoing) => {
    incoming.on('error', () => undefined);
    outgoing.on('error', () => undefined);
    const host = hostName(incoming);
    const here = isLoopback(host) || host === listensOn.toLowerCase();
    const path = incoming.url ?? '';
    const byPath = sites.find(({ pathStyle }) => pathStyle?.hosts.includes(host) && [`/${pathStyle.bucket}/`, `/${pathStyle.bucket}`].includes(/^\/[^/?]*\/?/.exec(path)?.[0] ?? ''));
    const site =
      byPath ??
      sites.find(({ hosts }) => hosts.some((pattern) => isHost(pattern, host))) ??
      (here && sites.length === 1 ? sites[0] : undefined);
    if (!path.startsWith('/')) {
      refuse(outgoing, 400, 'The request names no path of this server.');
    } else if (own.owns(path) && (here || site)) {
      own.handle(incoming, outgoing);
    } else if (site === undefined) {
      // A name that is not the system's own may be a page's that wants to read this machine's files (DNS rebinding); CloudFront too answers
      // 403
      refuse(outgoing, 403, `No server of this preview has the name ${JSON.stringify(host)}. It has: ${[...sites.flatMap(({ hosts }) => hosts), ...(sites.length === 1 ? ['localhost', listensOn] : [])].join(', ')}.`);
    } else {
      site.server.handle(incoming, outgoing, byPath ? 'always' : 'signed').catch((error: unknown) => { fail(outgoing, error); });
    }
  };
}

function refuse(outgoing: ServerResponse, status: number, text: string): void {
  outgoing.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Content-Length': Buffer.byteLength(text), ...(outgoing.req.httpVersionMajor < 2 ? { Connection: 'close' } : {}) });
  outgoing.end(text);
}

function fail(outgoing: ServerResponse, error: unknown): void {
  if (outgoing.headersSent) {
    outgoing.destroy();
  } else {
    refuse(outgoing, 500, `The preview failed: ${error instanceof Error ? error.message : String(error)}`);
  }
}
