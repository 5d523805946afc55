import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UsageError } from './usage-error';

type Options = NonNullable<ParseArgsConfig['options']>;
type Parsed<O extends Options> = ReturnType<typeof parseArgs<{ args: string[]; allowPositionals: true; options: O }>>;

/** Reads the arguments of a command. One that it does not have is an error that names the nearest it has. */
export function readOptions<O extends Options>(command: string, args: readonly string[], options: O): Parsed<O> {
  const config = { args: [...args], allowPositionals: true as const, options };
  const { tokens } = parseArgs({ ...config, strict: false, tokens: true });
  const said = tokens.filter((token) => token.kind === 'option');
  const [again, earlier] = said.flatMap((token, index) => {
    const before = said.slice(0, index).find(({ name }) => name === token.name);
    const option = options[token.name];
    return before && option?.type === 'string' && !option.multiple && token.value !== before.value ? [token, before] : [];
  });
  if (again && earlier) {
    throw new UsageError(`--${again.name} is given twice, ${String(earlier.value)} and ${String(again.value)}; write it once`);
  }
  try {
    return parseArgs(config);
  } catch (error) {
    throw new UsageError(`${wordsFor((error as Error).message, options)} cdk-cors ${command} --help lists the options`);
  }
}

/** What Node says about an argument, with what to write. */
function wordsFor(message: string, options: Options): string {
  // Node's own advice on arguments that begin with a dash is about file names, which no option takes
  const [said = ''] = message.split(/\. To specify|\n/);
  const [, unknown] = /^Unknown option '(?:--)?([^']+)'/.exec(said) ?? [];
  const nearest = unknown === undefined ? undefined : nearestOf(unknown, Object.keys(options));
  const [, lacking] = /^Option '(?:-\w, )?--([\w-]+)(?: <value>)?' argument (?:missing|is ambiguous)/.exec(said) ?? [];
  return lacking === undefined ? `${said.replace(/\.$/, '')};${nearest === undefined ? '' : ` did you mean --${nearest}?`}`
    : `--${lacking}: its value is missing; write --${lacking} VALUE, or --${lacking}=VALUE where it begins with a dash;`;
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
