import type { Evidence } from '../asking/evidence';
import { PERMISSION_ROWS, REFUSAL_ROWS, RISK_ROWS } from './answer-rows';
import type { CauseId } from '../causes';
import { COPY_RISKS, COPY_ROWS } from './copy-rows';
import { PREFLIGHT_ROWS } from './preflight-rows';
import type { Row } from './row';
import { remarksOn } from './remarks';
import { verdictOf } from './verdict';
import type { BrowserVerdict } from './verdict';

/** Something that is to blame, with what shows it. */
export interface Blame {
  readonly cause: CauseId;
  readonly stops: Row['stops'];
  /** Numbers of exchanges. */
  readonly by: readonly number[];
  readonly detail?: string;
}

/** What a probe has found out about the page's request. */
export interface Diagnosis extends BrowserVerdict {
  /** What stops the page; nothing where it is allowed. */
  readonly main?: Blame;
  /** What else is wrong, and may stop another request or the next visitor. */
  readonly also: readonly Blame[];
  /** What a reader should know before trusting the rest. */
  readonly remarks: readonly string[];
  /** Whether answers to one and the same request differ in what they allow. */
  readonly copiesDisagree: boolean;
  /** Whether the last answer is like the first: the probe left everything as it was. */
  readonly asFound?: boolean;
}

/** The table from answers to blame; of each kind the first row that is shown. */
const ROWS: readonly Row[] = [...REFUSAL_ROWS, ...COPY_ROWS, ...PERMISSION_ROWS, ...PREFLIGHT_ROWS, ...RISK_ROWS, ...COPY_RISKS];

/** Judges what was seen. */
export function diagnose(evidence: Evidence): Diagnosis {
  const verdict = verdictOf(evidence);
  const copiesDisagree = disagree(evidence);
  const found = ROWS.flatMap((row) => blameOf(row, evidence));
  const main = verdict.verdict === 'allowed' && !copiesDisagree ? undefined : mainOf(found, verdict);
  const also = firstOfEachKind(found.filter(({ cause }) => cause !== main?.cause), main);
  return {
    ...verdict, ...(main === undefined ? {} : { main }), also, copiesDisagree, remarks: remarksOn(evidence), ...asFoundOf(evidence),
  };
}

function blameOf({ cause, stops, shownBy }: Row, evidence: Evidence): readonly Blame[] {
  const found = shownBy(evidence);
  return found === undefined ? [] : [{ cause, stops, ...found }];
}

/** Where a page asks first, what stops its preflight comes first; else what stops the request itself. */
function mainOf(found: readonly Blame[], { outcome, verdict }: BrowserVerdict): Blame | undefined {
  if (verdict === 'preflight-passes') {
    return found.find(({ cause }) => cause === 'header-not-exposed');
  }
  if (outcome?.verdict === 'blocked' && outcome.code === 'resource-policy') {
    return found.find(({ cause }) => cause === 'resource-policy-forbids');
  }
  const step = outcome?.verdict === 'blocked' ? outcome.step : undefined;
  const first: Row['stops'] = step === 'preflight' ? 'preflight' : 'request';
  const candidate = found.find(({ stops }) => stops === first);
  // What S3 was not even asked, or was asked in another name, explains a wrong permission better than the permission does
  return (candidate && VAGUE.has(candidate.cause) ? found.find(({ cause }) => EXPLAINING.has(cause)) : undefined) ?? candidate;
}

const VAGUE: ReadonlySet<CauseId> = new Set<CauseId>(['copy-of-another-origin', 'no-permission', 'permission-for-another-origin']);
const EXPLAINING: ReadonlySet<CauseId> = new Set<CauseId>([
  'origin-not-forwarded', 'request-headers-not-forwarded', 'bucket-without-cors', 'host-forwarded', 'origin-replaced',
]);

function firstOfEachKind(found: readonly Blame[], main: Blame | undefined): readonly Blame[] {
  const seen = new Set<string>(main === undefined ? [] : [main.cause]);
  let preflight = main?.stops === 'preflight';
  let request = main !== undefined && main.stops !== 'preflight';
  return found.filter(({ cause, stops }) => {
    const repeated = seen.has(cause) || (stops === 'preflight' && preflight) || (stops === 'request' && request);
    seen.add(cause);
    preflight ||= stops === 'preflight';
    request ||= stops === 'request';
    return !repeated;
  });
}

function disagree(evidence: Evidence): boolean {
  const judged = evidence.copies.filter(({ response }) => response.status < 300).map((copy) => evidence.failure(copy)?.code ?? 'allowed');
  return new Set(judged).size > 1;
}

function asFoundOf(evidence: Evidence): { readonly asFound?: boolean } {
  const [first, last] = [evidence.at('page'), evidence.at('page-last')];
  if (first === undefined || last === undefined) {
    return {};
  }
  return { asFound: first.response.status === last.response.status && evidence.failure(first)?.code === evidence.failure(last)?.code };
}
