import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { Browser, BrowserContext } from 'playwright-core';
import type { Bucket, Distribution } from '../../lib/graph/types';
import type { EarlierEvent, PageRequest, PlainRequest } from '../../lib/model';
import { ANYBODY } from '../../lib/preview';
import { bucketName, bucketRegion } from '../../lib/preview/http/names';
import { ask } from '../preview/support';
import { LoadingPage } from './loading-page';
import type { Loaded } from './loading-page';
import type { Stage } from './stage';

/** A request, and what came before it, at one stack of the stage. */
export interface PlacedExchange {
  readonly page: PageRequest;
  readonly history: readonly EarlierEvent[];
}

/** Moves an exchange to the distribution or bucket of a stack, and to a file of its own. */
export function placed(stage: Stage, stack: string, number: number, page: PageRequest, history: readonly EarlierEvent[]): PlacedExchange {
  const path = `${page.path.slice(0, page.path.lastIndexOf('/') + 1)}${fileOf(number, page, history)}`;
  const at = <E extends PageRequest | PlainRequest>(event: E): E => {
    const node = nodeIn(stage, stack, event);
    return { ...event, path, resource: `${node.address.stack}.${node.address.logicalId}`, host: stage.serverOf(node).hosts[0], ...('origin' in event ? { engine: 'chromium' } : {}) };
  };
  return { page: at(page), history: history.map((event) => ('path' in event ? at(event) : event)) };
}

/** The name of the file, by what it is loaded as: of what is no image an `<img>` would leave nothing in the browser's cache. */
export function fileOf(number: number, page: PageRequest, history: readonly EarlierEvent[]): string {
  const isLoadedAs = (load: PageRequest['load']): boolean => [page, ...history].some((event) => 'load' in event && event.load === load);
  return `case-${String(number)}.${isLoadedAs('image') ? 'png' : isLoadedAs('font') ? 'woff2' : 'json'}`;
}

function nodeIn({ graph }: Stage, stack: string, { target }: Pick<PageRequest, 'target'>): Bucket | Distribution {
  const found = [...(target === 'bucket' ? graph.buckets : graph.distributions)].find(({ address }) => address.stack === stack);
  if (found === undefined) {
    throw new Error(`there is no ${target ?? 'distribution'} in ${stack}`);
  }
  return found;
}

/** The browsers of different people. They stay open: no two exchanges have a URL in common, so a cache is of no use to another. */
export class People {
  private readonly contexts = new Map<string, Promise<BrowserContext>>();
  private readonly pages = new Map<string, Promise<LoadingPage>>();

  constructor(private readonly browser: Browser) {}

  /** A page of an origin in somebody's browser; each load of an exchange has a document of its own. */
  public page(name: string, origin: string, load: number): Promise<LoadingPage> {
    return kept(this.pages, JSON.stringify([name, origin, load]), async () => LoadingPage.open(await kept(this.contexts, name, () => this.browser.newContext()), origin));
  }
}

function kept<V>(map: Map<string, V>, key: string, made: () => V): V {
  const value = map.get(key) ?? made();
  map.set(key, value);
  return value;
}

/** Does all of it; gives how the request itself ended. */
export async function happen(stage: Stage, people: People, stack: string, { page, history }: PlacedExchange): Promise<Loaded> {
  const load = async (request: PageRequest, number: number): Promise<Loaded> =>
    (await people.page(request.browser ?? '', request.origin, number)).load(request, await urlOf(stage, stack, request));
  for (const [number, event] of history.entries()) {
    if ('origin' in event) {
      await load(event, number);
    } else if ('path' in event) {
      await ask(stage.preview, `https://127.0.0.1:${String(stage.preview.servers[0]?.port ?? 0)}`, event.path, { headers: { ...event.headers as Record<string, string>, host: event.host ?? '' } });
    }
  }
  return load(page, history.length);
}

async function urlOf(stage: Stage, stack: string, request: PageRequest): Promise<string> {
  const node = nodeIn(stage, stack, request);
  if (!request.presigned || !('cors' in node)) {
    return `https://${request.host ?? ''}${request.path}`;
  }
  const s3 = new S3Client({ region: bucketRegion(node), credentials: ANYBODY, requestChecksumCalculation: 'WHEN_REQUIRED' });
  const object = { Bucket: bucketName(node), Key: request.path.slice(1) };
  return getSignedUrl(s3, request.method === 'PUT' ? new PutObjectCommand(object) : new GetObjectCommand(object));
}
