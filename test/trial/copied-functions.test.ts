/**
 * Functions that people copy from each other, in the many ways in which they write them: what a page sees and what check says is exact. The
 * head of each says where it runs, what becomes of a GET and of one with a preflight, and what check says. What is not judged has a reason.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExampleParts } from '../../lib/rules/engine/example-stack';
import { judgeGraphs, tryRequest } from '../../lib/trial';
import { graphWith } from '../model/edge-code/template';

const FOLDER = join(__dirname, '../cases/copied-functions');

interface Copied {
  readonly title: string;
  readonly event: 'request' | 'response';
  readonly runtime: '1.0' | '2.0';
  readonly path: string;
  readonly expected: string;
  readonly says: string;
  readonly text: string;
}

function copied(file: string): readonly Copied[] {
  return readFileSync(join(FOLDER, file), 'utf8').split(/^\/\/ # /m).slice(1).map((section) => {
    const [head = '', ...lines] = section.split('\n');
    const [name = '', where = '', expected = '', says = ''] = head.split(' | ');
    const [event = '', runtime, path = ''] = where.split(' ');
    return { title: name, event: event === 'viewer-request' ? 'request' : 'response', runtime: runtime === '1.0' ? '1.0' : '2.0', path, expected, says, text: lines.join('\n') };
  });
}

/** Where nothing but the function speaks of CORS. */
const SILENT: ExampleParts = { cors: null, rule: null };

function judged({ event, runtime, path, text }: Copied, parts: ExampleParts): readonly [verdicts: string, says: string] {
  const graph = graphWith({ [event]: text, runtime }, parts);
  const tried = [undefined, { 'X-Trace': '1' }].map((headers) => tryRequest(graph, { origin: 'https://app.example.com', path, method: 'GET', headers }, { asItIs: true }));
  const { mistakes, notJudged } = judgeGraphs({ worlds: [graph], problems: [], complete: true });
  const says = mistakes.filter(({ severity }) => severity !== 'info').map(({ severity, rule }) => `${severity} ${rule}`).sort();
  return [tried.map(({ verdict }) => verdict).join(', '), [...says, ...(notJudged.length > 0 ? ['not judged'] : [])].join(', ') || 'nothing'];
}

describe.each(readdirSync(FOLDER))('%s', (file) => {
  test.each(copied(file).map((each) => [each.title, each] as const))('%s', (_, each) => {
    expect(judged(each, file.startsWith('cors-alone') ? SILENT : {})).toEqual([each.expected, each.says]);
  });
});

test('there are many of them', () => {
  expect(readdirSync(FOLDER).flatMap(copied).length).toBeGreaterThan(100);
});
