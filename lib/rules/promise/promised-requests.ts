/** Requests that stand for all the requests of a promise, and what a bucket's rules answer them. */
import type { BucketCorsRule } from '../../contract/bucket-cors-rule';
import { isSymbolic } from '../../graph/types/symbolic-text';
import { known, unknown } from '../../graph/types/known';
import type { Known } from '../../graph/types/known';
import { explore } from '../../model/assumptions/explore';
import type { HeaderMap } from '../../model/http/message';
import type { Assumptions } from '../../model/assumptions';
import { bucketCors } from '../../model/s3/cors';
import { compileOnce } from '../../model/undecided';
import { modelled } from '../engine/modelled';
import { asBrowsersSend, canBeSent } from './origin-text';

/** An origin that browsers would send and that stands for all that an entry allows, or means: `https://App.example.com` is about pages on `app`. */
export function sampleOrigin(entry: string): string {
  if (entry === '*' || entry === 'null') {
    return entry === '*' ? 'https://any.example' : entry;
  }
  const text = entry.includes('://') ? entry : `https://${entry}`;
  const origin = canBeSent(text) === false ? asBrowsersSend(text) ?? text : text;
  return origin.replace(/:\*$/, ':8443').replace(/:(\d*)\*(\d*)$/, ':$10$2').replace('*', 'any');
}

/** A header that stands for all that an entry allows. */
export function sampleHeader(entry: string): string {
  return entry.replace('*', 'any');
}

/** How something ends over all assumptions about AWS. */
export type Certainty = 'always' | 'depends' | 'never';

/** Asks under every assumption that matters. */
export function underAllAssumptions(question: (assumptions: Assumptions) => boolean): Known<Certainty> {
  return modelled(() => {
    const answers = new Set(explore(question).map(({ outcome }) => outcome));
    return answers.size === 2 ? 'depends' : answers.has(true) ? 'always' : 'never';
  });
}

/** Whether a bucket's rules let a preflight through. */
export function preflightPasses(rules: readonly BucketCorsRule[], origin: string, method: string, headers: readonly string[] = []): Known<Certainty> {
  const answers = preflightAnswers(rules);
  const key = `${method} ${origin} ${headers.join(',')}`;
  const answer = answers.get(key) ?? askPreflight(rules, origin, method, headers);
  answers.set(key, answer);
  return answer;
}

/** Several rules ask the same of the same list. */
const preflightAnswers = compileOnce<readonly BucketCorsRule[], Map<string, Known<Certainty>>>(() => new Map());

function askPreflight(rules: readonly BucketCorsRule[], origin: string, method: string, headers: readonly string[]): Known<Certainty> {
  const asking: Record<string, string> = { origin, 'access-control-request-method': method };
  if (headers.length > 0) {
    asking['access-control-request-headers'] = headers.map(sampleHeader).join(',');
  }
  const answer = underAllAssumptions((assumptions) => bucketCors({ rules }, { method: 'OPTIONS', path: '/key', headers: asking }, assumptions).status === 200);
  return answer.known && answer.value !== 'always' && isSymbolic(origin)
    ? unknown(`whether the bucket's rules allow ${origin} is decided at deployment`)
    : answer;
}

/** Access-Control-Allow-Origin of S3 for a request of an origin, under each assumption; nothing when it sends none. */
export function bucketAllowOrigin(rules: readonly BucketCorsRule[], origin: string): Known<readonly (string | undefined)[]> {
  return modelled(() => {
    const answers = explore((assumptions) => bucketCors({ rules }, { method: 'GET', path: '/key', headers: { origin } }, assumptions).headers as HeaderMap);
    return [...new Set(answers.map(({ outcome }) => outcome['access-control-allow-origin'] as string | undefined))];
  });
}

/** Every item's answer, the first that is not known, or `undefined` when all are known and none is wanted. */
export function firstKnown<T>(items: readonly T[], wanted: (item: T) => Known<boolean>): Known<T | undefined> {
  for (const item of items) {
    const answer = wanted(item);
    if (!answer.known) {
      return answer;
    }
    if (answer.value) {
      return known(item);
    }
  }
  return known(undefined);
}
