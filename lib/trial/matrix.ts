/** Who may use what: origins by kinds of use, each cell judged by the model. */
import { valueOr } from '../graph/types/known';
import type { Bucket, DeliveryGraph, Distribution } from '../graph/types';
import { ASSUMPTIONS } from '../model';
import type { Blocker, PageRequest, AssumptionChoices, AssumptionId, Step, TraceLine, WireExchange } from '../model';
import { promisedPaths } from '../rules/promise/promise';
import type { PromisedPath } from '../rules/promise/promise';
import { adviceFor } from './request/advice';
import { blockedRequest } from './request/blocked-request';
import { pageOrigins } from './uses/origins';
import type { Covered, PageOrigin } from './uses/origins';
import type { Tried, TrialVerdict } from './request/try-request';
import { tryUse } from './uses/tried-uses';
import type { TriedUse } from './uses/tried-uses';
import { needsSignature, READING_USES, SERVES, UPLOAD } from './uses/use-kinds';
import { samplePath, servesUse, usesOn } from './uses/uses';
import type { Use } from './uses/uses';

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
 * leaves undocumented; `not-judged`: on what the templates leave open.
 */
export type Mark = 'broken' | 'depends' | 'fragile' | 'not-judged' | 'not-promised' | 'wider' | 'works';

export interface MatrixCell {
  readonly use: string;
  readonly mark: Mark;
  readonly verdict: TrialVerdict;
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
  readonly deciding: readonly {
    readonly id: AssumptionId;
    readonly question: string;
    readonly alternatives: Readonly<Record<string, string>>;
  }[];
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
  const distributions = graph.distributions.map((distribution) => matrixDistribution(graph, distribution, options));
  const seen = new Set(
    distributions.flatMap(({ paths }) => paths.flatMap(({ rows }) => rows.flatMap(({ cells }) => cells.map(({ use }) => use)))),
  );
  return {
    uses: COLUMNS.filter(({ id, onlyPromised }) => !onlyPromised || seen.has(id)).map(({ id, title, code }) => ({ id, title, code })),
    distributions,
  };
}

const COLUMNS: readonly { readonly id: string; readonly title: string; readonly code: string; readonly onlyPromised?: true }[] = [
  ...READING_USES, UPLOAD, { ...SERVES, onlyPromised: true },
];

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
  const sample = samplePath(path).path;
  const { origins, more } = pageOrigins(path, options.origins ?? []);
  return {
    pattern: valueOr(behavior.pathPattern, '?'), sample, signed: needsSignature(path), more,
    unknown: promise.known ? undefined : promise.reason,
    rows: sample === undefined ? [] : [...rowsOf(graph, path, origins, options), ...ownRow(graph, path, options)],
  };
}

function rowsOf(graph: DeliveryGraph, path: PromisedPath, origins: readonly PageOrigin[], options: MatrixOptions): readonly MatrixRow[] {
  const rows = origins.map(({ origin, because }) => ({ origin, because, uses: usesOn(path, origin) }));
  const others = rows.flatMap(({ uses }) => uses).filter(({ promised, kind }) => promised === 'yes' && kind !== UPLOAD.id).flatMap(({ requests }) => requests);
  return rows.map(({ origin, because, uses }) => ({ origin, because, cells: uses.map((use) => cellOf(graph, use, others, options)) }));
}

/** The file on its own, where it does not even arrive. */
function ownRow(graph: DeliveryGraph, path: PromisedPath, options: MatrixOptions): readonly MatrixRow[] {
  const use = servesUse(graph, path);
  const cell = use && cellOf(graph, use, [], options);
  return use === undefined || cell === undefined || cell.mark === 'works' ? [] : [{ origin: use.origin, because: 'the distribution itself, without CORS', cells: [cell] }];
}

function cellOf(graph: DeliveryGraph, use: Use, others: readonly PageRequest[], { assumptions }: MatrixOptions): MatrixCell {
  const triedUse = tryUse(graph, use, others, { thorough: true, assumptions });
  const { tried, request, history: { after, inBrowser } } = triedUse;
  const { messages, lines } = tried.exchange.told();
  const { outcome, deciding } = tried.exchange;
  const stop =
    outcome.verdict === 'blocked'
      ? {
          by: outcome.by,
          step: outcome.step,
          message: outcome.message,
          fix: adviceFor(blockedRequest(graph, nodeOf(use), messages, outcome)),
        }
      : {};
  return {
    use: use.kind, mark: inBrowser && tried.verdict !== 'not-judged' ? 'fragile' : markOf(triedUse), verdict: tried.verdict, promised: use.promised, asked: asked(request), why: whyOf(tried), ...stop,
    after: tried.verdict === 'works' ? undefined : after,
    deciding: tried.verdict === 'depends' ? deciding.map((id) => ({ id, question: ASSUMPTIONS[id].question, alternatives: ASSUMPTIONS[id].alternatives })) : [], lines, messages,
  };
}

/** Who is asked. */
function nodeOf({ kind, path: { distribution, bucket } }: Use): Bucket | Distribution {
  return kind === UPLOAD.id && bucket.known ? bucket.value : distribution;
}

function markOf({ verdict, certain, use: { promised }, history }: TriedUse): Mark {
  switch (verdict) {
    case 'works':
      return promised === 'no' ? 'wider' : 'works';
    case 'broken':
      return certain ? 'broken' : history.rare && promised === 'yes' ? 'fragile' : 'not-promised';
    case 'depends':
    case 'not-judged':
      return verdict;
  }
}

function asked({ method = 'GET', path, headers = {}, credentials, target, reads }: PageRequest): string {
  const extra = [...Object.keys(headers), ...(credentials === 'include' ? ['cookies'] : [])];
  const read = reads === undefined ? '' : `, reading ${reads.join(', ')}`;
  return `${method} ${path}${target === 'bucket' ? ' at the bucket, presigned,' : ''}${extra.length === 0 ? '' : ` with ${extra.join(' and ')}`}${read}`;
}

function whyOf({ verdict, reason, despite, exchange: { outcome } }: Tried): string {
  if (verdict === 'not-judged') {
    return sentence(reason ?? '');
  }
  if (outcome.verdict === 'allowed') {
    return 'The browser lets the page read the file.';
  }
  const why = sentence(outcome.why);
  return verdict === 'depends' ? `AWS does not document what decides here. Under one assumption: ${why}`
    : despite === undefined ? why : `${why} It is so whatever turns out about this: ${sentence(despite)}`;
}

function sentence(text: string): string {
  const whole = /[.!?]$/.test(text) ? text : `${text}.`;
  return whole.charAt(0).toUpperCase() + whole.slice(1);
}
