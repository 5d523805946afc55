import { createHash, createHmac } from 'node:crypto';
import { Sandbox } from '../../lib/sandbox';
import { Allowance } from '../../lib/sandbox/allowance';
import type { SandboxReport } from '../../lib/sandbox';
import { ATTACKS } from './attacks';

const EVENT = {
  version: '1.0', context: { eventType: 'viewer-request', requestId: 'r' }, viewer: { ip: '192.0.2.1' },
  request: { method: 'GET', uri: '/a', querystring: {}, headers: { host: { value: 'd.example' }, origin: { value: 'https://app.example.com' } }, cookies: {} },
};
const AT = { now: 0, random: 0.5 };
const sandbox = new Sandbox();

function handled(body: string, more: Partial<Parameters<Sandbox['run']>[1]> = {}, runtime: '1.0' | '2.0' = '2.0'): SandboxReport {
  return sandbox.run({ text: `async function handler(event) { ${body} }`, runtime }, { event: EVENT, ...AT, ...more });
}

describe('a hostile function', () => {
  const attacked = new Sandbox({ steps: 300_000, milliseconds: 400 });
  const programs = Object.entries(ATTACKS).flatMap(([kind, all]) => all.map((program): [string, string] => [kind, program]));
  const before = Object.getOwnPropertyNames(Object.prototype).sort();

  test('is tried in more than ninety ways', () => {
    expect(programs.length).toBeGreaterThan(90);
  });

  test('that was stopped for its time is not run again', () => {
    const patient = new Sandbox({ steps: Infinity, milliseconds: 300 });
    const run = (): SandboxReport => patient.run({ text: 'function handler() { return /^(a+)+$/.test("a".repeat(40) + "b"); }', runtime: '2.0' }, { event: EVENT, ...AT });
    expect(run()).toMatchObject({ kind: 'stopped', stoppedBy: 'time' });
    const start = process.cpuUsage();
    expect(run().kind).toBe('stopped');
    expect(process.cpuUsage(start).user / 1_000).toBeLessThan(200);
  });

  test('is stopped for the time that it takes, not for a pause of the machine', () => {
    const allowance = new Allowance();
    allowance.renew({ steps: Infinity, milliseconds: 250 });
    const pauseEnds = performance.now() + 600;
    while (performance.now() < pauseEnds);
    expect(allowance.spend(1)).toBe(true);
    const deadline = performance.now() + 10_000;
    while (allowance.spend(1) && performance.now() < deadline);
    expect(allowance.stoppedBy).toBe('time');
  });

  test.each(programs)('%s: %s', (_, program) => {
    const text = program.startsWith('!') ? program.slice(1) : `function handler(event) { ${program} }`;
    const start = process.cpuUsage();
    const report = attacked.run({ text, runtime: '2.0' }, { event: EVENT, ...AT });
    expect(process.cpuUsage(start).user / 1_000).toBeLessThan(2_000);
    expect(['load', 'no-handler', 'pending', 'returned', 'stopped', 'threw']).toContain(report.kind);
    expect(JSON.stringify(report)).not.toMatch(/root:|"PATH"|execSync/);
    expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(before);
    const next = attacked.run({ text: 'function handler(event) { return event.request; }', runtime: '1.0' }, { event: EVENT, ...AT });
    expect(next).toMatchObject({ kind: 'returned', value: EVENT.request });
  });
});

describe('a run', () => {
  test('starts on memory that no earlier run has touched', () => {
    const counting = { text: 'var n = 0; Object.prototype.seen = undefined; function handler() { n++; Object.prototype.seen = n; return { n: n }; }', runtime: '2.0' } as const;
    const runs = [1, 2, 3].map(() => sandbox.run(counting, { event: EVENT, ...AT }));
    expect(runs.map(({ value }) => value)).toEqual([{ n: 1 }, { n: 1 }, { n: 1 }]);
  });

  test('knows no time, chance or zone but what it is given', () => {
    const report = handled('return { d: [Date.now(), new Date().getHours(), new Date(2026, 0, 1).toISOString(), Math.random()] };', { now: 3_600_000, random: 0.25 });
    expect(report).toMatchObject({ value: { d: [3_600_000, 1, '2026-01-01T00:00:00.000Z', 0.25] }, used: ['time', 'chance'] });
  });

  test('hands back what was returned, whatever the code made of the iterators of lists', () => {
    expect(handled('Array.prototype[Symbol.iterator] = function () { return { next: function () { return { done: true }; } }; }; return event.request;').value).toEqual(EVENT.request);
  });

  test('tells what it read of the event, and not what it wrote itself', () => {
    const report = handled('var h = event.request.headers; h.x = { value: "1" }; h.x.value; h.accept; "dnt" in h; delete h.origin; h.origin; event.request.cookies.a; return event.request;');
    expect(report.reads).toEqual(['headers.accept', 'headers.dnt', 'cookies.a']);
  });

  test.each([
    ['Object.keys', 'Object.keys(event.request.headers)'], ['for in', 'for (var n in event.request.headers) {}'], ['JSON', 'JSON.stringify(event)'],
  ])('that lists all headers by %s has read all', (_, body) => {
    expect(handled(`${body}; return event.request;`).reads).toContain('headers.*');
  });

  test('keeps what it logs, in order', () => {
    expect(handled('console.log("a", { b: 1 }); console.log(2); return event.request;').console).toEqual(['a {"b":1}', '2']);
  });

  test('says which built-in it used that AWS does not document', () => {
    expect(handled('return { a: [1].entries() && 1 };').used).toEqual(['doubtful:Array.entries']);
    expect(handled('return { a: typeof Map, b: typeof [].flat, c: typeof "".at, d: typeof Object.fromEntries };').value).toEqual({ a: 'undefined', b: 'undefined', c: 'undefined', d: 'undefined' });
  });

  test('on runtime 1.0 has neither Buffer nor replaceAll', () => {
    const report = sandbox.run({ text: 'function handler() { return { a: typeof Buffer, b: typeof atob }; }', runtime: '1.0' }, { event: EVENT, ...AT });
    expect(report.value).toEqual({ a: 'undefined', b: 'undefined' });
  });
});

describe('the key value store', () => {
  const look = 'var s = require("cloudfront").kvs(); try { return { v: await s.get("a"), e: await s.exists("b") }; } catch (e) { return { error: e.message }; }';

  test('answers from its content when that is known', () => {
    expect(handled(look, { keyValues: { a: '1' } })).toMatchObject({ value: { v: '1', e: false }, used: [] });
    expect(handled(look, { keyValues: {} })).toMatchObject({ value: { error: 'KeyNotFound' }, used: [] });
  });

  test('is named with the key when its content is not known', () => {
    expect(handled(look)).toMatchObject({ value: { error: 'KeyNotFound' }, used: ['key:a'] });
    expect(handled(look, { guessedValues: { a: 'x' } })).toMatchObject({ value: { v: 'x', e: false }, used: ['key:a', 'key:b'] });
  });

  test('has no keys of a prototype', () => {
    expect(handled('return { v: await require("cloudfront").kvs().exists("constructor") };', { keyValues: {} }).value).toEqual({ v: false });
  });
});

describe('bytes and digests are those of Node', () => {
  const texts = ['', 'a', 'abc', 'ünïcode ✓ 😀', 'x'.repeat(55), 'x'.repeat(56), 'x'.repeat(64), 'y'.repeat(1000)];

  test.each(['md5', 'sha1', 'sha256'])('%s', (name) => {
    const report = handled(`var c = require("crypto"); return { all: ${JSON.stringify(texts)}.map(function (t) {
      return [c.createHash("${name}").update(t).digest("hex"), c.createHmac("${name}", t).update("k" + t).digest("base64url")]; }) };`);
    expect(report.value).toEqual({ all: texts.map((text) => [createHash(name).update(text).digest('hex'), createHmac(name, text).update(`k${text}`).digest('base64url')]) });
  });

  test.each(['utf8', 'hex', 'base64', 'base64url', 'latin1'] as const)('Buffer in %s', (encoding) => {
    const report = handled(`return { all: ${JSON.stringify(texts)}.map(function (t) { var e = Buffer.from(t).toString("${encoding}"); return [e, Buffer.from(e, "${encoding}").length]; }) };`);
    expect(report.value).toEqual({ all: texts.map((text) => [Buffer.from(text).toString(encoding), Buffer.from(Buffer.from(text).toString(encoding), encoding).length]) });
  });
});
