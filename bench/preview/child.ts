import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Bytes, and milliseconds of processor time so far. */
export interface Usage {
  readonly rss: number;
  /** Of JavaScript, after a collection. */
  readonly heap: number;
  readonly cpu: number;
}

const START_MILLISECONDS = 120_000;

/** A server in a process of its own. */
export class Child {
  private constructor(private readonly process: ChildProcess, public readonly port: number) {}

  /** Starts a script that prints a line with `http://127.0.0.1:PORT` once it listens. */
  public static async start(script: string, args: readonly string[], execArgv: readonly string[] = []): Promise<Child> {
    const child = fork(script, args, { execArgv: ['--expose-gc', '-r', join(__dirname, 'usage.cjs'), ...execArgv], silent: true });
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => { said = (said + chunk.toString()).slice(-2_000); });
    const port = await new Promise<number>((resolve, reject) => {
      const fail = (why: string): void => {
        child.kill();
        reject(new Error(`${why}: ${said.trim()}`));
      };
      const late = setTimeout(() => { fail(`no server after ${START_MILLISECONDS} ms`); }, START_MILLISECONDS);
      child.once('exit', (code) => { fail(`the server ended with ${String(code)}`); });
      createInterface({ input: child.stdout ?? process.stdin }).on('line', (line) => {
        const [, found] = /http:\/\/127\.0\.0\.1:(\d+)/.exec(line) ?? [];
        if (found !== undefined) {
          clearTimeout(late);
          resolve(Number(found));
        }
      });
    });
    return new Child(child, port);
  }

  public usage(): Promise<Usage> {
    return new Promise((resolve, reject) => {
      const ended = (): void => { reject(new Error('the server has ended')); };
      this.process.once('exit', ended);
      this.process.once('message', (usage) => {
        this.process.off('exit', ended);
        resolve(usage as Usage);
      });
      this.process.send('usage');
    });
  }

  public stop(): void {
    this.process.removeAllListeners('exit');
    this.process.disconnect();
  }
}
