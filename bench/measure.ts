import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
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
  return inRounds(imports, { warmUp: 1, rounds, seconds: 0, enough: () => true }, ({ modules }) => {
    const script = `const start = process.cpuUsage(); ${modules.map((name) => `require(${JSON.stringify(name)});`).join(' ')}
      const { user, system } = process.cpuUsage(start); console.log((user + system) / 1e3);`;
    return Number(execFileSync(process.execPath, ['-e', script], { cwd: dirname(__dirname), encoding: 'utf8' }));
  });
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
