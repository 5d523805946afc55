/** The pages and the table of the checks, made from the rules themselves. */
import { readTemplates } from '../lib/graph/readers/templates';
import { installedYaml, parseYamlTemplate } from '../lib/graph/sources/yaml-template';
import { ALL_RULES as RULES, codeOf, fixFor, judgeGraphs, yamlOf } from '../lib/trial';
import type { Change } from '../lib/trial';
import type { Family, Rule, Severity } from '../lib/rules/engine/rule';
import { diffLines } from './line-diff';

const FAMILIES: Readonly<Record<Family, string>> = {
  deploy: 'AWS refuses it',
  unreachable: 'the request does not get through',
  disagreement: 'two settings disagree',
  cache: 'the cache replays somebody else\'s answer',
  browser: 'the browser refuses the answer',
  exposure: 'more is readable than meant',
  masking: 'the error is hidden',
};
const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];
const FAMILY_ORDER = Object.keys(FAMILIES) as Family[];

/** `docs/rules/<id>.md` for every rule. */
export const rulePages: Readonly<Record<string, () => string>> =
  Object.fromEntries(RULES.map((rule) => [`rules/${rule.id}.md`, () => rulePage(rule)]));

/** All checks on one page: a table for each family, errors first. */
export function rulesIndex(): string {
  return [
    '# Checks',
    '',
    'An **error** is a promised request that fails, something unpromised that becomes readable, or a template that AWS refuses.',
    'A **warning** depends on code that cannot be seen, on what AWS leaves undocumented, or is a poor habit. An **info** is worth knowing.',
    'What cannot be known before deployment never fails a build; `check` counts it and says why.',
    '',
    `There are ${RULES.length} rules. Each has a page with the mistake, the fix as a diff and as check prints it, when not to follow it, and the sources.`,
    ...FAMILY_ORDER.flatMap((family) => ['', `## ${heading(FAMILIES[family])}`, '', ...familyTable(family)]),
    '',
  ].join('\n');
}

function familyTable(family: Family): readonly string[] {
  const sorted = RULES.filter((rule) => rule.family === family)
    .sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || a.id.localeCompare(b.id, 'en'));
  return [
    '| rule | severity | what it finds |',
    '|---|---|---|',
    ...sorted.map(({ id, severity, title }) => `| [\`${id}\`](${id}.md) | ${severity} | ${prose(title).replaceAll('|', '\\|')} |`),
  ];
}

function heading(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function rulePage(rule: Rule): string {
  const { id, severity, family, title, why, fix, see, unless, example } = rule;
  return [
    `# ${id}`,
    '',
    `${prose(title)}.`,
    '',
    `Severity: ${severity} · Family: ${family} (${FAMILIES[family]})`,
    '',
    '## What the user of a page sees',
    '',
    prose(why),
    '',
    '## What to write',
    '',
    prose(fix),
    '',
    '```diff',
    ...exampleDiff(example()),
    '```',
    '',
    ...fixSection(rule),
    '',
    '## When not to follow it',
    '',
    prose(unless),
    '',
    '## Sources',
    '',
    ...see.map((source) => `- ${source}`),
    '',
  ].join('\n');
}

/** What `check` prints of the example, or why it prints advice alone. */
function fixSection({ id, noEdit, example }: Rule): readonly string[] {
  if (noEdit !== undefined) {
    return ['## Why `check` writes no edit', '', prose(noEdit)];
  }
  const changes = provenChanges(id, example().wrong);
  return [
    '## What `check` prints for the example', '', 'It makes the edit, reads the template again, and prints what it has proven. `--patch` writes the same for a JSON template. For a YAML template:', '',
    '```text', ...changes.map(yamlOf), '```', '', 'For a CDK app:', '', '```text', ...changes.map(asConstruct).flatMap(codeOf), '```',
  ];
}

function provenChanges(id: string, resources: string): readonly Change[] {
  const yaml = installedYaml();
  const inputs = [{ name: 'Web', template: { Resources: yaml && parseYamlTemplate(resources, yaml) } }];
  const graphs = readTemplates(inputs);
  const mistake = judgeGraphs(graphs).mistakes.find(({ rule }) => rule === id);
  const fix = mistake && fixFor(inputs, graphs, mistake);
  if (!fix?.proven) {
    throw new Error(`the example of ${id} has no proven fix: ${fix?.because ?? 'no edit'}`);
  }
  return fix.changes;
}

/** As if a construct had made the resource; what a fix adds has none. */
function asConstruct(change: Change): Change {
  return change.path.length === 0 && change.after !== undefined ? change : { ...change, constructPath: `Web/${change.logicalId}/Resource` };
}

/** The wrong example turned into the right one: of each resource that changes its head and what is near a change. */
function exampleDiff({ wrong, right }: ReturnType<Rule['example']>): readonly string[] {
  const lines = diffLines(wrong.trim().split('\n'), right.trim().split('\n'));
  const resources = lines.map((_, index) => lines.slice(0, index + 1).filter(({ text }) => /^\S/.test(text)).length);
  const changed = new Set(resources.filter((_, index) => lines[index]?.sign !== ' '));
  const isNear = (index: number) => lines.some(({ sign }, other) => sign !== ' ' && Math.abs(other - index) <= NEAR && resources[other] === resources[index]);
  const shown = lines.map(({ sign, text }, index) => {
    const isHead = /^( {2}Type:|\S)/.test(text) && changed.has(resources[index] ?? 0);
    return isHead || isNear(index) ? `${sign} ${text}`.trimEnd() : ELISION;
  });
  return shown.filter((text, index) => text !== ELISION || shown[index - 1] !== ELISION);
}

const NEAR = 4;
const ELISION = '  …';

/** Markdown takes a bare `*` for emphasis; what is in backticks stays as it is. */
function prose(text: string): string {
  return text.split('`').map((part, index) => (index % 2 === 0 ? part.replaceAll('*', '\\*').replaceAll('<', '&lt;') : part)).join('`');
}
