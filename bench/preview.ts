// Measures the preview beside a bare node:http file server, each in a process of its own, in rounds of changing order:
//
//   npm run bench:preview
//   npm run bench:preview -- --write     also writes docs/preview-bench.md
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { hostileRun, load } from './preview/load';
import type { Load } from './preview/load';
import { number, table, typical } from './report';
import { orderOf, ratioOf, spreadOf } from './statistics';

const ROUNDS = 7;
const GOAL = 0.6;
const SCRIPT = 'export const answer = 42;\n'.repeat(100);
const CACHING_DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
const HOSTILE = { requests: 10_000, connections: 200 };
const WORK = {
  'small file': { path: '/app.js', requests: 3_000, connections: 16 },
  'large file of 64 MiB': { path: '/large.bin', requests: 6, connections: 2 },
};

interface Sample extends Load { readonly cpuMilliseconds: number }

class Child {
  private constructor(private readonly process: ChildProcess, public readonly port: number) {}

  public static async start(args: readonly string[]): Promise<Child> {
    const process = fork(join(__dirname, 'preview/server-child.ts'), args, { execArgv: ['-r', 'ts-node/register/transpile-only'] });
    const { port } = await answerOf<{ readonly port: number }>(process);
    return new Child(process, port);
  }

  /** Resident bytes, and milliseconds of processor time so far. */
  public usage(): Promise<{ readonly rss: number; readonly cpu: number }> {
    this.process.send('usage');
    return answerOf(this.process);
  }

  public stop(): void {
    this.process.disconnect();
  }
}

function answerOf<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void => { reject(new Error(`the server ended with ${String(code)}`)); };
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      resolve(message as T);
    });
  });
}

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
    for (let round = -1; round < ROUNDS; round += 1) {
      for (const [name, child] of orderOf(Object.entries(children), round + 1)) {
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

async function hostile(child: Child): Promise<string> {
  await hostileRun(child.port, '/app.js', SCRIPT, HOSTILE);
  const { rss: before } = await child.usage();
  const { honest, lost } = await hostileRun(child.port, '/app.js', SCRIPT, HOSTILE);
  const { rss: after } = await child.usage();
  if (lost > 0) {
    throw new Error(`${lost} of ${honest} honest requests were lost`);
  }
  return `${HOSTILE.requests} requests from ${HOSTILE.connections} connections, a third of them hostile (no HTTP, bad and huge headers, half requests, uploads and answers that nobody waits for): of`
    + ` ${honest} honest ones ${lost} were lost. After a first such run, the second changed the memory of the server by ${number((after - before) / 1e6)} MB, to ${number(after / 1e6)} MB.`;
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-preview-'));
  writeFileSync(join(folder, 'app.js'), SCRIPT);
  writeFileSync(join(folder, 'large.bin'), '');
  truncateSync(join(folder, 'large.bin'), 64 * 1024 ** 2);
  const children: Record<string, Child> = {
    'preview, cached': await Child.start(['preview', folder, template(folder, 'cached', (text) => text)]),
    'preview, not cached': await Child.start(['preview', folder, template(folder, 'uncached', (text) => text.replace(/"CachePolicyId": "[^"]*"/, `"CachePolicyId": "${CACHING_DISABLED}"`))]),
    'bare node:http': await Child.start(['bare', folder]),
  };
  try {
    const rows = await rowsFor(children);
    const report = [
      '# What the preview costs',
      `Node ${process.versions.node}; the load average was ${number(loadavg()[0])} on ${cpus().length} processors. Each server has a process of its own; ${ROUNDS} rounds of changing order, over plain http, medians.`
      + ` The last column is the rate divided by that of the bare server in the same round, with its quarters (goal: at least ${GOAL}). The bare server reads the file every time and knows neither CloudFront nor S3.`,
      table(['', 'requests/s', 'p99 ms', 'MB/s', 'processor ms each', 'of the bare rate'], rows),
      `## Hostile clients\n\n${await hostile(children['preview, cached'])}`,
    ].join('\n\n');
    console.log(report);
    if (process.argv.includes('--write')) {
      writeFileSync(join(__dirname, '../docs/preview-bench.md'), `<!-- Written by: npm run bench:preview -- --write -->\n${report}\n`);
    }
  } finally {
    Object.values(children).forEach((child) => { child.stop(); });
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
