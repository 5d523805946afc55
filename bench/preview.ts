// Measures the preview beside a bare node:http file server and the CloudFront emulation of cdk-local, each in a process of its own, in rounds of
// changing order:
//
//   npm run bench:preview
//   npm run bench:preview -- --write docs/preview-bench.md
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { cdkLocal, name as cdkLocalName } from './preview/cdk-local';
import { Child } from './preview/child';
import type { Usage } from './preview/child';
import { hostileRun, load } from './preview/load';
import type { Load } from './preview/load';
import { number, table, typical } from './report';
import { orderOf, ratioOf, spreadOf } from './statistics';

const ROUNDS = 7;
const GOAL = 0.6;
const SCRIPT = 'export const answer = 42;\n'.repeat(100);
const CACHING_DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
const HOSTILE = { requests: 10_000, connections: 200 };
const HOSTILE_RUNS = 5;
/** What each server answers before it is measured: programs of several sizes are then all compiled. */
const WARM_UP = 5;
/** Bytes of JavaScript that the runs after the first may leave behind in all; a leak of 100 bytes a request would be 4 MB. */
const LEFT_BEHIND = 2e6;
const WORK = {
  'small file': { path: '/app.js', requests: 3_000, connections: 16 },
  'large file of 64 MiB': { path: '/large.bin', requests: 6, connections: 2 },
};

interface Sample extends Load { readonly cpuMilliseconds: number }

/** The example's template with plain http allowed, so that TLS is not what is measured. */
function template(folder: string, name: string, change: (text: string) => string): string {
  const text = readFileSync(join(__dirname, '../test/golden/fonts-on-another-origin.template.json'), 'utf8')
    .replace('"redirect-to-https"', '"allow-all"').replace('"aws:SecureTransport": "false"', '"aws:SecureTransport": "never"');
  const file = join(folder, `${name}.template.json`);
  writeFileSync(file, change(text));
  return file;
}

async function measured(child: Child, work: (typeof WORK)[keyof typeof WORK]): Promise<Sample> {
  const before = await child.usage();
  const sample = await load(child.port, work.path, work);
  return { ...sample, cpuMilliseconds: ((await child.usage()).cpu - before.cpu) / work.requests };
}

async function rowsFor(children: Readonly<Record<string, Child>>): Promise<string[][]> {
  const rows: string[][] = [];
  for (const [what, work] of Object.entries(WORK)) {
    const samples: Record<string, Sample[]> = Object.fromEntries(Object.keys(children).map((name) => [name, []]));
    for (let round = -WARM_UP; round < ROUNDS; round += 1) {
      for (const [name, child] of orderOf(Object.entries(children), round + WARM_UP)) {
        const sample = await measured(child, work);
        if (round >= 0) {
          samples[name]?.push(sample);
        }
      }
    }
    rows.push(...Object.entries(samples).map(([name, own]) => row(`${what}, ${name}`, own, samples['bare node:http'] ?? [])));
  }
  return rows;
}

function row(name: string, own: readonly Sample[], bare: readonly Sample[]): string[] {
  const median = (value: (sample: Sample) => number): string => number(spreadOf(own.map(value)).median);
  return [
    name, median(({ perSecond }) => perSecond), median(({ p99Milliseconds }) => p99Milliseconds), median(({ megabytesPerSecond }) => megabytesPerSecond), median(({ cpuMilliseconds }) => cpuMilliseconds),
    typical(ratioOf(own.map(({ perSecond }) => perSecond), bare.map(({ perSecond }) => perSecond))),
  ];
}

/** Which goals are missed, by the medians of the table. */
function missed(rows: readonly (readonly string[])[]): string {
  const rate = (name: string): number => Number(rows.find(([first]) => first === name)?.[1] ?? NaN);
  const misses = Object.keys(WORK).flatMap((what) => ['preview, cached', 'preview, not cached'].flatMap((server) => {
    const own = rate(`${what}, ${server}`);
    return [
      ...(own < GOAL * rate(`${what}, bare node:http`) ? [`${what}, ${server}: below ${GOAL} of the bare server`] : []),
      ...(own <= rate(`${what}, ${cdkLocalName()}`) ? [`${what}, ${server}: not ahead of cdk-local`] : []),
    ];
  }));
  return misses.length === 0 ? 'Every goal is met.' : `Missed: ${misses.join('; ')}.`;
}

async function hostile(child: Child): Promise<string> {
  const usages: Usage[] = [];
  let [honestOnes, lostOnes] = [0, 0];
  for (let run = 0; run < HOSTILE_RUNS; run += 1) {
    const { honest, lost } = await hostileRun(child.port, '/app.js', SCRIPT, HOSTILE);
    [honestOnes, lostOnes] = [honestOnes + honest, lostOnes + lost];
    usages.push(await child.usage());
  }
  const grown = (usages.at(-1)?.heap ?? NaN) - (usages[0]?.heap ?? NaN);
  if (lostOnes > 0 || !(grown < LEFT_BEHIND)) {
    throw new Error(`${lostOnes} of ${honestOnes} honest requests were lost, and the memory in use grew by ${grown} bytes after the first run`);
  }
  const megabytes = (value: (usage: Usage) => number): string[] => usages.map((usage) => number(value(usage) / 1e6));
  return `${HOSTILE_RUNS} runs of ${HOSTILE.requests} requests from ${HOSTILE.connections} connections, a third of them hostile (no HTTP, bad and huge headers, half requests, uploads and answers that nobody`
    + ` waits for): of ${honestOnes} honest ones ${lostOnes} were lost. The memory of the server after each run, with garbage collected:\n\n${
      table(['MB', ...usages.map((_, run) => `run ${run + 1}`)], [['JavaScript in use', ...megabytes(({ heap }) => heap)], ['resident', ...megabytes(({ rss }) => rss)]])}`;
}

const OWN = join(__dirname, 'preview/server-child.ts');

function own(...args: readonly string[]): Promise<Child> {
  return Child.start(OWN, args, ['-r', 'ts-node/register/transpile-only']);
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-preview-'));
  writeFileSync(join(folder, 'app.js'), SCRIPT);
  writeFileSync(join(folder, 'large.bin'), '');
  truncateSync(join(folder, 'large.bin'), 64 * 1024 ** 2);
  const cached = template(folder, 'cached', (text) => text);
  const busy = number(loadavg()[0] ?? NaN);
  const children: Record<string, Child> = {};
  try {
    children['preview, cached'] = await own('preview', folder, cached);
    children['preview, not cached'] = await own('preview', folder, template(folder, 'uncached', (text) => text.replace(/"CachePolicyId": "[^"]*"/, `"CachePolicyId": "${CACHING_DISABLED}"`)));
    children['bare node:http'] = await own('bare', folder);
    const other = await cdkLocal(cached, folder);
    if (typeof other !== 'string') {
      children[cdkLocalName()] = other;
    }
    const rows = await rowsFor(children);
    const report = [
      '# What the preview costs',
      `Node ${process.versions.node} on ${cpus().length} processors; the load average of the machine was ${busy} before the run and ${number(loadavg()[0] ?? NaN)} after it, so other work took part of them.`
      + ` Each server has a process of its own; ${ROUNDS} rounds of changing order after ${WARM_UP} that are not counted, over plain http, medians. The last column is the rate divided by that of the bare server in the same round, with its`
      + ` quarters (goal: at least ${GOAL}, and more than cdk-local). The bare server reads the file every time and knows neither CloudFront nor S3.`,
      table(['', 'requests/s', 'p99 ms', 'MB/s', 'processor ms each', 'of the bare rate'], rows),
      missed(rows),
      `## cdk-local\n\n${typeof other === 'string' ? `Not measured: ${other}.` : `\`cdkl start-cloudfront\` of ${cdkLocalName()} serves the same template and the same folder (\`--origin ID=FOLDER\`), without Docker and without an AWS account.`}`,
      `## Hostile clients\n\n${await hostile(children['preview, cached'])}`,
    ].join('\n\n');
    console.log(report);
    const [, target] = /^--write=?(.*)$/.exec(process.argv.slice(2).join(' ')) ?? [];
    if (target !== undefined) {
      writeFileSync(target.trim(), `<!-- Written by: npm run bench:preview -- --write ${target.trim()} -->\n${report}\n`);
    }
  } finally {
    Object.values(children).forEach((child) => { child.stop(); });
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
