import fc from 'fast-check';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Where generators start. The gate draws the same values on every run; `npm run explore` draws others. */
export const SEED = Number(process.env.EXPLORE_SEED ?? 1);
const TIMES = Number(process.env.EXPLORE_TIMES ?? 1);
const EXPLORING = process.env.EXPLORE_SEED !== undefined;

// fast-check's own `unit: 'binary'` and `webUrl()` first make a table of all letters of Unicode, which takes two seconds
/** Any letter of Unicode. */
export const anyLetter = fc.nat(0x10_ffff - 0x800).map((index) => String.fromCodePoint(index < 0xd800 ? index : index + 0x800));

const part = fc.string({ maxLength: 8 }).map(encodeURIComponent);

/** A URL with a path, a query and a fragment, each of which may be empty. */
export const anyUrl = fc.tuple(fc.domain(), part, part, part).map(([host, path, query, fragment]) => `https://${host}/${path}?${query}#${fragment}`);

/** What the gate draws so many of; more of them when exploring. */
export function many(inTheGate: number): number {
  return Math.ceil(inTheGate * TIMES);
}

/** How long a test may take that draws `many`. */
export function longEnough(milliseconds: number): number {
  return milliseconds * Math.max(1, TIMES);
}

function fileOf(law: string): string {
  return join(__dirname, 'cases', 'found', `${law}.json`);
}

/** What exploring has found against a law: the gate tries these first. */
export function recorded<T>(law: string): readonly T[] {
  return existsSync(fileOf(law)) ? JSON.parse(readFileSync(fileOf(law), 'utf8')) as T[] : [];
}

/** Keeps what was found while exploring, for the gate. */
export function record(law: string, found: unknown): void {
  const values = [...recorded(law), found].map((value) => JSON.stringify(value));
  if (EXPLORING) {
    mkdirSync(dirname(fileOf(law)), { recursive: true });
    writeFileSync(fileOf(law), `[\n${[...new Set(values)].map((value) => `  ${value}`).join(',\n')}\n]\n`);
    process.stderr.write(`recorded in test/cases/found/${law}.json; the gate tries it from now on\n`);
  }
}

type Settings = Pick<fc.Parameters, 'endOnFailure'>;

/** A law holds for what was once found against it, and for `inTheGate` drawn values. */
export function holds<T>(law: string, property: fc.IProperty<T>, inTheGate: number, settings: Settings = {}): void {
  judged(law, fc.check(property, parameters(law, inTheGate, settings)));
}

export async function holdsInTime<T>(law: string, property: fc.IAsyncProperty<T>, inTheGate: number): Promise<void> {
  judged(law, await fc.check(property, parameters(law, inTheGate, {})));
}

function parameters<T>(law: string, inTheGate: number, settings: Settings): fc.Parameters<T> {
  return { ...settings as fc.Parameters<T>, seed: SEED, numRuns: many(inTheGate), examples: [...recorded<T>(law)], includeErrorInReport: true };
}

function judged<T>(law: string, details: fc.RunDetails<T>): void {
  if (details.failed) {
    if (details.counterexample !== null) {
      record(law, details.counterexample);
    }
    throw new Error(fc.defaultReportMessage(details), { cause: details.errorInstance });
  }
}
