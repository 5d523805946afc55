/** Who may use what: origins by kinds of use, each cell judged by the model. */
import { valueOr } from '../graph/types/known';
import type { DeliveryGraph, Distribution } from '../graph/types';
import { exchange, ASSUMPTIONS } from '../model';
import type { Blocker, EarlierEvent, Exchange, PageRequest, AssumptionChoices, AssumptionId, Step, TraceLine, Verdict, WireExchange } from '../model';
import { chooseBehavior } from '../model/cloudfront/behavior';
import { answerOr } from '../model/undecided';
import { promisedPaths } from '../rules/promise/promise';
import type { PromisedPath } from '../rules/promise/promise';
import { coveredByPromise, coveredByUploads, pageOrigins } from './matrix-origins';
import type { Covered } from './matrix-origins';
import { needsSignature, READING_USES, readingRequest, UPLOAD, uploadRequest } from './matrix-uses';
import type { Use } from './matrix-uses';
import { fixOf } from './fix';

/** All distributions of a graph. */
export interface Matrix {
  readonly uses: readonly { readonly id: string; readonly title: string; readonly code: string }[];
  readonly distributions: readonly MatrixDistribution[];
}

export interface MatrixDistribution {
  readonly name: string;
  readonly stack: string;
  readonly construct?: string;
  readonly paths: readonly MatrixPath[];
  /** Patterns of behaviors that are not judged, because no bucket of S3 answers for them. */
  readonly others: readonly string[];
}

/** A behavior of a distribution. */
export interface MatrixPath {
  readonly pattern: string;
  /** A path that the behavior answers for; left out when earlier patterns take all its requests. */
  readonly sample?: string;
  readonly signed: boolean;
  /** Why it is not known what is promised here. */
  readonly unknown?: string;
  readonly rows: readonly MatrixRow[];
  /** How many origins are left out, because the list is long. */
  readonly more: number;
}

export interface MatrixRow {
  readonly origin: string;
  readonly because: string;
  readonly cells: readonly MatrixCell[];
}

/**
 * What a cell says at a glance. `broken` is the loud one: promised, and yet blocked. `wider`: nobody promised it, and it is
 * readable all the same. `fragile`: it works, until the same browser has loaded the file without CORS. `depends`: on what AWS
 * leaves undocumented; `unknown`: on deployment.
 */
export type Mark = 'broken' | 'depends' | 'fragile' | 'not-promised' | 'unknown' | 'wider' | 'works';

export interface MatrixCell {
  readonly use: string;
  readonly mark: Mark;
  readonly verdict: Verdict;
  readonly promised: Covered;
  /** `GET /file with x-trace`. */
  readonly asked: string;
  readonly why: string;
  readonly by?: Blocker;
  readonly step?: Step;
  /** What the browser's console says. */
  readonly message?: string;
  readonly fix?: string;
  /** What happened before, when it takes that for the verdict. */
  readonly after?: string;
  readonly deciding: readonly { readonly id: AssumptionId; readonly question: string; readonly alternatives: Readonly<Record<string, string>> }[];
  readonly lines: readonly TraceLine[];
  readonly messages: readonly WireExchange[];
}

export interface MatrixOptions {
  /** Origins that the user asks about. */
  readonly origins?: readonly string[];
  /** Assumptions that are settled; all others are explored. */
  readonly assumptions?: AssumptionChoices;
}

/** Judges every origin and use on every path. */
export function matrixOf(graph: DeliveryGraph, options: MatrixOptions = {}): Matrix {
  return {
    uses: [...READING_USES, UPLOAD].map(({ id, title, code }) => ({ id, title, code })),
    distributions: graph.distributions.map((distribution) => matrixDistribution(graph, distribution, options)),
  };
}

function matrixDistribution(graph: DeliveryGraph, distribution: Distribution, options: MatrixOptions): MatrixDistribution {
  const { address: { logicalId, stack, constructPath } } = distribution;
  const paths = promisedPaths(graph).filter((path) => path.distribution === distribution);
  const judged = new Set(paths.map(({ behavior }) => behavior));
  return {
    name: logicalId, stack, construct: constructPath?.replace(/\/Resource$/, ''),
    paths: paths.map((path) => matrixPath(graph, path, options)),
    others: valueOr(distribution.behaviors, []).filter((behavior) => !judged.has(behavior)).map(({ pathPattern }) => valueOr(pathPattern, '?')),
  };
}

function matrixPath(graph: DeliveryGraph, path: PromisedPath, options: MatrixOptions): MatrixPath {
  const { behavior, promise } = path;
  const sample = samplePath(path);
  const { origins, more } = pageOrigins(path, options.origins ?? []);
  return {
    pattern: valueOr(behavior.pathPattern, '?'), sample, signed: needsSignature(path), more,
    unknown: promise.known ? undefined : promise.reason,
    rows: sample === undefined ? [] : origins.map(({ origin, because }) => ({ origin, because, cells: row(graph, path, { origin, path: sample }, options) })),
  };
}

const NAMES = ['file', 'asset', 'other'];

function samplePath({ distribution, behavior }: PromisedPath): string | undefined {
  const pattern = valueOr(behavior.pathPattern, '*');
  return NAMES.map((name) => `/${pattern.replace(/^\//, '').replaceAll('*', name).replaceAll('?', 'x')}`).find((path) => {
    return answerOr(false, () => chooseBehavior(distribution, path) === behavior);
  });
}

type PageAndPath = Pick<PageRequest, 'origin' | 'path'>;

function row(graph: DeliveryGraph, path: PromisedPath, page: PageAndPath, { assumptions }: MatrixOptions): readonly MatrixCell[] {
  const { distribution: { address }, promise } = path;
  const resource = `${address.stack}.${address.logicalId}`;
  const covered = coveredByPromise(path, page.origin);
  const reading = READING_USES.map((use) => {
    const request = { ...page, resource, ...readingRequest(use, path) };
    return cell(graph, use.id, request, promisedTo(covered, use, promise), earlierEvents(request), assumptions);
  });
  const upload = uploadRequest(path);
  return upload ? [...reading, cell(graph, UPLOAD.id, { ...page, ...upload }, coveredByUploads(path, page.origin), [COLD], assumptions)] : reading;
}

// A promise that has another honest explanation is not broken by what does not work: see lib/rules/promise.ts
function promisedTo(covered: Covered, use: Use, promise: PromisedPath['promise']): Covered {
  const made = promise.known ? promise.value : undefined;
  if (!made || !use.isPromised(made)) {
    return 'no';
  }
  return covered === 'yes' && !made.certain ? 'open' : covered;
}

/** What may have happened before, with what to call it. */
interface History {
  readonly after?: string;
  readonly inBrowser?: true;
  readonly events: readonly EarlierEvent[];
}

const COLD: History = { events: [] };

// The two that real pages run into: a copy at the edge of a request without Origin, and a copy in the browser from a plain <img>
function earlierEvents({ path, resource, origin, signed }: PageRequest): readonly History[] {
  const url = signed === undefined ? undefined : 'url';
  return [
    COLD,
    { after: 'a request without Origin had filled CloudFront\'s cache', events: [{ path, resource, signed: url, headers: { 'accept-encoding': 'gzip, deflate, br, zstd' } }] },
    { after: 'the same browser had loaded the file without CORS, by a plain <img>, <script> or <link>', inBrowser: true, events: [{ path, resource, origin, signed: url, load: 'image' }] },
  ];
}

function cell(
  graph: DeliveryGraph, use: string, request: PageRequest, promised: Covered, histories: readonly History[], assumptions?: AssumptionChoices,
): MatrixCell {
  // A copy made for nobody never permits more, so that only what is promised is tried after it
  const runs = (promised === 'no' ? [COLD] : histories).map(({ after, inBrowser, events }) => ({ after, inBrowser, tried: exchange(graph, request, { history: events, assumptions }) }));
  const { after, inBrowser, tried } = runs.find((each) => each.tried.verdict !== 'allowed') ?? (runs[0] as typeof runs[number]);
  const { messages, lines } = tried.told();
  const { verdict, outcome } = tried;
  const stop = outcome.verdict === 'blocked' ? { by: outcome.by, step: outcome.step, message: outcome.message, fix: fixOf(messages, outcome.message, outcome.step) } : {};
  return {
    use, mark: inBrowser ? 'fragile' : markOf(verdict, promised), verdict, promised, asked: asked(request), why: whyOf(tried), ...stop, after,
    deciding: tried.deciding.map((id) => ({ id, question: ASSUMPTIONS[id].question, alternatives: ASSUMPTIONS[id].alternatives })), lines, messages,
  };
}

function markOf(verdict: Verdict, promised: Covered): Mark {
  switch (verdict) {
    case 'allowed':
      return promised === 'no' ? 'wider' : 'works';
    case 'blocked':
      return promised === 'yes' ? 'broken' : 'not-promised';
    case 'depends':
    case 'unknown':
      return verdict;
  }
}

function asked({ method = 'GET', path, headers = {}, credentials, target }: PageRequest): string {
  const extra = [...Object.keys(headers), ...(credentials === 'include' ? ['cookies'] : [])];
  return `${method} ${path}${target === 'bucket' ? ' at the bucket, presigned,' : ''}${extra.length === 0 ? '' : ` with ${extra.join(' and ')}`}`;
}

function whyOf({ verdict, outcome }: Exchange): string {
  if (outcome.verdict === 'allowed') {
    return 'The browser lets the page read the file.';
  }
  const why = /[.!?]$/.test(outcome.why) ? outcome.why : `${outcome.why}.`;
  return verdict === 'depends' ? `AWS does not document what decides here. Under one assumption: ${why}` : why;
}
