/** How a result looks to somebody who watches: lines that fit the terminal, and verdicts in color. A pipe gets it as it is. */
import { stripVTControlCharacters, styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

export interface Screen {
  readonly columns: number;
  readonly colors: boolean;
}

/** A narrower terminal breaks lines by itself; nobody reads more than this in a line. */
const [NARROWEST, WIDEST] = [40, 140];

/** `  what     …`, `  --json  …`, ` 12. …`: what follows continues below where it began. */
const LABEL = /^( {2}\S[^ ]*(?: [^ ]+)* {2,}| {0,2}\d+\. )(?=\S)/;

/** Headers of a message in `explain`. */
const HEADER = /; (?=[A-Za-z][\w-]*: )/g;

/** What is pasted stays in one line. */
const CODE = /^ {2}(fix {6}|.*: [!{[]|\(this\.|this\.|self\.|new CfnResource|CfnResource\(|npx |cdk-cors |node )/;

export function onScreen(text: string, { columns, colors }: Screen): string {
  const width = Math.min(columns, WIDEST);
  return text.split('\n').flatMap((line) => (width < NARROWEST || CODE.test(line) ? [line] : wrapped(line, width))).map((line) => (colors ? painted(line) : line)).join('\n');
}

function wrapped(line: string, width: number): readonly string[] {
  const [label = /^ */.exec(line)?.[0] ?? ''] = LABEL.exec(line) ?? [];
  const [first = '', ...headers] = /^ {0,2}\d+\. /.test(line) ? line.slice(label.length).split(HEADER) : [line.slice(label.length)];
  const indent = ' '.repeat(label.length > width / 2 ? 4 : label.length);
  const lines = [...folded(first, width - label.length), ...headers.flatMap((header) => folded(`  ${header}`, width - indent.length))];
  return lines.map((each, index) => `${index === 0 ? label : indent}${each}`.trimEnd());
}

/** Broken at spaces; a word that is too long, such as a URL, stays whole. */
function folded(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  const indent = /^ */.exec(text)?.[0] ?? '';
  let line = '';
  for (const word of text.slice(indent.length).split(' ')) {
    if (line !== '' && stripVTControlCharacters(`${indent}${line} ${word}`).length > width) {
      lines.push(`${indent}${line}`);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, `${indent}${line}`];
}

const STYLES: readonly (readonly [part: RegExp, style: Style])[] = [
  [/^(ERROR|BLOCKED|REFUSED BY AWS)\b/, 'red'], [/^(WARNING|DEPENDS|IT DEPENDS|UNCLEAR|UNKNOWN|NOT JUDGED)\b/, 'yellow'], [/^INFO\b/, 'cyan'], [/^(ALLOWED|PREFLIGHT PASSES|no mistake found)\b/, 'green'],
  [/^ {2}(fix|advice)(?= {2,})/, 'bold'], [/^ {2}[a-z]+(?: [a-z]+)?(?= {2,})/, 'dim'], [/^(next|read|left out)(?=: )/, 'bold'],
];

function painted(line: string): string {
  const found = STYLES.find(([part]) => part.test(line));
  return found === undefined ? line : line.replace(found[0], (part) => styleText(found[1], part, { validateStream: false }));
}
