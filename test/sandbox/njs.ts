import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
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

/** A program, and the events that its `handler` is called with. */
interface NjsProgram {
  readonly text: string;
  readonly events: readonly unknown[];
}

const EACH = 'cd "$0" && for file in *.js; do njs "$file" > "$file.out" 2> "$file.err"; echo $? > "$file.status"; done';

/** What came of each call of each program, which has a process of its own. A shell starts them: it is small, and this process is not, which costs more than a run. */
export function runInNjs(programs: readonly NjsProgram[], now: number): readonly (readonly NjsAnswer[])[] {
  const folder = mkdtempSync(join(tmpdir(), 'njs-'));
  programs.forEach(({ text, events }, index) => { writeFileSync(join(folder, `${String(index)}.js`), before(now) + text + after(JSON.stringify(events))); });
  spawnSync('sh', ['-c', EACH, folder], { timeout: 50_000 });
  return programs.map(({ events }, index) => answersOf(join(folder, `${String(index)}.js`), events.length));
}

function answersOf(file: string, count: number): readonly NjsAnswer[] {
  const [stdout = '', stderr = '', status = ''] = ['out', 'err', 'status'].map((name) => `${file}.${name}`).map((name) => (existsSync(name) ? readFileSync(name, 'utf8') : 'was not run'));
  // Warnings of njs stand before an answer, in its line
  const answers = stdout.split('\n').filter((line) => line.includes(MARK)).map((line) => JSON.parse(line.slice(line.indexOf(MARK) + MARK.length)) as NjsAnswer);
  return status.trim() === '0' && answers.length === count ? answers : Array.from({ length: count }, () => ({ kind: 'load', message: stderr || stdout }));
}
