/** Small templates in which the checker or `explain` was found wrong, and some next to them that must stay right; each with the fact behind it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../lib/cli/main';

const FOLDER = join(__dirname, 'cases', 'curated');

interface Right {
  /** `id` or `id|other id`, then optionally ` @LogicalId|Other`. An error does for a warning. */
  readonly errors?: readonly string[];
  readonly warnings?: readonly string[];
  /** `id`, `error:id` (not as an error), `warning:id` (neither as an error nor as a warning); the id may be `*`. */
  readonly mustNot?: readonly string[];
  readonly exit?: number | readonly number[];
  /** Regular expressions over what is printed. */
  readonly says?: string;
  readonly saysNot?: string;
  readonly once?: readonly string[];
  readonly atMostOneOf?: readonly string[];
  /** Several rights, of which one must hold next to the rest. */
  readonly either?: readonly Right[];
}

interface Case {
  readonly kind: string;
  readonly name: string;
  readonly files: readonly string[];
  readonly command: string;
  readonly right: Right;
  readonly fact: string;
}

interface Found {
  readonly severity: 'error' | 'info' | 'warning';
  readonly rule: string;
  readonly resource: string;
}

interface Seen {
  readonly findings: readonly Found[];
  readonly text: string;
  readonly exit: number;
}

const CASES = JSON.parse(readFileSync(join(FOLDER, 'cases.json'), 'utf8')) as readonly Case[];
const GRAVITY = { error: 2, warning: 1, info: 0 };

function words(text: string): readonly string[] {
  return [...text.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, double, single, bare]) => double ?? single ?? bare ?? '');
}

/** What is said about headers that browsers add is judged by the cases about them. */
function withoutOtherKinds(kind: string, { findings, text, exit }: Seen): Seen {
  const kept = findings.filter(({ rule }) => kind === 'K17' || rule !== 'browser-headers-not-allowed');
  const isQuiet = kept.length < findings.length && exit === 1 && !kept.some(({ severity }) => severity === 'error');
  return { findings: kept, text, exit: isQuiet ? 0 : exit };
}

function seen(each: Case): Seen {
  const { command, files } = each;
  const [verb = '', ...options] = words(command);
  const paths = files.map((file) => join(FOLDER, file));
  const { stdout, stderr = '', exitCode } = run([verb, ...paths, ...options]);
  // The names of the files are not what is said
  const text = paths.reduce((said, path) => said.replaceAll(path, '…'), `${stdout}\n${stderr}`);
  const json = verb === 'check' ? (JSON.parse(run([verb, ...paths, ...options, '--json']).stdout || '{}') as { findings?: readonly Found[] }) : {};
  return withoutOtherKinds(each.kind, { text, exit: exitCode, findings: json.findings ?? [] });
}

function misses(right: Right, { findings, text, exit }: Seen): readonly string[] {
  const matching = (expected: string, least: number) => {
    const [, ids = '', at] = /^(.*?)(?: @(\S+))?$/.exec(expected) ?? [];
    return findings.some(({ severity, rule, resource }) => GRAVITY[severity] >= least && ids.split('|').includes(rule) && (at === undefined || at.split('|').includes(resource)));
  };
  const forbidden = (entry: string) => {
    const [, least = 'info', id = ''] = /^(?:(error|warning):)?(.*)$/.exec(entry) ?? [];
    return findings.filter(({ severity, rule }) => GRAVITY[severity] >= GRAVITY[least as keyof typeof GRAVITY] && (id === '*' || id === rule));
  };
  const exits = right.exit === undefined ? undefined : [right.exit].flat();
  return [
    ...(right.errors ?? []).filter((each) => !matching(each, 2)).map((each) => `no error ${each}`),
    ...(right.warnings ?? []).filter((each) => !matching(each, 1)).map((each) => `no warning ${each}`),
    ...(right.mustNot ?? []).flatMap(forbidden).map(({ severity, rule, resource }) => `${severity} ${rule} @${resource} must not be`),
    ...(right.once ?? []).filter((id) => findings.filter(({ rule }) => rule === id).length > 1).map((id) => `${id} more than once`),
    ...((right.atMostOneOf ?? []).filter((id) => findings.some(({ rule }) => rule === id)).length > 1 ? [`more than one of ${right.atMostOneOf?.join(', ') ?? ''}`] : []),
    ...(exits === undefined || exits.includes(exit) ? [] : [`exit ${String(exit)}`]),
    ...(right.says === undefined || new RegExp(right.says, 'i').test(text) ? [] : [`does not say ${right.says}`]),
    ...(right.saysNot !== undefined && new RegExp(right.saysNot, 'i').test(text) ? [`says ${right.saysNot}`] : []),
  ];
}

test.each(CASES.map((each) => [`${each.kind} ${each.name}`, each] as const))('%s', (_, each) => {
  const { either, ...right } = each.right;
  const what = seen(each);
  const missed = misses(right, what);
  const tried = (either ?? []).map((one) => misses({ mustNot: right.mustNot, ...one }, what));
  expect({ fact: each.fact, missed: tried.length === 0 || tried.some((one) => one.length === 0) ? missed : [...missed, `none of ${tried.map((one) => one.join(' & ')).join(' | ')}`] })
    .toEqual({ fact: each.fact, missed: [] });
});

test('each kind of fault has a case, and every template belongs to one', () => {
  expect(new Set(CASES.map(({ kind }) => kind)).size).toBe(17);
  expect(CASES.length).toBeGreaterThan(70);
});
