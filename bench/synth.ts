import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { App, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';

// Part of aws-cdk-lib since 2.262: a check of every template by CloudFormation's rules, which costs all contenders the same.
process.env.CDK_VALIDATION = 'false';
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

// A stack holds 500 resources at most.
const CONSTRUCTS_PER_STACK = 50;

/** One way to write the same delivery. */
export interface Contender {
  readonly name: string;
  /** The file with the code that a user writes. */
  readonly file: string;
  readonly build: (scope: Construct) => void;
  /** `false` leaves out what constructs check about themselves when the app is synthesized. */
  readonly selfCheck?: boolean;
}

/** A stack's template as text. */
export function templateOf(build: Contender['build']): string {
  return inFolder((outdir) => {
    const app = appWith(build, 1, outdir);
    return readFileSync(join(outdir, app.synth().getStackByName('Stack0').templateFile), 'utf8');
  });
}

/**
 * Milliseconds of processor time (user and system) to make the constructs and to write the cloud assembly. Unlike the time
 * on the wall it does not grow when the machine has other work to do.
 */
export function synthMilliseconds({ build, selfCheck }: Contender, count: number): number {
  return inFolder((outdir) => {
    collectGarbage();
    const start = process.cpuUsage();
    appWith(build, count, outdir).synth({ skipValidation: selfCheck === false });
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1e3;
  });
}

function appWith(build: Contender['build'], count: number, outdir: string): App {
  const app = new App({ outdir, analyticsReporting: false });
  let stack: Stack | undefined;
  for (let index = 0; index < count; index += 1) {
    if (stack === undefined || index % CONSTRUCTS_PER_STACK === 0) {
      stack = new Stack(app, `Stack${index / CONSTRUCTS_PER_STACK}`);
    }
    build(new Construct(stack, `Site${index}`));
  }
  return app;
}

function inFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
