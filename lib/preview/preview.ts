import type { Bucket, DeliveryGraph } from '../graph/types';
import type { AssumptionChoices } from '../model';
import { PreviewedSystem } from './exchange/ask';
import { Bodies } from './storage/bodies';
import { selfSigned } from './http/certificate';
import type { Certificate } from './http/certificate';
import type { ExchangeRecord } from './exchange/exchange-record';
import { hostRules } from './http/host-rules';
import type { HostRules } from './http/host-rules';
import { listen } from './http/listener';
import type { Listener } from './http/listener';
import { unresolved } from './http/names';
import type { ObjectStore } from './storage/object-store';
import { OwnPages } from './own-pages/routes';
import { previewPage } from './own-pages/page';
import { Records } from './exchange/records';
import { router, sitesOf } from './http/routes';
import type { Route, Site } from './http/routes';
import type { Credentials } from './s3/signature';
import { STRICTEST_ASSUMPTIONS } from './exchange/strictest-assumptions';

/** What to preview, and where. */
export interface PreviewOptions {
  readonly graph: DeliveryGraph;
  /** The objects of a bucket; a bucket without a store is empty. */
  readonly stores: (bucket: Bucket) => ObjectStore | undefined;
  /** Address to listen on, `127.0.0.1` when left out: whoever reaches another one reads all files and all exchanges. */
  readonly host?: string;
  /** First port; the servers after the first take the ports after it. 0, or left out, for free ones. */
  readonly port?: number;
  /** One port for all, which tells servers apart by the name that the client asks for. */
  readonly byName?: boolean;
  /** Left out, one is made for the names of the system. */
  readonly certificate?: Certificate;
  /** What AWS does not document; assumptions left out are the strictest ones. */
  readonly assumptions?: AssumptionChoices;
  /** Who may sign uploads and reads; left out, those of the environment or, failing that, {@link ANYBODY}. */
  readonly credentials?: Credentials;
  /** Origins that the page judges in addition to those that the template names. */
  readonly origins?: readonly string[];
  /** Seconds on the clock that caches go by. */
  readonly clock?: () => number;
}

/** A server of the system. */
export interface PreviewServer {
  readonly kind: 'bucket' | 'distribution';
  readonly name: string;
  readonly port: number;
  /** Without a slash at its end. */
  readonly url: string;
  /** The same over plain http. */
  readonly plainUrl: string;
  /** Names that lead to it. */
  readonly hosts: readonly string[];
  /** Path patterns of a distribution, in order of precedence. */
  readonly behaviors: readonly string[];
  /** What of its names the template leaves to the deployment, and what the preview takes instead. */
  readonly notes: readonly string[];
}

/** A preview that runs. */
export interface Preview {
  readonly servers: readonly PreviewServer[];
  readonly hostRules: HostRules;
  /** PEM; a client that takes it as an authority trusts the preview. */
  readonly certificate: string;
  /** The latest exchanges, oldest first. */
  readonly records: readonly ExchangeRecord[];
  /** Calls back for every exchange from now on, until the returned function is called. */
  subscribe(listener: (record: ExchangeRecord) => void): () => void;
  close(): Promise<void>;
}

/** Keys that open nothing at AWS, for apps that have none on this machine. */
export const ANYBODY: Credentials = { accessKeyId: 'preview', secretAccessKey: 'preview' };

function credentialsOf({ AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey }: NodeJS.ProcessEnv): Credentials {
  return accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : ANYBODY;
}

const LOOPBACK = '127.0.0.1';

/** Serves distributions and bucket endpoints as the model says they behave. */
export async function startPreview(options: PreviewOptions): Promise<Preview> {
  const records = new Records();
  const sites = sitesOf(systemOf(options), records, options.credentials ?? credentialsOf(process.env));
  const certificate = options.certificate ?? await selfSigned(sites.flatMap(({ hosts }) => hosts));
  const servers: PreviewServer[] = [];
  const own = new OwnPages(records, () => servers, previewPage(options.graph, { origins: options.origins }));
  const listeners: Listener[] = [];
  const close = async (): Promise<void> => { await Promise.all(listeners.map((listener) => listener.close())); };
  try {
    for (const group of options.byName ? [sites] : sites.map((site) => [site])) {
      const listener = await openPort(options, certificate, listeners.length, router(own, group, options.host ?? LOOPBACK));
      listeners.push(listener);
      servers.push(...group.map((site) => described(site, listener.port, options)));
    }
  } catch (error) {
    await close();
    throw error;
  }
  return {
    servers, certificate: certificate.cert, hostRules: hostRules(servers, options.host ?? LOOPBACK), close,
    get records() { return records.all; },
    subscribe: (listener) => records.subscribe(listener),
  };
}

function systemOf({ graph, assumptions, stores, clock }: PreviewOptions): PreviewedSystem {
  const byName = new Map<string, ObjectStore>();
  for (const bucket of graph.buckets) {
    const store = stores(bucket);
    if (store) {
      byName.set(bucket.name, store);
    }
  }
  return new PreviewedSystem(
    graph,
    { ...STRICTEST_ASSUMPTIONS, ...assumptions },
    new Bodies(byName),
    clock ?? (() => Math.floor(Date.now() / 1000)),
  );
}

function openPort({ host = LOOPBACK, port = 0 }: PreviewOptions, certificate: Certificate, index: number, route: Route): Promise<Listener> {
  return listen({ host, port: port === 0 ? 0 : port + index }, certificate, route);
}

function described(
  { server: { id, node }, hosts }: Site,
  port: number,
  { host = LOOPBACK, byName = false }: PreviewOptions,
): PreviewServer {
  const address = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const authority = byName ? (hosts[0] ?? address) : address;
  const behaviors = 'behaviors' in node && node.behaviors.known ? node.behaviors.value : [];
  return {
    ...id,
    port,
    hosts,
    notes: unresolved(node),
    url: `https://${authority}`,
    plainUrl: `http://${authority}`,
    behaviors: behaviors.map(({ pathPattern }) => (pathPattern.known ? pathPattern.value : `unknown: ${pathPattern.reason}`)),
  };
}
