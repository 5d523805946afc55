/** Where a command that goes on prints, and how it learns that it shall stop. */
export interface Terminal {
  /** Writes a line to standard output. */
  print(line: string): void;
  /** Writes a line to standard error. */
  warn(line: string): void;
  /** Shows where a command is in a line of its own that the next one replaces; absent where nobody watches. */
  progress?(line: string): void;
  readonly colors: boolean;
  /** Fulfilled when somebody wants the command to stop. */
  readonly stopped: Promise<unknown>;
}

/** The terminal of this process; Ctrl-C and SIGTERM stop what runs in it. */
export function processTerminal(): Terminal {
  return {
    print: (line) => process.stdout.write(`${line}\n`),
    warn: (line) => process.stderr.write(`${line}\n`),
    ...(process.stderr.isTTY ? { progress: (line: string) => process.stderr.write(`\r\u001b[K${line}`) } : {}),
    // https://no-color.org: any value but the empty one turns colors off
    colors: process.stdout.isTTY && !process.env.NO_COLOR,
    get stopped() {
      return new Promise((resolve) => {
        process.once('SIGINT', resolve);
        process.once('SIGTERM', resolve);
      });
    },
  };
}
