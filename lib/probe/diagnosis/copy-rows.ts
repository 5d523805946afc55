import type { Evidence, Seen } from '../asking/evidence';
import { headerMap, valueOf } from '../exchange';
import { isSameSite, newSimulation } from '../../model';
import type { HttpResponse } from '../../model';
import { loadFrom } from '../../model/browser/loading/page-load';
import { pathOf, schemeOf } from '../asking/target';
import type { ProbeTarget } from '../asking/target';
import { corsAuthor } from './attribution';
import { shown } from './row';
import type { Row } from './row';
import { asResponse, verdictOf } from './verdict';

/** What the cache of an edge location, or of a browser, does to a permission that is there in a fresh answer. */
export const COPY_ROWS: readonly Row[] = [
  { cause: 'copy-of-another-origin', stops: 'request', shownBy: copyOfAnother },
  { cause: 'browser-header-silences-policy', stops: 'request', shownBy: silenced },
  { cause: 'copy-without-permission', stops: 'request', shownBy: poisoned },
];

export const COPY_RISKS: readonly Row[] = [
  { cause: 'copies-shared', stops: 'risk', shownBy: shared },
  { cause: 'vary-missing', stops: 'risk', shownBy: varyMissing },
];

function copyOfAnother(evidence: Evidence): ReturnType<Row['shownBy']> {
  const found = evidence.copies.filter((copy) => copy.signals.fromCopy && evidence.failure(copy)?.code === 'allow-origin-mismatch');
  return shown(found, found[0] && `it allows ${valueOf(found[0].response.headers, 'access-control-allow-origin') ?? ''}`);
}

// Recorded: positron-plain and positron-priority, six times each way on the same cached object
function silenced(evidence: Evidence): ReturnType<Row['shownBy']> {
  const [page, bare] = [evidence.at('page'), evidence.at('page-bare')];
  return page
    && bare
    && evidence.failure(page)?.code === 'allow-origin-missing'
    && evidence.failure(bare) === undefined
    && corsAuthor(bare) === 'policy'
    ? shown([page, bare])
    : undefined;
}

/**
 * A copy without permission, while something shows that permission is meant: a fresh answer, another copy, or S3's word on the
 * preflight.
 */
// Recorded: speke-hit, prx-2, stelter-2, fontawesome; and per encoding: addons
function poisoned(evidence: Evidence): ReturnType<Row['shownBy']> {
  const lacking = evidence.copies.filter((copy) => evidence.failure(copy)?.code === 'allow-origin-missing' && copy.response.status < 300);
  const fresh = evidence.all('page-nonce', ...COPY_STEPS)
    .filter((seen) => seen.response.status < 300 && evidence.failure(seen) === undefined);
  const kept = lacking.filter(({ signals }) => signals.fromCopy || signals.cache === 'revalidated');
  if (kept.length > 0 && fresh.length > 0) {
    return shown([...kept, ...fresh], ageOf(kept));
  }
  if (lacking.length > 0 && fresh.length > 0) {
    return shown([...lacking, ...fresh], 'two answers to the same request differ');
  }
  const granted = evidence.all('preflight')
    .filter((seen) => evidence.preflightGranted && evidence.failure(seen) === undefined && seen.signals.answerer === 'S3');
  return kept.length > 0 && granted.length > 0 ? shown([...kept, ...granted], ageOf(kept)) : undefined;
}

const COPY_STEPS = ['page', 'page-again', 'page-gzip', 'page-identity', 'page-last'] as const;

function ageOf(copies: readonly Seen[]): string | undefined {
  const ages = copies.flatMap(({ signals }) => signals.age ?? []);
  return ages.length === 0 ? undefined : `the copy is ${spoken(Math.max(...ages))} old`;
}

function spoken(seconds: number): string {
  const [size, unit] = seconds >= 172_800 ? [86_400, 'days'] : seconds >= 7200 ? [3600, 'h'] : seconds >= 120 ? [60, 'min'] : [1, 's'];
  return `${Math.floor(seconds / size)} ${unit}`;
}

/**
 * A request without Origin is answered with the permission that S3 gave to a page: both share one copy, so the next may go the
 * other way.
 */
function shared(evidence: Evidence): ReturnType<Row['shownBy']> {
  const [missing, plain] = [evidence.at('missing'), evidence.at('missing-no-origin')];
  if (missing && plain && corsAuthor(missing) === 'S3' && corsAuthor(plain) !== 'nobody' && plain.signals.fromCopy) {
    return shown([missing, plain]);
  }
  const [page, other] = [evidence.at('page'), evidence.at('other-origin')];
  return page && other && corsAuthor(page) === 'S3' && other.signals.fromCopy && valueOf(
    other.response.headers, 'access-control-allow-origin',
  ) === evidence.target.page.origin
    ? shown([page, other])
    : undefined;
}

/** The model's browser shows the file in an image first, and then loads it for the page. */
function varyMissing(evidence: Evidence): ReturnType<Row['shownBy']> {
  const { target } = evidence;
  const [image, page] = [evidence.at('no-origin') ?? asFile(evidence), evidence.at('page')];
  // Only a page that is allowed otherwise is stopped by what an image left behind
  if (image === undefined || page === undefined || evidence.failure(image) === undefined || verdictOf(evidence).verdict !== 'allowed') {
    return undefined;
  }
  const simulation = newSimulation();
  const load = (seen: Seen, more: Partial<ProbeTarget['page']>): string => {
    const answer = ({ method }: { readonly method: string }): HttpResponse =>
      asResponse(method === 'OPTIONS' ? evidence.at('preflight') ?? seen : seen);
    const request = { ...target.page, path: pathOf(target.url), scheme: schemeOf(target), ...more };
    return loadFrom({ name: 'CloudFront', host: target.url.host, answer }, request, simulation).verdict;
  };
  load(image, IN_AN_IMAGE);
  const keeps = isSameSite(target.page.origin, target.url.origin) ? undefined : 'as long as the browser keeps the file';
  return load(page, {}) === 'blocked' ? shown([image, page], keeps) : undefined;
}

/** An `<img>` without crossorigin. */
const IN_AN_IMAGE: Partial<ProbeTarget['page']> = {
  load: 'image', mode: 'no-cors', crossOrigin: undefined, credentials: undefined, method: 'GET', headers: {}, reads: undefined,
};

/** The answer for a missing file without Origin, read as one for a file; only where the policy speaks on errors too. */
function asFile(evidence: Evidence): Seen | undefined {
  const [missing, plain] = [evidence.at('missing'), evidence.at('missing-no-origin')];
  return missing
    && plain
    && corsAuthor(missing) === 'policy'
    && !('cache-control' in headerMap(plain.response.headers))
    && plain.signals.answerer === 'S3'
    ? { ...plain, response: { status: 200, headers: plain.response.headers } }
    : undefined;
}
