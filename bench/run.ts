// Measures the construct against the same resources wired by hand and against aws-cloudfront-s3:
//
//   npm run build && npm run bench
//   npm run bench -- --write docs/bench.md
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { competitor } from './competitor';
import { anonymousResources } from './equality';
import { cdkModulesOf, firstSynthSamples, requireSamples, synthSamples, userLines } from './measure';
import { estimate, number, table, typical, verdict } from './report';
import { ratioOf, spreadOf } from './statistics';
import { templateOf } from './synth';
import type { Contender } from './synth';

const load = createRequire(__filename);

const DIST = join(__dirname, '../dist');
const GOALS = { unchecked: 1.05, checked: 1.15, resources: 5, bytes: 6_500, linear: 1.1, loading: 1.3 };

interface Finding {
  readonly text: string;
  readonly missed: readonly string[];
}

function main(): void {
  if (!existsSync(join(DIST, 'index.js'))) {
    throw new Error('the bench measures the compiled package: npm run build first');
  }
  const construct = contender('CorsAssetDistribution', 'construct');
  const byHand = contender('the same, wired by hand', 'hand-wired');
  if (anonymousResources(templateOf(construct.build)).join('\n') !== anonymousResources(templateOf(byHand.build)).join('\n')) {
    throw new Error('the hand-wired resources are not the construct\'s: bring bench/contenders/hand-wired.ts up to date (test/bench-baseline.test.ts shows where)');
  }
  const other = competitor();
  const contenders: [Contender, Contender, ...Contender[]] = [construct, byHand, ...(typeof other === 'string' ? [] : [other])];

  const findings = [written(contenders), synth(contenders), growth(construct, byHand), loading(construct, byHand)];
  const missed = findings.flatMap((finding) => finding.missed);
  const report = [
    `# Bench\n\n${environment()}`,
    ...findings.map(({ text }) => text),
    ...(typeof other === 'string' ? [`Not measured: ${other}.`] : []),
    missed.length === 0 ? 'No goal is missed.' : `Missed: ${missed.join('; ')}.`,
  ].join('\n\n');
  console.log(report);
  const [, target] = /^--write=?(.*)$/.exec(process.argv.slice(2).join(' ')) ?? [];
  if (target !== undefined) {
    writeFileSync(target.trim(), `<!-- Written by: npm run bench -- --write ${target.trim()} -->\n${report}\n`);
  }
}

function contender(name: string, file: string): Contender {
  const path = join(__dirname, 'contenders', `${file}.ts`);
  // One of them loads the compiled package, which may not be there
  const { build } = load(path) as Pick<Contender, 'build'>;
  return { name, file: path, build };
}

/** What a user writes, and what CloudFormation gets. */
function written(contenders: readonly Contender[]): Finding {
  const empty = Buffer.byteLength(templateOf(() => undefined));
  const rows = contenders.map(({ name, file, build }) => {
    const template = templateOf(build);
    const minified = Buffer.byteLength(JSON.stringify(JSON.parse(template)));
    const resources = Object.keys((JSON.parse(template) as { Resources: object }).Resources).length;
    return { name, lines: userLines(file), resources, own: Buffer.byteLength(template) - empty, whole: Buffer.byteLength(template), minified };
  });
  const [own] = rows;
  return {
    text: `## What is written\n\nGoal: ${GOALS.resources} resources, at most ${GOALS.bytes} bytes of its own; ${empty} bytes are in every stack.\n\n${table(
      ['', 'user lines', 'resources', 'own bytes', 'whole template', 'minified'],
      rows.map((row) => [row.name, row.lines, row.resources, row.own, row.whole, row.minified].map(String)))}`,
    missed: [
      ...(own?.resources === GOALS.resources ? [] : ['number of resources']),
      ...((own?.own ?? Infinity) <= GOALS.bytes ? [] : ['template bytes']),
    ],
  };
}

/** Constructs and synth, in a small app and in one where the app itself weighs little. */
function synth([construct, byHand, ...others]: readonly [Contender, Contender, ...Contender[]]): Finding {
  const unchecked = { ...construct, name: `${construct.name}, its check of itself left out`, selfCheck: false };
  const goals = new Map([[unchecked, GOALS.unchecked], [construct, GOALS.checked]]);
  const contenders = [byHand, unchecked, construct, ...others];
  const missed: string[] = [];
  const rows = [1, 20].flatMap((constructs) => {
    progress(`synth of ${constructs}`);
    const samples = synthSamples(contenders, constructs, {
      warmUp: 5, rounds: 20, seconds: 60,
      enough: ([hand = [], ...own]) => [...goals.values()].every((goal, index) => verdict(ratioOf(own[index] ?? [], hand), goal) !== 'undecided'),
    });
    const [hand = []] = samples;
    return contenders.map((contender, index) => {
      const theirs = samples[index] ?? [];
      const ratio = ratioOf(theirs, hand);
      const goal = goals.get(contender);
      const outcome = goal === undefined ? '' : `at most ${goal}: ${verdict(ratio, goal)}`;
      if (outcome.endsWith('missed')) {
        missed.push(`${contender.name}, ${constructs} in one app: ${number(ratio.median)}`);
      }
      return [contender.name, String(constructs), typical(spreadOf(theirs)), index === 0 ? '' : estimate(ratio), outcome];
    });
  });
  return {
    text: '## Construct and synth\n\nProcessor milliseconds: median (quarters). Ratio to the first line of each group, round by round: median [95 % certain].'
      + `\n\n${table(['', 'in one app', 'ms', 'ratio', 'goal'], rows)}`,
    missed,
  };
}

function growth(construct: Contender, byHand: Contender): Finding {
  const sizes = [{ constructs: 1, rounds: 20 }, { constructs: 10, rounds: 8 }, { constructs: 100, rounds: 4 }, { constructs: 1000, rounds: 3 }];
  const each = sizes.map(({ constructs, rounds }) => {
    progress(`growth to ${constructs}`);
    const [own = [], hand = []] = synthSamples([construct, byHand], constructs, { warmUp: 1, rounds, seconds: 0, enough: () => true });
    return { constructs, per: spreadOf(own).median / constructs, ratio: ratioOf(own, hand) };
  });
  const perOf = (size: number): number => each.find(({ constructs }) => constructs === size)?.per ?? NaN;
  const linear = perOf(1000) / perOf(100);
  const tooMuch = each.filter(({ constructs, ratio }) => constructs >= 100 && ratio.median > GOALS.checked);
  return {
    text: `## Growth\n\nOne app, a stack for each 50 constructs. 1000 cost ${number(linear)} times as much each as 100 (goal: at most ${GOALS.linear}). Goal of the ratio: at most ${GOALS.checked}.\n\n${
      table(['constructs', 'ms each', 'ratio to wired by hand'], each.map(({ constructs, per, ratio }) => [String(constructs), number(per), typical(ratio)]))}`,
    missed: [
      ...(linear <= GOALS.linear ? [] : ['linear growth']),
      ...tooMuch.map(({ constructs, ratio }) => `${construct.name}, ${constructs} in one app: ${number(ratio.median)}`),
    ],
  };
}

/** Loading the package in a new process, against loading what it loads; and from there to the first stack, which is what users wait for. */
function loading(construct: Contender, byHand: Contender): Finding {
  const imports = [
    { name: 'the package', modules: [DIST] },
    { name: 'the CDK modules that it requires', modules: cdkModulesOf(DIST) },
  ];
  progress('loading');
  const [own = [], cdk = []] = requireSamples(imports, 15);
  const ratio = ratioOf(own, cdk);
  const contenders = [byHand, { ...construct, name: `${construct.name}, its check of itself left out`, selfCheck: false }, construct];
  progress('the first stack');
  const first = firstSynthSamples(contenders, 12);
  const rows = contenders.map(({ name }, index) => [name, typical(spreadOf(first[index] ?? [])), index === 0 ? '' : estimate(ratioOf(first[index] ?? [], first[0] ?? []))]);
  return {
    text: `## Loading\n\nProcessor milliseconds of \`require\`, each in a new process (goal: at most ${GOALS.loading}). Exports load when they are first asked for, as those of the CDK do.\n\n${
      table(['', 'ms', 'ratio'], [['the package', typical(spreadOf(own)), estimate(ratio)], ['the CDK modules that it requires', typical(spreadOf(cdk)), '']])
    }\n\nFrom nothing loaded to the cloud assembly of one stack, each in a new process: what is loaded late is paid for here.\n\n${table(['', 'ms', 'ratio'], rows)}`,
    missed: ratio.median <= GOALS.loading ? [] : [`loading: ${number(ratio.median)}`],
  };
}

/** The report goes to the standard output alone. */
function progress(step: string): void {
  process.stderr.write(`${process.uptime().toFixed(0)} s: ${step}\n`);
}

function environment(): string {
  const version = (name: string): string => (JSON.parse(readFileSync(require.resolve(`${name}/package.json`), 'utf8')) as { readonly version: string }).version;
  return `aws-cdk-lib ${version('aws-cdk-lib')}, constructs ${version('constructs')}, Node ${process.versions.node}, ${cpus().length} processors.`;
}

main();
