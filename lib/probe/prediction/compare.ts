import type { DeliveryGraph } from '../../graph/types';
import type { AssumptionChoices, AssumptionId, StoredObject } from '../../model';
import { splitTarget } from '../../model/http/target';
import { serverFor } from '../../model/server';
import type { ClientRequest } from '../../model/server';
import { Evidence } from '../asking/evidence';
import type { Seen } from '../asking/evidence';
import { isSigned } from '../asking/target';
import type { ProbeTarget } from '../asking/target';
import { signalsOf } from '../diagnosis/signals';
import { headerMap, valueOf } from '../exchange';
import type { ProbedExchange, ProbeRequest } from '../exchange';
import { differences } from './difference';
import type { Difference } from './difference';
import { deviationOf } from './drift';
import type { Deviation } from './drift';
import { firstPossibilities, predict, remaining, withoutCopies } from './possibility';
import type { Earlier, Files, Possibility, Predicted, Remaining, Setting } from './possibility';

/** What a template says about answers that were really given. */
export interface Comparison {
  readonly deviations: readonly Deviation[];
  /** What is left of the assumptions that the template's settings hang on. */
  readonly assumptions: readonly Remaining[];
  /** The answers fit the template only if the file does not exist. */
  readonly onlyIfMissing: boolean;
  /** Exchanges that the template does not decide, and why. */
  readonly notPredicted: readonly { readonly n: number; readonly because: string }[];
}

/** The assumptions of which one alternative is left. */
export function settled({ assumptions }: Comparison): AssumptionChoices {
  const single = assumptions.filter(({ left, excluded }) => left.length === 1 && excluded.length > 0);
  return Object.fromEntries(single.map(({ id, left }) => [id, left[0]])) as AssumptionChoices;
}

/** Lets the model answer the same requests in the same order, and keeps the possibilities under which it answers as AWS did. */
export function compare(graph: DeliveryGraph, target: ProbeTarget, exchanges: readonly ProbedExchange[], resource?: string): Comparison {
  const setting = settingOf(graph, target, exchanges, resource);
  const asked = new Set<AssumptionId>();
  const deviations: Deviation[] = [];
  const notPredicted: Comparison['notPredicted'][number][] = [];
  let possibilities = firstPossibilities(filesOf(exchanges));
  for (const seen of new Evidence(target, exchanges).seen) {
    const answers = answersFor(setting, target, possibilities, seen);
    if (typeof answers === 'string') {
      notPredicted.push({ n: seen.n, because: answers });
      continue;
    }
    answers.flatMap(({ after }) => Object.keys(after.assumptions) as AssumptionId[]).forEach((id) => asked.add(id));
    const fitting = answers.filter((answer) => contradictions(seen, answer).length === 0);
    if (fitting.length > 0) {
      possibilities = distinct(fitting.map(({ after }) => after));
    } else {
      const [closest] = answers
        .map((answer) => ({ answer, found: contradictions(seen, answer) })).sort((a, b) => a.found.length - b.found.length);
      if (closest) {
        deviations.push(deviationOf(seen, closest.answer.response, closest.found));
      }
    }
  }
  return {
    deviations, assumptions: remaining(possibilities, asked), notPredicted,
    onlyIfMissing: possibilities.every(({ files }) => !files.asked) && notPredicted.length < exchanges.length,
  };
}

function settingOf(graph: DeliveryGraph, target: ProbeTarget, exchanges: readonly ProbedExchange[], resource: string | undefined): Setting {
  const page = exchanges.find(({ step, response }) => step === 'page' && response.status < 300);
  const cacheControl = page && valueOf(page.response.headers, 'cache-control');
  const contentType = page && valueOf(page.response.headers, 'content-type');
  const size = page && valueOf(page.response.headers, 'content-length');
  const file: StoredObject = { cacheControl, contentType, ...(size === undefined ? {} : { size: Number(size) }) };
  return {
    server: serverFor(graph, { target: 'distribution', resource }),
    objectOf: ({ asked, others }) => (_, key) => {
      const exists = key.includes(`cdk-cors-probe-${target.nonce}`) ? false : isAsked(target, key) ? asked : others;
      return exists ? file : undefined;
    },
  };
}

/** An origin path stands in front of the key. */
function isAsked({ url }: ProbeTarget, key: string): boolean {
  return `/${key}`.endsWith(decodeURI(url.pathname));
}

function filesOf(exchanges: readonly ProbedExchange[]): readonly Files[] {
  const page = exchanges.find(({ step }) => step === 'page');
  const asked = page !== undefined && page.response.status < 300 && signalsOf(page).answerer !== 'an error page' ? [true] : [true, false];
  return asked.flatMap((one) => [{ asked: one, others: true }, { asked: one, others: false }]);
}

/** All answers of the model, in all possibilities; a text where the template does not say. */
function answersFor(
  setting: Setting, target: ProbeTarget, possibilities: readonly Possibility[], seen: Seen,
): readonly Predicted[] | string {
  const request = clientRequest(target, seen.request);
  const now = Date.parse(seen.at) / 1000;
  const answers: Predicted[] = [];
  for (const possibility of possibilities) {
    const direct = predict(setting, possibility, request, now);
    if (typeof direct === 'string') {
      return direct;
    }
    answers.push(...direct);
    // The copy may have gone, or another cache of the location may have answered
    if (!seen.signals.fromCopy && direct.some(({ fromCopy }) => fromCopy)) {
      answers.push(...listOf(predict(setting, withoutCopies(possibility), request, now)));
    }
    if (seen.signals.fromCopy || seen.signals.cache === 'revalidated') {
      answers.push(...earlierVisits(target, seen, now).flatMap((before) => listOf(predict(
        setting, withoutCopies(possibility), request, now, [before],
      ))));
    }
  }
  return answers;
}

function listOf(predicted: readonly Predicted[] | string): readonly Predicted[] {
  return typeof predicted === 'string' ? [] : predicted;
}

const LONG_AGO = 10 * 365 * 86_400;

/**
 * Who may have left the copy that answers: a visitor without Origin, a page that is allowed, one that is not, the one that the
 * answer names.
 */
function earlierVisits(target: ProbeTarget, { request, response, signals }: Seen, now: number): readonly Earlier[] {
  const at = signals.cache === 'revalidated' ? now - LONG_AGO : now - (signals.age ?? 0);
  const { origin, ...without } = headerMap(request.headers);
  const named = valueOf(response.headers, 'access-control-allow-origin') ?? '*';
  const origins = new Set([
    target.page.origin, target.otherOrigin, origin as string | undefined ?? target.page.origin, ...(named === '*' ? [] : [named]),
  ]);
  return [without, ...[...origins].map((each) => ({ ...without, origin: each }))]
    .map((headers) => ({ at, request: { ...clientRequest(target, request), headers } }));
}

function clientRequest({ url, secrets }: ProbeTarget, { method, path, headers, plain }: ProbeRequest): ClientRequest {
  const signed = isSigned(url)
    || secrets.some(([name, value]) => name.toLowerCase() === 'cookie' && value.includes('CloudFront-Signature'));
  return { method, ...splitTarget(path), headers: headerMap(headers), secure: plain !== true, signed: signed && method === 'GET' };
}

function contradictions(seen: Seen, { response, fromCopy }: Predicted): readonly Difference[] {
  const found = differences(seen, response);
  // Only a copy can have an Age; the other way round a cache may always have dropped one. An error page brings the Age of its own copy
  return seen.signals.fromCopy && seen.signals.cache !== 'revalidated' && !fromCopy && response.body !== 'error-page' ? [
    ...found, { of: 'cache', seen: 'a copy', predicted: 'no copy' },
  ] : found;
}

/** A copy of a possibility adds nothing. */
function distinct(possibilities: readonly Possibility[]): readonly Possibility[] {
  const byWhatIsHeld = new Map(possibilities.map((possibility) => [keyOf(possibility), possibility]));
  return [...byWhatIsHeld.values()];
}

function keyOf({ assumptions, caches, files }: Possibility): string {
  const copies = [...caches.edge.contents].map(([key, { response, storedAt }]) => [key, storedAt, response.status, response.headers]);
  return JSON.stringify([files, Object.entries(assumptions).sort(), copies]);
}
