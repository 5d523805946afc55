/** The public list that this checker is compared by: each mistake is found by the rule it names, and the correct template is left alone. */
import { MISTAKES, RIGHT } from '../bench/mistakes';
import { RULES } from '../lib/rules/catalogue';
import { checkGraphs } from '../lib/rules/engine/check-graphs';
import { exampleStack } from '../lib/rules/engine/example-stack';
import { read } from './rules/judging';

test('nothing is said of the correct template', () => {
  expect(checkGraphs(read(exampleStack(RIGHT))).findings).toEqual([]);
});

test.each(MISTAKES.map(({ name, rule, stack }) => [name, rule, stack] as const))('%s is found by %s', (_, rule, stack) => {
  const found = checkGraphs(read(exampleStack(stack))).findings.filter(({ severity }) => severity !== 'info').map((finding) => finding.rule);
  expect(found).toContain(rule);
});

test('no mistake is listed twice', () => {
  expect(new Set(MISTAKES.map(({ name }) => name)).size).toBe(MISTAKES.length);
});

test.each(MISTAKES.flatMap(({ name, rule, reported }) => (reported === undefined ? [] : [[name, rule, reported] as const])))('%s: the report is a source of %s', (_, rule, reported) => {
  expect(RULES.find(({ id }) => id === rule)?.see).toContain(reported);
});
