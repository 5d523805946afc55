/**
 * Functions that people copy from each other, in the many ways in which they write them: what a page sees and what check says is exact. The
 * head of each says where it runs, what becomes of a GET and of one with a preflight, and what check says: beside settings that keep the
 * promise, and, after `||`, where nothing but the function speaks of CORS. What is not judged has a reason.
 */
import type { ExampleParts } from '../../lib/rules/engine/example-stack';
import { judgeGraphs, tryRequest } from '../../lib/trial';
import { COPIED_FILES, copiedIn } from '../copied-functions';
import type { Copied } from '../copied-functions';
import { graphWith } from '../model/edge-code/template';

/** Where nothing but the function speaks of CORS. */
const SILENT: ExampleParts = { cors: null, rule: null };

function judged({ event, runtime, path, text }: Copied, parts: ExampleParts): Copied['besideSettings'] {
  const graph = graphWith({ [event]: text, runtime }, parts);
  const tried = [undefined, { 'X-Trace': '1' }].map((headers) => tryRequest(graph, { origin: 'https://app.example.com', path, method: 'GET', headers }, { asItIs: true }));
  const { mistakes, notJudged } = judgeGraphs({ worlds: [graph], problems: [], complete: true });
  const says = mistakes.filter(({ severity }) => severity !== 'info').map(({ severity, rule }) => `${severity} ${rule}`).sort();
  return { verdicts: tried.map(({ verdict }) => verdict).join(', '), says: [...says, ...(notJudged.length > 0 ? ['not judged'] : [])].join(', ') || 'nothing' };
}

const ALONE = COPIED_FILES.flatMap(copiedIn).flatMap((each) => (each.alone === undefined ? [] : [[each.title, each, each.alone] as const]));

describe.each(COPIED_FILES)('%s', (file) => {
  test.each(copiedIn(file).map((each) => [each.title, each] as const))('%s', (_, each) => {
    expect(judged(each, {})).toEqual(each.besideSettings);
  });
});

test.each(ALONE)('%s, alone', (_, each, expected) => {
  expect(judged(each, SILENT)).toEqual(expected);
});

test('there are many of them', () => {
  expect(COPIED_FILES.flatMap(copiedIn).length).toBeGreaterThan(100);
});
