/** The two examples on each rule's page are true: the rule finds the mistake in one, and no rule finds an error in the other. */
import { RULES } from '../../lib/rules/catalogue';
import { checkGraphs } from '../../lib/rules/engine/check-graphs';
import { line, read } from './judging';

describe.each(RULES.map((rule) => [rule.id, rule] as const))('%s', (_, rule) => {
  const judged = (text: string) => read(text).worlds.flatMap((world) => rule.check(world));

  test('finds the mistake in its wrong example, as grave as it says', () => {
    const failures = judged(rule.example().wrong).filter(({ verdict }) => verdict === 'fail');
    expect(failures.filter((failure) => !('severity' in failure))).not.toEqual([]);
  });

  test('passes its right example', () => {
    const lines = judged(rule.example().right).map(line);
    expect(lines.filter((each) => !each.startsWith('pass'))).toEqual([]);
    expect(lines).not.toEqual([]);
  });

  test('the right example has no error by any rule', () => {
    expect(checkGraphs(read(rule.example().right)).findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});
