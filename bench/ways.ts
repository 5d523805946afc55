// The apps that bench/check.ts measures, and what is measured of them.
import { App, Aspects, Stack, Validations } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { CorsAssetDistribution, CorsChecks, CorsValidationPlugin } from '../lib';
import { checkGraphs } from '../lib/rules/engine/check-graphs';
import { checkSystem } from '../lib/rules/engine/check-system';
import { run } from '../lib/cli/main';
import { templateFileInputs } from '../lib/graph/sources/template-files';
import { build as byHand } from './contenders/hand-wired';

process.env.CDK_VALIDATION = 'false';
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

export const PER_STACK = 50;

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
export function milliseconds(work: () => unknown): number {
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
export interface Way {
  readonly name: string;
  /** Against synthesis by hand; or, for what happens within synthesis, what it adds to that of the same constructs. */
  readonly against: 'added' | 'synthesis';
  readonly goal?: number;
  readonly cost: (count: number, folder: string) => number;
}

/** Of the goals the first is for reading and rules, the second for the trial too. */
export const GOALS = { rules: 0.2, selfCheck: 0.25, door: 0.5, growth: 1.2, broken: 20 };

/** The first two are what the others are compared with. Wired by hand means that no construct checks itself. */
export const WAYS: readonly Way[] = [
  { name: 'synthesis by hand', against: 'synthesis', cost: (count, folder) => milliseconds(() => appWith(byHandEach, count, folder).synth()) },
  { name: 'the constructs, unchecked', against: 'synthesis', cost: (count, folder) => milliseconds(() => unchecked(count, folder).synth()) },
  {
    name: 'reading and rules', against: 'synthesis', goal: GOALS.rules,
    cost: (count: number, folder: string): number => {
      const templates = synthesized(count, folder).paths;
      return milliseconds(() => checkSystem(templateFileInputs(templates), checkGraphs));
    },
  },
  {
    name: 'the plugin, with the trial', against: 'synthesis', goal: GOALS.door,
    cost: (count: number, folder: string): number => {
      const { app: appConstruct, paths: templatePaths } = synthesized(count, folder);
      return milliseconds(() => new CorsValidationPlugin().validate({ appConstruct, templatePaths }));
    },
  },
  {
    name: 'check cdk.out, with the trial', against: 'synthesis', goal: GOALS.door,
    cost: (count: number, folder: string): number => {
      synthesized(count, folder);
      return milliseconds(() => run(['check', folder, '--json']));
    },
  },
  { name: 'self-checks', against: 'added', goal: GOALS.selfCheck, cost: (count, folder) => milliseconds(() => appWith(byConstruct, count, folder).synth()) },
  { name: 'CorsChecks, with the trial', against: 'added', goal: GOALS.door, cost: (count, folder) => milliseconds(() => checked(count, folder).synth()) },
];

function synthesized(count: number, folder: string): { readonly app: App; readonly paths: string[] } {
  const app = appWith(byHandEach, count, folder);
  return { app, paths: app.synth().stacks.map(({ templateFullPath }) => templateFullPath) };
}

function checked(count: number, folder: string): App {
  const app = appWith(byConstruct, count, folder);
  Aspects.of(app).add(new CorsChecks());
  return app;
}

/** With the plugin registered, annotations leave the checking to it; the templates of this app are not given to it. */
function unchecked(count: number, folder: string): App {
  const app = appWith(byConstruct, count, folder);
  Validations.of(app).addPlugins({ name: new CorsValidationPlugin().name, validate: () => ({ success: true, violations: [] }) });
  return app;
}

/** `check` of an app in which each distribution has two mistakes: telling them, proving their fixes, and whom they hurt. */
export function brokenApp(count: number, folder: string): number {
  synthesized(count, folder);
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.template.json'))) {
    const file = join(folder, name);
    const text = readFileSync(file, 'utf8');
    const broken = text.replace(/^ *"OriginRequestPolicyId": .*\n/gm, '').replace(/"AllowedHeaders": \[\s*"\*"\s*\]/g, '"AllowedHeaders": [ "X-Nobody" ]');
    if (broken === text) {
      throw new Error(`${name} is not broken by what breaks it`);
    }
    writeFileSync(file, broken);
  }
  return milliseconds(() => {
    if (run(['check', folder, '--json']).exitCode !== 1) {
      throw new Error('check finds nothing wrong with a broken app');
    }
  });
}
