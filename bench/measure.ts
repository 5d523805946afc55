import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';
import { orderOf } from './statistics';
import { synthMilliseconds } from './synth';
import type { Contender } from './synth';

/** How long to go on: at least some rounds, and then until enough is known or the processor time is spent. */
export interface Patience {
  readonly warmUp: number;
  readonly rounds: number;
  readonly seconds: number;
  readonly enough: (samples: readonly (readonly number[])[]) => boolean;
}

/** Samples of each contender, in rounds of changing order; the first rounds warm up and do not count. */
export function synthSamples(contenders: readonly Contender[], constructs: number, patience: Patience): number[][] {
  return inRounds(contenders, patience, (contender) => synthMilliseconds(contender, constructs));
}

/** A module list by name. */
export interface Imports {
  readonly name: string;
  readonly modules: readonly string[];
}

/** Processor milliseconds to require modules, each time in a new process. */
export function requireSamples(imports: readonly Imports[], rounds: number): number[][] {
  return inRounds(imports, ONCE(rounds), ({ modules }) => inNewProcess(modules.map((name) => `require(${JSON.stringify(name)});`).join(' ')));
}

/** Processor milliseconds from nothing loaded to the cloud assembly of one stack, each time in a new process. */
export function firstSynthSamples(contenders: readonly Contender[], rounds: number): number[][] {
  return inRounds(contenders, ONCE(rounds), ({ file, selfCheck }) => {
    const { outputText } = transpileModule(readFileSync(file, 'utf8'), { compilerOptions: { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022, esModuleInterop: true } });
    const outdir = mkdtempSync(join(tmpdir(), 'bench-first-'));
    try {
      return inNewProcess(`process.env.CDK_VALIDATION = 'false'; const { App, Stack } = require('aws-cdk-lib');
        const app = new App({ outdir: ${JSON.stringify(outdir)}, analyticsReporting: false });
        const built = {}; new Function('exports', 'require', ${JSON.stringify(outputText)})(built, require);
        built.build(new Stack(app, 'Stack')); app.synth({ skipValidation: ${String(selfCheck === false)} });`);
    } finally {
      rmSync(outdir, { recursive: true, force: true });
    }
  });
}

const ONCE = (rounds: number): Patience => ({ warmUp: 1, rounds, seconds: 0, enough: () => true });

function inNewProcess(code: string): number {
  const script = `const start = process.cpuUsage(); ${code}
    const { user, system } = process.cpuUsage(start); console.log((user + system) / 1e3);`;
  return Number(execFileSync(process.execPath, ['-e', script], { cwd: dirname(__dirname), encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
}

/** The CDK modules that the compiled package requires when it is loaded. */
export function cdkModulesOf(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js'));
  const required = files.flatMap((file) => [...readFileSync(join(folder, file), 'utf8').matchAll(/require\("((?:aws-cdk-lib|constructs)[^"]*)"\)/g)]);
  return [...new Set(required.map(([, name]) => name ?? ''))].sort();
}

/** The lines that a user writes: neither blank lines, nor comments, nor the frame of `build`. */
export function userLines(file: string): number {
  const lines = readFileSync(file, 'utf8').split('\n').map((line) => line.trim());
  const frame = /^$|^\/\/|^export function build|^import type \{ Construct \}/;
  return lines.filter((line) => !frame.test(line)).length - 1;
}

/** Samples of each item, in rounds of changing order; the first rounds warm up and do not count. */
export function inRounds<T>(items: readonly T[], { warmUp, rounds, seconds, enough }: Patience, sample: (item: T) => number): number[][] {
  const samples = items.map((): number[] => []);
  const start = process.cpuUsage();
  const spent = (): number => (process.cpuUsage(start).user + process.cpuUsage(start).system) / 1e6;
  for (let round = -warmUp; round < rounds || (!enough(samples) && spent() < seconds); round += 1) {
    for (const [index, item] of orderOf([...items.entries()], round + warmUp)) {
      const value = sample(item);
      if (round >= 0) {
        samples[index]?.push(value);
      }
    }
  }
  return samples;
}
