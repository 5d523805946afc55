// Measures what checking costs, against synthesis without the CDK's own validation:
//
//   npm run bench:check
//   npm run bench:check -- --write docs/check-bench.md
import { App, Aspects, Stack, Validations } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { CorsAssetDistribution, CorsChecks, CorsValidationPlugin } from '../lib';
import { run } from '../lib/cli/main';
import { exampleStack } from '../lib/rules/engine/example-stack';
import { build as byHand } from './contenders/hand-wired';
import { number, typical, table } from './report';
import { orderOf, ratioOf, spreadOf } from './statistics';

process.env.CDK_VALIDATION = 'false';
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const PER_STACK = 50;
/** Rules, trial and, where something is found, fixes. The milliseconds are those of a distribution that is broken. */
const GOALS = { door: 0.5, aspect: 0.5, growth: 1.2, broken: 20 };
const SIZES = [{ distributions: 10, rounds: 9 }, { distributions: 100, rounds: 3 }, { distributions: 1000, rounds: 2 }];

type Build = (scope: Construct) => void;

/** Every distribution promises to an origin of its own, so that nothing is judged once for all. */
const originOf = (scope: Construct): string => `https://${scope.node.id.toLowerCase()}.example.com`;

const byHandEach: Build = (scope) => { byHand(scope, originOf(scope)); };
const byConstruct: Build = (scope) => new CorsAssetDistribution(scope, 'Assets', { allowedOrigins: [originOf(scope)] });

function appWith(build: Build, count: number, outdir: string): App {
  const app = new App({ outdir, analyticsReporting: false });
  let stack: Stack | undefined;
  for (let index = 0; index < count; index += 1) {
    stack = index % PER_STACK === 0 || !stack ? new Stack(app, `Stack${String(index / PER_STACK)}`) : stack;
    build(new Construct(stack, `Site${String(index)}`));
  }
  return app;
}

/** Processor time, without what the CDK prints about plugins: it would be in the way of the table. */
function milliseconds(work: () => unknown): number {
  const [log, error] = [console.log, console.error];
  console.log = console.error = () => undefined;
  try {
    return processorMilliseconds(work);
  } finally {
    [console.log, console.error] = [log, error];
  }
}

function processorMilliseconds(work: () => unknown): number {
  collectGarbage();
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e3;
}

/** What one way to check costs in one round, or what synthesis costs without it. */
interface Way {
  readonly name: string;
  readonly goal?: number;
  readonly cost: (count: number, folder: string) => number;
}

/** Wired by hand, so that no construct checks itself. */
const WAYS: readonly Way[] = [
  { name: 'synthesis alone', cost: (count, folder) => milliseconds(() => appWith(byHandEach, count, folder).synth()) },
  {
    name: 'the plugin', goal: GOALS.door,
    cost: (count, folder) => {
      const appConstruct = appWith(byHandEach, count, folder);
      const templatePaths = appConstruct.synth().stacks.map(({ templateFullPath }) => templateFullPath);
      return milliseconds(() => new CorsValidationPlugin().validate({ appConstruct, templatePaths }));
    },
  },
  {
    name: 'cdk-cors check cdk.out', goal: GOALS.door,
    cost: (count, folder) => {
      appWith(byHandEach, count, folder).synth();
      return milliseconds(() => run(['check', folder, '--json']));
    },
  },
  { name: 'the same constructs, unchecked', cost: (count, folder) => milliseconds(() => unchecked(byConstruct, count, folder).synth()) },
  { name: 'synthesis with CorsChecks and self-checks', cost: (count, folder) => milliseconds(() => checked(byConstruct, count, folder).synth()) },
];

function checked(build: Build, count: number, folder: string): App {
  const app = appWith(build, count, folder);
  Aspects.of(app).add(new CorsChecks());
  return app;
}

/** With the plugin registered, annotations leave the checking to it; the templates of this app are not given to it. */
function unchecked(build: Build, count: number, folder: string): App {
  const app = appWith(build, count, folder);
  Validations.of(app).addPlugins({ name: new CorsValidationPlugin().name, validate: () => ({ success: true, violations: [] }) });
  return app;
}

function inFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'bench-check-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Samples of each way, in rounds of changing order; the first one of the smallest app warms up. */
function samples(count: number, rounds: number): readonly number[][] {
  const all = WAYS.map((): number[] => []);
  for (let round = count === SIZES[0]?.distributions ? -1 : 0; round < rounds; round += 1) {
    for (const [index, { cost }] of orderOf([...WAYS.entries()], round + 1)) {
      const value = inFolder((folder) => cost(count, folder));
      if (round >= 0) {
        all[index]?.push(value);
      }
    }
  }
  return all;
}

/** Milliseconds for a distribution with three mistakes: judging it, proving its fixes and telling both. */
function brokenCost(folder: string, rounds: number): number {
  const costs = Array.from({ length: rounds + 3 }, (_, round) => {
    const file = join(folder, `broken${String(round)}.yaml`);
    const stack = exampleStack({
      rule: { AllowedOrigins: `[https://site${String(round)}.example.com]`, AllowedHeaders: undefined }, cors: { AccessControlAllowOrigins: `{ Items: [https://site${String(round)}.example.com] }` },
      behavior: { AllowedMethods: '[GET, HEAD, OPTIONS]', OriginRequestPolicyId: undefined, CachedMethods: '[GET, HEAD, OPTIONS]' },
    });
    writeFileSync(file, `Resources:\n${stack.replace(/^(?=.)/gm, '  ')}`);
    return milliseconds(() => run(['check', file, '--json']));
  });
  return spreadOf(costs.slice(3)).median;
}

interface Row {
  readonly name: string;
  readonly goal: number;
  readonly ratio: ReturnType<typeof ratioOf>;
  readonly each: number;
}

function rowsFor(count: number, rounds: number): readonly Row[] {
  const [synth = [], plugin = [], cli = [], alone = [], each = []] = samples(count, rounds);
  const beyond = (costs: readonly number[]) => costs.map((value, index) => Math.max(0, value - (alone[index] ?? NaN)));
  const row = (name: string, goal: number, costs: readonly number[], base: readonly number[]): Row =>
    ({ name, goal, ratio: ratioOf(costs, base), each: spreadOf(costs).median / count });
  return [
    row('the plugin', GOALS.door, plugin, synth),
    row('cdk-cors check cdk.out', GOALS.door, cli, synth),
    row('CorsChecks and self-checks', GOALS.aspect, beyond(each), alone),
  ];
}

function main(): void {
  const measured = SIZES.map(({ distributions, rounds }) => {
    process.stderr.write(`${process.uptime().toFixed(0)} s: ${String(distributions)} distributions\n`);
    return { distributions, rows: rowsFor(distributions, rounds) };
  });
  const missed: string[] = [];
  const rows = measured.flatMap(({ distributions, rows: each }) => each.map(({ name, goal, ratio, each: cost }) => {
    if (distributions >= 100 && ratio.median > goal) {
      missed.push(`${name} with ${String(distributions)}: ${number(ratio.median)} of synthesis`);
    }
    return [name, String(distributions), typical(ratio), distributions < 100 ? '' : `at most ${String(goal)}`, number(cost)];
  }));
  const costOf = (name: string, count: number): number => measured.find(({ distributions }) => distributions === count)?.rows.find((row) => row.name === name)?.each ?? NaN;
  const growth = (measured[0]?.rows ?? []).map(({ name }) => [name, number(costOf(name, 100) / costOf(name, 10)), number(costOf(name, 1000) / costOf(name, 100))]);
  growth.filter(([, , late]) => Number(late) > GOALS.growth).forEach(([name, , late]) => missed.push(`${name ?? ''} grows: 1000 cost ${late ?? ''} times as much each as 100`));
  const broken = inFolder((folder) => brokenCost(folder, 20));
  if (broken > GOALS.broken) {
    missed.push(`a broken distribution: ${number(broken)} ms`);
  }
  const report = [
    `# What checking costs\n\n${environment()}`,
    `One app, a stack for each ${String(PER_STACK)} distributions, five resources each. Processor time relative to synthesis of the same app without the CDK's own validation: median (quarters), and milliseconds for each distribution.`,
    table(['', 'distributions', 'ratio', 'goal', 'ms each'], rows),
    'Every distribution promises to an origin of its own, and each one is judged.',
    `## Growth\n\nHow much more each distribution costs in the larger app (goal: at most ${String(GOALS.growth)} from 100 to 1000).`,
    table(['', '10 to 100', '100 to 1000'], growth),
    `## A broken distribution\n\nThree mistakes, read from YAML, judged, their fixes proven: ${number(broken)} ms (goal: at most ${String(GOALS.broken)}).`,
    missed.length === 0 ? 'Every goal is met.' : `Missed: ${missed.join('; ')}.`,
    `## What it consists of\n\n${FLOOR}`,
  ].join('\n\n');
  console.log(report);
  const [, target] = /^--write=?(.*)$/.exec(process.argv.slice(2).join(' ')) ?? [];
  if (target !== undefined) {
    writeFileSync(target.trim(), `<!-- Written by: npm run bench:check -- --write ${target.trim()} -->\n${report}\n`);
  }
}

const FLOOR = 'CorsChecks and self-checks are measured as the difference of two syntheses, so on a busy machine their lines scatter more than the others, and their growth most of all.'
  + ' Plugin and command line: reading the graph, the rules and the trial take about a third each. CorsChecks and self-checks add the CDK\'s own work, which is done once again before templates'
  + ' are written (tokens and policy documents are resolved, logical ids are hashed, the tree is walked). With few distributions, V8 compiling the rules and the model costs more than running them.';

function environment(): string {
  const { version } = JSON.parse(readFileSync(require.resolve('aws-cdk-lib/package.json'), 'utf8')) as { readonly version: string };
  return `aws-cdk-lib ${version}, Node ${process.versions.node}, ${String(cpus().length)} processors, with a load of ${number(loadavg()[1] ?? NaN)} over the last five minutes.`;
}

main();
