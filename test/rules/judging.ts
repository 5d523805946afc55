/** Reads small templates and says what a rule makes of them, one line a judgement. */
import { installedYaml, parseYamlTemplate } from '../../lib/graph/sources/yaml-template';
import { readTemplates } from '../../lib/graph/readers/templates';
import type { DeliveryGraph, DeliveryGraphs } from '../../lib/graph/types';
import { RULES } from '../../lib/rules/catalogue';
import type { Judgement, Rule } from '../../lib/rules/engine/rule';

/** Reads YAML: a whole template, or only its `Resources`. */
export function read(...texts: readonly string[]): DeliveryGraphs {
  const yaml = installedYaml();
  if (!yaml) {
    throw new Error('the tests need the package yaml');
  }
  return readTemplates(texts.map((text, index) => {
    const parsed = parseYamlTemplate(text, yaml) as Record<string, unknown>;
    return { name: texts.length === 1 ? 'Web' : `Web${String(index + 1)}`, template: 'Resources' in parsed ? parsed : { Resources: parsed } };
  }));
}

/** The graph of templates that open no condition. */
export function graphOf(...texts: readonly string[]): DeliveryGraph {
  const { worlds, problems } = read(...texts);
  const [world] = worlds;
  if (worlds.length !== 1 || world === undefined || problems.length > 0) {
    throw new Error(`expected one world and no problem, got ${String(worlds.length)} and ${JSON.stringify(problems)}`);
  }
  return world;
}

/** `pass Assets CorsConfiguration.CorsRules.0.AllowedMethods`, with `: message` or `: reason` when there is one. */
export function judgements(rule: Rule, ...texts: readonly string[]): readonly string[] {
  return rule.check(graphOf(...texts)).map(line);
}

export function line(judgement: Judgement): string {
  const { verdict, place } = judgement;
  const severity = judgement.verdict === 'fail' && judgement.severity !== undefined ? `(${judgement.severity})` : '';
  const text = judgement.verdict === 'pass' ? '' : `: ${judgement.verdict === 'fail' ? judgement.message : judgement.reason}`;
  return `${verdict}${severity} ${place.address.logicalId} ${place.path.replace(/^Properties\.(DistributionConfig\.)?/, '')}${text}`;
}

/** The rule with this id. */
export function ruleOf(id: string): Rule {
  const rule = RULES.find((each) => each.id === id);
  if (!rule) {
    throw new Error(`there is no rule ${id}`);
  }
  return rule;
}

/** One row of a table: what the template is like, the template, and the rule's judgements on it. */
export type Case = readonly [name: string, template: string, expected: readonly string[]];

/** Holds a rule to its judgements, passes included. */
export function judges(id: string, cases: readonly Case[]): void {
  describe(id, () => {
    test.each(cases)('%s', (_, template, expected) => {
      expect(judgements(ruleOf(id), template)).toEqual(expected);
    });
  });
}
