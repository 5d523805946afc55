import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DeliveryGraph } from '../../lib/graph/types';
import { simulate } from '../../lib/model';
import type { PageRequest } from '../../lib/model';
import { appRouter } from '../../lib/construct/private/behavior/edge-code';
import { Sandbox } from '../../lib/sandbox';
import { spreadOf } from '../statistics';
import type { Spread } from '../statistics';
import { originsOf } from './designs';
import type { Task } from './rates';

const CODE = { text: appRouter('/index.html'), runtime: '2.0' } as const;
const SANDBOX = join(__dirname, '../../dist/sandbox');

function callOf(uri: string): { readonly event: unknown; readonly now: number; readonly random: number } {
  const request = { method: 'GET', uri, querystring: {}, headers: { host: { value: 'd111111abcdef8.cloudfront.net' }, origin: { value: originsOf(1)[0] } }, cookies: {} };
  return { event: { version: '1.0', context: {}, viewer: { ip: '192.0.2.1' }, request }, now: 0, random: 0.5 };
}

/** How often a second a function runs, and an exchange behind one. */
export function functionTasks(graph: DeliveryGraph): readonly Task[] {
  const sandbox = new Sandbox();
  const page: PageRequest = { origin: originsOf(1)[0], path: '/fonts/inter.woff2' };
  let asked = 0;
  const next = (): string => `/fonts/${String(asked++)}.woff2`;
  return [
    { name: 'call of a function on fresh memory', goal: 5_000, sample: 1_000, run: () => sandbox.run(CODE, callOf(next())) },
    { name: 'simple exchange behind a function that has seen the request', sample: 2_000, run: () => simulate(graph, page) },
    { name: 'simple exchange behind a function, each time for another file', sample: 300, run: () => simulate(graph, { ...page, path: next() }) },
  ];
}

/** Milliseconds of the calling thread from asking for the sandbox to the answer of the first function, each time in a new process. */
export function firstCall(rounds: number): Spread {
  if (!existsSync(join(SANDBOX, 'index.js'))) {
    throw new Error('the first call is measured in what the build makes; run npm run build first');
  }
  // What V8 compiles on other threads meanwhile keeps nobody waiting. https://docs.kernel.org/scheduler/sched-stats.html; elsewhere than on Linux all threads count
  const script = `const { existsSync, readFileSync } = require('node:fs');
    const file = '/proc/self/task/' + process.pid + '/schedstat';
    const spent = () => { const { user, system } = process.cpuUsage(); return existsSync(file) ? Number(readFileSync(file, 'utf8').split(' ')[0]) / 1e6 : (user + system) / 1e3; };
    const start = spent();
    const { kind } = require(${JSON.stringify(SANDBOX)}).sharedSandbox().run(${JSON.stringify(CODE)}, ${JSON.stringify(callOf('/a'))});
    if (kind !== 'returned') { throw new Error(kind); }
    console.log(spent() - start);`;
  return spreadOf(Array.from({ length: rounds }, () => Number(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' }))));
}
