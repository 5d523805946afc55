import { isSymbolic } from '../../graph/types/symbolic-text';
import { compileOriginPattern, parseOrigin } from '../../model/cloudfront/policy/origin-pattern';
import { compileWildcard } from '../../model/patterns';
import { answerOr } from '../../model/undecided';
import { policyCorsOf } from '../../rules/promise/cors-wish';
import { asBrowsersSend } from '../../rules/promise/origin-text';
import type { PromisedPath } from '../../rules/promise/promise';
import { underAllAssumptions, sampleOrigin } from '../../rules/promise/promised-requests';
import { uploadRules } from './use-kinds';

/** The page nobody promised anything to. */
export const FOREIGN_ORIGIN = 'https://other.example';

/** A row of the matrix. */
export interface PageOrigin {
  /** As browsers send it, or symbolic where deployment decides it. */
  readonly origin: string;
  /** Where it comes from, in words. */
  readonly because: string;
}

/** More rows than a person compares; the matrix says how many it left out. */
const MOST_ORIGINS = 10;

/** The origins that a path names, a sample of each wildcard, a foreign one, and those that the user asks about. */
export function pageOrigins(
  path: PromisedPath,
  asked: readonly string[],
): { readonly origins: readonly PageOrigin[]; readonly more: number } {
  const entries = [...promisedEntries(path), ...uploadRules(path).flatMap(({ allowedOrigins }) => allowedOrigins)].filter(
    (entry) => entry !== '',
  );
  const origins = new Map<string, string>();
  for (const entry of new Set(entries)) {
    const origin = entry === '*' ? FOREIGN_ORIGIN : originOf(entry);
    origins.set(
      origin,
      origins.get(origin) ?? (entry === origin ? 'named' : entry === '*' ? 'stands for * (any origin)' : `stands for ${entry}`),
    );
  }
  const more = Math.max(0, origins.size - MOST_ORIGINS);
  const rows = new Map([...origins].slice(0, MOST_ORIGINS));
  asked.forEach((origin) => {
    rows.set(origin, rows.get(origin) ?? 'asked about');
  });
  rows.set(FOREIGN_ORIGIN, rows.get(FOREIGN_ORIGIN) ?? 'named nowhere');
  return { origins: [...rows].map(([origin, because]) => ({ origin, because })), more };
}

function promisedEntries({ promise }: PromisedPath): readonly string[] {
  return promise.known ? promise.value?.origins ?? [] : [];
}

/** What a browser sends for an entry: an entry that no browser ever sends shows up as a promise that is broken. */
function originOf(entry: string): string {
  if (entry === 'null' || isSymbolic(entry)) {
    return entry;
  }
  const sample = sampleOrigin(entry);
  return asBrowsersSend(sample) ?? sample;
}

/** Whether one of the entries covers the origin; `open` where AWS does not say how far a pattern reaches. */
export type Covered = 'no' | 'open' | 'yes';

/** Whether the path's promise is made to the origin. */
export function coveredByPromise(path: PromisedPath, origin: string): Covered {
  const cors = policyCorsOf(path.behavior);
  return covered(promisedEntries(path), origin, cors.known && cors.value !== undefined ? byPolicy : byBucket);
}

/** Whether the bucket's rules for uploads are made for the origin. */
export function coveredByUploads(path: PromisedPath, origin: string): Covered {
  return covered(uploadRules(path).flatMap(({ allowedOrigins }) => allowedOrigins), origin, byBucket);
}

function covered(entries: readonly string[], origin: string, matches: (entry: string, origin: string) => Covered): Covered {
  const answers = new Set(entries.map((entry) => (entry === '*' || originOf(entry) === origin ? 'yes' : matches(entry, origin))));
  return answers.has('yes') ? 'yes' : answers.has('open') ? 'open' : 'no';
}

function byPolicy(entry: string, origin: string): Covered {
  const answer = answerOr('depends', () => underAllAssumptions((assumptions) => compileOriginPattern(entry)(parseOrigin(origin), assumptions)));
  return ({ always: 'yes', depends: 'open', never: 'no' } as const)[answer];
}

function byBucket(entry: string, origin: string): Covered {
  return isSymbolic(entry) ? 'open' : ({ match: 'yes', 'match-if-empty': 'open', 'no-match': 'no' } as const)[compileWildcard(entry)(origin)];
}
