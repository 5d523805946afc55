import { createHash } from 'node:crypto';
import { Agent } from 'node:https';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { Bucket, Distribution } from '../../lib/graph/types';
import { simulate } from '../../lib/model';
import type { EarlierEvent, Outcome, PageRequest, PlainRequest } from '../../lib/model';
import { ANYBODY } from '../../lib/preview';
import { bucketName, bucketRegion } from '../../lib/preview/http/names';
import { ask } from '../preview/support';
import { toldInConsole } from './agreement/compare';
import { FILES, fileFor } from './asset-files';
import { comparable, consoleTextOf } from './console-text';
import { REQUEST_OF_USE, requestsOfUse } from './page-uses';
import type { Stage } from './stage';
import { ASSUMED } from './stage';
import type { Used, Uses, UsingPage } from './uses';

/** What fills CloudFront's cache before the page comes: nobody, a client without Origin, a page of another origin. */
export type Warmth = 'cold' | 'warmed by another page' | 'warmed without Origin';

/** A page of an app that tries every use of the files below a path. */
export interface Visit {
  readonly distribution: Distribution;
  readonly bucket: Bucket;
  /** Of the path pattern: `scripts/`, or nothing. */
  readonly folder: string;
  readonly origin: string;
  readonly warmth: Warmth;
  /** Whose page warms the cache. */
  readonly stranger: string;
  /** No other visit asks for its files, so that the visits cannot warm the cache for each other. */
  readonly number: number;
  readonly header?: string;
}

/** What came of a use, and what had to. */
export interface Tried {
  readonly use: keyof Uses;
  readonly again: boolean;
  readonly expected: string;
  readonly seen: string;
}

export const WORKS = 'works';
const SILENT = 'fails without a word of CORS';
const ACCEPT_ENCODING = 'gzip, deflate, br, zstd';
export const USES = Object.keys(REQUEST_OF_USE) as readonly (keyof Uses)[];

/** Tries each use, and once more where nobody has warmed the cache before: then the page itself has. */
export async function visit(stage: Stage, page: UsingPage, about: Visit): Promise<readonly Tried[]> {
  const past = new Map<keyof Uses, readonly EarlierEvent[]>(await warm(stage, about));
  const how = await howOf(stage, about);
  const tried: Tried[] = [];
  for (const again of about.warmth === 'cold' ? [false, true] : [false]) {
    const expected = USES.map((use) => {
      const before = past.get(use) ?? [];
      const requests = requestsOfUse(use, requestOf(stage, about, use));
      past.set(use, [...before, ...requests]);
      return expectedOf(stage, requests, before);
    });
    const used = await page.useAll(USES.map((use) => ({ use, how: how[use] })));
    tried.push(...USES.map((use, index) => ({ use, again, expected: expected[index] as string, seen: seenIn(used[index] as Used) })));
  }
  return tried;
}

function requestOf(stage: Stage, about: Visit, use: keyof Uses): PageRequest {
  const isUpload = use === 'put' || use === 'post';
  const { address } = isUpload ? about.bucket : about.distribution;
  const { hosts } = stage.serverOf(isUpload ? about.bucket : about.distribution);
  const asked = use === 'fetchWithHeader' && about.header !== undefined ? { load: 'fetch', headers: { [about.header]: '1' } } as const : REQUEST_OF_USE[use];
  return {
    ...asked, origin: about.origin, engine: 'chromium', target: isUpload ? 'bucket' : 'distribution', resource: `${address.stack}.${address.logicalId}`,
    host: hosts[0], path: isUpload ? (use === 'post' ? '/' : `/${uploadKey(about)}`) : `/${fileFor(use, about)}`,
  };
}

function uploadKey({ number }: Visit): string {
  return `uploads/${String(number)}.png`;
}

/** Sends what fills the cache, and says the same to the model. */
async function warm(stage: Stage, about: Visit): Promise<ReadonlyMap<keyof Uses, readonly PlainRequest[]>> {
  const sent = new Map<keyof Uses, readonly PlainRequest[]>();
  if (about.warmth === 'cold') {
    return sent;
  }
  const headers = { 'accept-encoding': ACCEPT_ENCODING, ...(about.warmth === 'warmed without Origin' ? {} : { origin: about.stranger }) };
  const { hosts: [host = ''], port } = stage.serverOf(about.distribution);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  await Promise.all(USES.map(async (use) => {
    const { path, resource, target } = requestOf(stage, about, use);
    if (target === 'distribution') {
      sent.set(use, [{ path, resource, host, headers }]);
      await ask(stage.preview, `https://127.0.0.1:${String(port)}`, path, { headers: { ...headers, host }, agent });
    }
  }));
  agent.destroy();
  return sent;
}

async function howOf(stage: Stage, about: Visit): Promise<Uses> {
  const { hosts: [host = ''] } = stage.serverOf(about.distribution);
  const at = (use: keyof Uses): { url: string } => ({ url: `https://${host}/${fileFor(use, about)}` });
  const script = { integrity: `sha384-${createHash('sha384').update(FILES['script.js']).digest('base64')}`, leaves: 'fromTheScript' };
  const [put, post] = await uploadsOf(about);
  return {
    font: at('font'), canvas: at('canvas'), webgl: at('webgl'), imageThenFetch: at('imageThenFetch'),
    moduleScript: { ...at('moduleScript'), ...script }, script: { ...at('script'), ...script },
    stylesheet: { ...at('stylesheet'), styles: { className: 'from-the-cdn', property: 'color', value: 'rgb(1, 2, 3)' } },
    jsonModule: at('jsonModule'), fetch: at('fetch'), fetchWithHeader: { ...at('fetchWithHeader'), header: about.header },
    fetchWithAuthorization: at('fetchWithAuthorization'), fetchWithCredentials: at('fetchWithCredentials'), fetchOfARange: at('fetchOfARange'), put, post,
  };
}

/** A presigned PUT and POST as the real SDK makes them, for S3's own endpoint. */
async function uploadsOf(about: Visit): Promise<readonly [Uses['put'], Uses['post']]> {
  const s3 = new S3Client({ region: bucketRegion(about.bucket), credentials: ANYBODY, requestChecksumCalculation: 'WHEN_REQUIRED' });
  const object = { Bucket: bucketName(about.bucket), Key: uploadKey(about) };
  const url = await getSignedUrl(s3, new PutObjectCommand({ ...object, ContentType: 'image/png' }), { signableHeaders: new Set(['content-type']) });
  return [{ url, headers: { 'Content-Type': 'image/png' } }, await createPresignedPost(s3, object)];
}

/** What the model says of the requests, one after the other, until one fails. */
function expectedOf(stage: Stage, [request, ...more]: readonly PageRequest[], history: readonly EarlierEvent[]): string {
  if (request === undefined) {
    return WORKS;
  }
  const outcome = simulate(stage.graph, request, ASSUMED, { history, objects: stage.objects });
  return outcome.verdict === 'allowed' ? expectedOf(stage, more, [...history, request]) : lineOf(outcome);
}

function lineOf(outcome: Outcome): string {
  return outcome.verdict === 'unknown' ? outcome.why : outcome.verdict === 'allowed' ? WORKS : consoleTextOf(outcome) ?? SILENT;
}

function seenIn({ ok, consoleText }: Used): string {
  const [told] = toldInConsole(consoleText.split('\n'));
  return ok ? WORKS : told === undefined ? SILENT : comparable(told);
}
