/** Requests that stand for all the requests of a promise, and what a bucket's rules answer them. */
import type { BucketCorsRule } from '../../contract/bucket-cors-rule';
import { isSymbolic } from '../../graph/types/symbolic-text';
import type { Known } from '../../graph/types/known';
import { explore } from '../../model/assumptions/explore';
import type { Assumptions } from '../../model/assumptions';
import type { HeaderMap } from '../../model/http/message';
import { bucketCors } from '../../model/s3/cors';
import { remembering } from '../../model/remembering';
import { answerTo, compileOnce, decided, Undecided } from '../../model/undecided';
import { asBrowsersSend, canBeSent } from './origin-text';

/** An origin that browsers would send and that stands for all that an entry allows, or means: `https://App.example.com` is about pages on `app`. */
export const sampleOrigin = remembering((entry: string): string => {
  if (entry === '*' || entry === 'null') {
    return entry === '*' ? 'https://any.example' : entry;
  }
  const text = entry.includes('://') ? entry : `https://${entry}`;
  const origin = canBeSent(text) === false ? asBrowsersSend(text) ?? text : text;
  return origin.replace(/:\*$/, ':8443').replace(/:(\d*)\*(\d*)$/, ':$10$2').replace('*', 'any');
});

/** A header that stands for all that an entry allows. */
export function sampleHeader(entry: string): string {
  return entry.replace('*', 'any');
}

/** How something ends over all assumptions about AWS. */
export type Certainty = 'always' | 'depends' | 'never';

/** Asks under every assumption that matters. */
export function underAllAssumptions(question: (assumptions: Assumptions) => boolean): Certainty {
  const answers = new Set(explore(question).map(({ outcome }) => outcome));
  return answers.size === 2 ? 'depends' : answers.has(true) ? 'always' : 'never';
}

/** Whether a bucket's rules let a preflight through. */
export function preflightPasses(
  rules: readonly BucketCorsRule[],
  origin: string,
  method: string,
  headers: readonly string[] = [],
): Certainty {
  const answers = preflightAnswers(rules);
  const key = `${method} ${origin} ${headers.join(',')}`;
  const answer = answers.get(key) ?? answerTo(() => askPreflight(rules, origin, method, headers));
  answers.set(key, answer);
  return decided(answer);
}

/** Several rules ask the same of the same list. */
const preflightAnswers = compileOnce<readonly BucketCorsRule[], Map<string, Known<Certainty>>>(() => new Map());

function askPreflight(rules: readonly BucketCorsRule[], origin: string, method: string, headers: readonly string[]): Certainty {
  const asking: Record<string, string> = { origin, 'access-control-request-method': method };
  if (headers.length > 0) {
    asking['access-control-request-headers'] = headers.map(sampleHeader).join(',');
  }
  const ask = (list: readonly BucketCorsRule[]) => underAllAssumptions((assumptions) => bucketCors({ rules: list }, { method: 'OPTIONS', path: '/key', headers: asking }, assumptions).status === 200);
  const answer = ask(rules);
  if (answer === 'always' || !isSymbolic(origin) || ask(anyOrigin(rules)) === 'never') {
    return answer;
  }
  throw new Undecided(`whether the bucket's rules allow ${origin} is decided at deployment`);
}

/** The rules, as if each allowed every origin: what they refuse even then, they refuse whoever asks. */
const anyOrigin = compileOnce((rules: readonly BucketCorsRule[]): readonly BucketCorsRule[] => rules.map((rule) => ({ ...rule, allowedOrigins: ['*'] })));

/** Access-Control-Allow-Origin of S3 for a request of an origin, under each assumption; nothing when it sends none. */
export function bucketAllowOrigin(rules: readonly BucketCorsRule[], origin: string): readonly (string | undefined)[] {
  const answers = explore((assumptions) => bucketCors({ rules }, { method: 'GET', path: '/key', headers: { origin } }, assumptions).headers as HeaderMap);
  return [...new Set(answers.map(({ outcome }) => outcome['access-control-allow-origin'] as string | undefined))];
}

/** The first item that is certainly wanted; undecided when none is and one may be. */
export function firstWanted<T>(items: readonly T[], wanted: (item: T) => boolean): T | undefined {
  const answers = items.map((item) => answerTo(() => wanted(item)));
  const found = answers.findIndex((answer) => answer.known && answer.value);
  answers.forEach((answer) => found === -1 && decided(answer));
  return items.at(found === -1 ? items.length : found);
}
