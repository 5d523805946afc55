import type { Screen } from './screen';

/** Shows where a command is in a line that the next one replaces; an empty one clears it. */
export type Progress = (line: string) => void;

/** Where a command that goes on prints, and how it learns that it shall stop. */
export interface Terminal {
  /** Writes a line to standard output. */
  print(line: string): void;
  /** Writes a line to standard error. */
  warn(line: string): void;
  /** Absent where nobody watches. */
  readonly progress?: Progress;
  /** What results are read on; absent where they go into a pipe or a file. */
  readonly screen?: Screen;
  readonly colors: boolean;
  /** Fulfilled when somebody wants the command to stop. */
  readonly stopped: Promise<unknown>;
}

/** The terminal of this process; Ctrl-C and SIGTERM stop what runs in it. */
export function processTerminal(): Terminal {
  // https://no-color.org: any value but the empty one turns colors off
  const colors = process.stdout.isTTY && !process.env.NO_COLOR;
  return {
    print: (line) => process.stdout.write(`${line}\n`),
    warn: (line) => process.stderr.write(`${line}\n`),
    ...(process.stderr.isTTY ? { progress: (line: string) => process.stderr.write(`\r\u001b[K${line}`) } : {}),
    ...(process.stdout.isTTY ? { screen: { columns: process.stdout.columns, colors } } : {}),
    colors,
    get stopped() {
      return new Promise((resolve) => {
        process.once('SIGINT', resolve);
        process.once('SIGTERM', resolve);
      });
    },
  };
}
