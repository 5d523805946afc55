import { createHash, X509Certificate } from 'node:crypto';
import type { Browser } from 'playwright-core';
import type { DeliveryGraph } from '../../lib/graph/types';
import { assuming } from '../../lib/model';
import type { ObjectLookup, StoredObject } from '../../lib/model';
import { ANYBODY, FolderStore, startPreview } from '../../lib/preview';
import type { Preview, PreviewServer } from '../../lib/preview';
import { STRICTEST_ASSUMPTIONS } from '../../lib/preview/exchange/strictest-assumptions';
import { launchChromium } from './chromium';
import { startHosts } from './hosts';
import type { Hosts } from './hosts';

const APP_PAGE = '<!doctype html><title>an app</title><link rel="icon" href="data:,">';
/** Where developers' machines serve an app. */
const DEVELOPMENT_PORT = 3000;

/** What the preview takes AWS to do, for the model that says what has to happen. */
export const ASSUMED = assuming(STRICTEST_ASSUMPTIONS);

/** One browser, the preview of a system under its real names, and an app on every other name. */
export class Stage {
  private constructor(
    public readonly graph: DeliveryGraph, public readonly browser: Browser, public readonly preview: Preview,
    /** The files, as the model is told of them. */
    public readonly objects: ObjectLookup, private readonly apps: Hosts,
  ) {}

  /** Every bucket of the system holds the files of the folder. */
  public static async open(graph: DeliveryGraph, folder: string, keys: readonly string[]): Promise<Stage> {
    const store = await FolderStore.at(folder);
    const stored = new Map<string, StoredObject | undefined>(await Promise.all(keys.map(async (key) => [key, await store.head(key)] as const)));
    const apps = await startHosts(() => ({ status: 200, headers: { 'content-type': 'text/html' }, body: APP_PAGE }));
    const preview = await startPreview({ graph, stores: () => store, byName: true, credentials: ANYBODY });
    const development = apps.hostRules.filter((rule) => rule.startsWith('MAP *:80 ')).map((rule) => rule.replace(':80 ', `:${String(DEVELOPMENT_PORT)} `));
    const browser = await launchChromium([preview.hostRules.chromium, ...apps.hostRules, ...development], [apps.trustedKey, keyOf(preview.certificate)]);
    return new Stage(graph, browser, preview, (_, key) => stored.get(key), apps);
  }

  public async close(): Promise<void> {
    await this.browser.close();
    await this.preview.close();
    await this.apps.close();
  }

  /** The server of a resource of the graph. */
  public serverOf(node: DeliveryGraph['buckets' | 'distributions'][number]): PreviewServer {
    const index = [...this.graph.distributions, ...this.graph.buckets].indexOf(node);
    const server = this.preview.servers[index] as PreviewServer | undefined;
    if (server === undefined) {
      throw new Error(`the preview has no server for ${node.address.logicalId}`);
    }
    return server;
  }
}

function keyOf(certificate: string): string {
  return createHash('sha256').update(new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' })).digest('base64');
}
