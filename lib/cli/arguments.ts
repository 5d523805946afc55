import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UsageError } from './usage-error';

type Options = NonNullable<ParseArgsConfig['options']>;
type Parsed<O extends Options> = ReturnType<typeof parseArgs<{ args: string[]; allowPositionals: true; options: O }>>;

/** Reads the arguments of a command. One that it does not have is an error that names the nearest it has. */
export function readOptions<O extends Options>(command: string, args: readonly string[], options: O): Parsed<O> {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    // Node's own advice on arguments that begin with a dash is about file names, which no option takes
    const [said = ''] = (error as Error).message.split(/\. To specify|\n/);
    const [, unknown] = /^Unknown option '(?:--)?([^']+)'/.exec(said) ?? [];
    const nearest = unknown === undefined ? undefined : nearestOf(unknown, Object.keys(options));
    throw new UsageError(`${said.replace(/\.$/, '')}; ${nearest === undefined ? '' : `did you mean --${nearest}? `}cdk-cors ${command} --help lists the options`);
  }
}

/** The word that differs from what was typed by at most a third of its letters, if there is one. */
export function nearestOf(typed: string, words: readonly string[]): string | undefined {
  const [nearest] = words.map((word) => ({ word, distance: distanceOf(typed, word) }))
    .filter(({ word, distance }) => distance <= Math.ceil(word.length / 3)).sort((a, b) => a.distance - b.distance);
  return nearest?.word;
}

/** How many letters to insert, delete or replace. */
// https://en.wikipedia.org/wiki/Levenshtein_distance
function distanceOf(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      next.push(Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, (row[j] ?? 0) + Number(letter !== other)));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
