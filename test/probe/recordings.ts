/** Answers of real distributions, as people published them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProbedExchange } from '../../lib/probe';
import type { HeaderLine } from '../../lib/probe/exchange';

export interface Recording {
  readonly id: string;
  readonly request: { readonly method: string; readonly path: string; readonly headers: readonly HeaderLine[] };
  readonly response: { readonly status: number; readonly headers: readonly HeaderLine[]; readonly bodyExcerpt?: string; readonly complete: boolean };
}

export const RECORDINGS = JSON.parse(readFileSync(join(__dirname, '..', 'cases', 'recorded-exchanges.json'), 'utf8')) as readonly Recording[];

export function recording(id: string): Recording {
  const found = RECORDINGS.find((each) => each.id === id);
  if (!found) {
    throw new Error(`there is no recording ${id}`);
  }
  return found;
}

/** A recording as if a probe had asked. */
export function asExchange({ request, response }: Recording): ProbedExchange {
  const method = request.method === 'OPTIONS' ? 'OPTIONS' : 'GET';
  return { n: 1, step: method === 'GET' ? 'page' : 'preflight', at: '2026-11-27T12:00:00.000Z', ms: 1, request: { ...request, method }, response };
}
