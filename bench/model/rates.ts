import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BucketCorsRule } from '../../lib/contract/bucket-cors-rule';
import type { DeliveryGraph } from '../../lib/graph/types';
import { evaluateBucketCors, exchange, simulate } from '../../lib/model';
import type { BucketRequest, PageRequest } from '../../lib/model';
import { inRounds } from '../measure';
import { ratioOf, spreadOf } from '../statistics';
import type { Spread } from '../statistics';
import { originsOf } from './designs';

/** How often a second of processor time something is done. */
export interface Rate {
  readonly name: string;
  readonly perSecond: Spread;
  /** Its time divided by the time of the baseline, round by round. */
  readonly ratio: Spread;
  readonly goal?: number;
}

/** Something that is done over and over. */
export interface Task {
  readonly name: string;
  readonly goal?: number;
  /** How often it is done in one sample; as a rule 10,000 times. */
  readonly sample?: number;
  /** How many are done by one run. */
  readonly each?: number;
  readonly run: () => unknown;
}

/** What the ratios relate to: it has to do with the machine only, and with nothing in this library. */
export const BASELINE = 'two requests and two responses copied through JSON';

/** Rates of the model on one core, without trace. */
export function rates(graph: DeliveryGraph, rounds: number, more: readonly Task[] = []): Rate[] {
  const all = [baseline(), ...tasks(graph), vectors(), ...more];
  const samples = inRounds(all, { warmUp: 2, rounds, seconds: 0, enough: () => true }, nanoseconds);
  return all.map(({ name, goal }, index) => ({
    name, goal, perSecond: spreadOf(samples[index].map((each) => 1e9 / each)), ratio: ratioOf(samples[index], samples[0]),
  }));
}

function tasks(graph: DeliveryGraph): Task[] {
  const page: PageRequest = { origin: originsOf(1)[0], path: '/fonts/inter.woff2' };
  const withHeader = { ...page, headers: { 'X-Build': '1' } };
  const history = [{ ...page, browser: 'somebody else' }];
  const missing = { objects: () => undefined };
  const outcomes = exchange(graph, page, missing).outcomes.length;
  return [
    { name: 'simple exchange', goal: 300_000, run: () => simulate(graph, page) },
    { name: 'exchange with preflight', run: () => simulate(graph, withHeader) },
    { name: 'exchange after another that left a copy (two exchanges)', run: () => simulate(graph, page, undefined, { history }) },
    { name: 'simple exchange, all assumptions', goal: 50_000, run: () => exchange(graph, page) },
    { name: 'exchange with preflight, all assumptions', goal: 50_000, run: () => exchange(graph, withHeader) },
    { name: `exchange for a missing file, all assumptions (${outcomes} outcomes)`, goal: 50_000, run: () => exchange(graph, page, missing) },
  ];
}

function baseline(): Task {
  const request = { method: 'GET', path: '/fonts/inter.woff2', headers: { origin: 'https://app.example.com', 'accept-encoding': 'gzip, deflate, br, zstd' } };
  const response = { status: 200, headers: { etag: '"0123456789abcdef"', 'access-control-allow-origin': 'https://app.example.com', vary: 'Origin, Accept-Encoding' } };
  return { name: BASELINE, run: () => JSON.parse(JSON.stringify([request, response, request, response])) as unknown };
}

interface Vector {
  readonly kind: string;
  readonly bucketExists: boolean;
  readonly corsRules: readonly { AllowedOrigins: string[]; AllowedMethods: string[]; AllowedHeaders?: string[]; ExposeHeaders?: string[]; MaxAgeSeconds?: number }[] | null;
  readonly request: { readonly method: string; readonly pathKind: string; readonly headers: Record<string, string> };
}

/** The cases recorded from S3. */
function vectors(): Task {
  const recorded = JSON.parse(readFileSync(join(__dirname, '../../test/cases/s3-cors.json'), 'utf8')) as Vector[];
  const cases = recorded.filter(({ kind }) => kind === 'request').map(({ bucketExists, corsRules, request }) => ({
    bucket: { exists: bucketExists, rules: corsRules?.map(ruleOf) },
    request: { ...request, path: request.pathKind === 'object' ? '/key' : '/' } satisfies BucketRequest,
  }));
  return {
    name: 'recorded case of S3', each: cases.length,
    run: () => { cases.forEach(({ bucket, request }) => evaluateBucketCors(bucket, request)); },
  };
}

function ruleOf(rule: NonNullable<Vector['corsRules']>[number]): BucketCorsRule {
  return {
    allowedOrigins: rule.AllowedOrigins, allowedMethods: rule.AllowedMethods, allowedHeaders: rule.AllowedHeaders,
    exposeHeaders: rule.ExposeHeaders, maxAgeSeconds: rule.MaxAgeSeconds,
  };
}

const PER_SAMPLE = 10_000;

// The whole process counts: what the garbage collector does on its own threads is part of the price.
function nanoseconds({ run, each = 1, sample = PER_SAMPLE }: Task): number {
  const runs = Math.ceil(sample / each);
  const start = process.cpuUsage();
  for (let index = 0; index < runs; index += 1) {
    run();
  }
  return (process.cpuUsage(start).user * 1e3) / (runs * each);
}
