import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** nginx' own JavaScript, of the family that CloudFront's engine comes from. A look-alike as ours is, and not CloudFront. */
export function njsVersion(): string | undefined {
  const { status, stdout, stderr } = spawnSync('njs', ['-v'], { encoding: 'utf8' });
  return status === 0 ? (stdout + stderr).trim() : undefined;
}

/** What came of one call. */
export interface NjsAnswer {
  readonly kind: 'load' | 'returned' | 'threw';
  readonly value?: unknown;
  readonly message?: string;
}

const MARK = '@answer ';

// Time and chance stand still, as in the sandbox
const before = (now: number): string => `var console = { log: function () {}, error: function () {} };
Math.random = function () { return 0.5; };
(function (Moving) {
  globalThis.Date = function (time) { return new Moving(arguments.length === 0 ? ${String(now)} : time); };
  globalThis.Date.prototype = Moving.prototype;
  globalThis.Date.now = function () { return ${String(now)}; };
  globalThis.Date.parse = Moving.parse;
  globalThis.Date.UTC = Moving.UTC;
}(Date));
`;

const after = (events: string): string => `
;(function () {
  var print = globalThis.console.log;
  var tell = function (kind) { return function (value) { print('${MARK}' + JSON.stringify({ kind: kind, value: kind === 'threw' ? String(value) : value })); }; };
  ${events}.reduce(function (done, event) {
    return done.then(function () {
      return new Promise(function (resolve) { resolve(handler(event)); }).then(tell('returned'), tell('threw'));
    });
  }, Promise.resolve());
})();
`;

/** Calls `handler` with each event, in one process. */
export function runInNjs(text: string, events: readonly unknown[], now: number): readonly NjsAnswer[] {
  const file = join(mkdtempSync(join(tmpdir(), 'njs-')), 'function.js');
  writeFileSync(file, before(now) + text + after(JSON.stringify(events)));
  const { status, stdout, stderr } = spawnSync('njs', [file], { encoding: 'utf8', timeout: 20_000 });
  // Warnings of njs stand before an answer, in its line
  const answers = stdout.split('\n').filter((line) => line.includes(MARK)).map((line) => JSON.parse(line.slice(line.indexOf(MARK) + MARK.length)) as NjsAnswer);
  return status === 0 && answers.length === events.length ? answers : events.map(() => ({ kind: 'load', message: stderr || stdout }));
}
