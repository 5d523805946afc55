import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exampleFunction } from '../../lib/rules/engine/example-stack';

// The sandbox as it ships: compiled, with the engine beside it, from a plain Node process
const DIST = join(__dirname, '../../dist');
const CALL = '{ event: { request: { method: "GET", querystring: {}, headers: {}, cookies: {} }, viewer: {}, context: {} }, now: 0, random: 0 }';

function node(script: string): unknown {
  return JSON.parse(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' }));
}

test('answers from a thread of its own, and leaves the process free to end', () => {
  expect(node(`
    const sandbox = require('${DIST}/sandbox/in-worker.js').sandboxInWorker(20000);
    console.log(JSON.stringify(sandbox.run({ text: 'function handler(event) { return event.request; }', runtime: '1.0' }, ${CALL})));
  `)).toMatchObject({ kind: 'returned', value: { method: 'GET' } });
});

test('a thread that does not answer in time is ended, and the next call has a new one', () => {
  expect(node(`
    const { sandboxInWorker } = require('${DIST}/sandbox/in-worker.js');
    const ending = sandboxInWorker(1);
    const endless = { text: 'function handler() { for (;;); }', runtime: '2.0' };
    const late = ending.run(endless, ${CALL});
    ending.run(endless, ${CALL});
    const next = sandboxInWorker(20000).run({ text: 'function handler() { return { a: 1 }; }', runtime: '2.0' }, ${CALL});
    console.log(JSON.stringify([late.kind, late.stoppedBy, next.value]));
  `)).toEqual(['stopped', 'time', { a: 1 }]);
});

test.each([['loop', 'for (;;);'], ['pattern', '/^(a+)+$/.test("a".repeat(40) + "b");']])('the command judges a template with a function that has an endless %s, and says what it could not judge', (_, endless) => {
  const file = join(mkdtempSync(join(tmpdir(), 'endless-')), 'template.yaml');
  writeFileSync(file, `Resources:${exampleFunction('viewer-request', [endless, 'return event.request;']).replaceAll('\n', '\n  ')}`);
  const start = process.hrtime.bigint();
  const said = execFileSync(process.execPath, [join(DIST, 'cli/main.js'), 'check', file], { encoding: 'utf8' });
  console.log(`${endless}: ${String((process.hrtime.bigint() - start) / 1_000_000n)} ms, start of the process included`);
  expect(said).toMatch(/NOT JUDGED[\s\S]*it ran too long here/);
}, 20_000);
