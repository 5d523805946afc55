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

/** Does all of it, in browsers of different people where the history says so; gives how the request itself ended. */
export async function happen(stage: Stage, stack: string, { page, history }: PlacedExchange): Promise<Loaded> {
  const people = new Map<string, Promise<BrowserContext>>();
  try {
    for (const event of history) {
      if ('origin' in event) {
        await loadBy(stage, stack, event, people);
      } else if ('path' in event) {
        await ask(stage.preview, `https://127.0.0.1:${String(stage.preview.servers[0]?.port ?? 0)}`, event.path, { headers: { ...event.headers as Record<string, string>, host: event.host ?? '' } });
      }
    }
    return await loadBy(stage, stack, page, people);
  } finally {
    await Promise.all([...people.values()].map(async (context) => (await context).close()));
  }
}

async function loadBy(stage: Stage, stack: string, request: PageRequest, people: Map<string, Promise<BrowserContext>>): Promise<Loaded> {
  const context = await personOf(stage.browser, request.browser ?? '', people);
  return (await LoadingPage.open(context, request.origin)).load(request, await urlOf(stage, stack, request));
}

function personOf(browser: Browser, name: string, people: Map<string, Promise<BrowserContext>>): Promise<BrowserContext> {
  const context = people.get(name) ?? browser.newContext();
  people.set(name, context);
  return context;
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
