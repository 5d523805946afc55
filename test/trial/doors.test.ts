/**
 * The three doors on every template in which one of them was found wrong: what `report` counts is what `check` finds, nothing is broken in
 * one and right in another, and `explain`, asked on the command line, ends as the trial did.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../lib/cli/main';
import { loadSystem } from '../../lib/cli/load-graphs';
import { readTemplates } from '../../lib/graph/readers/templates';
import type { DeliveryGraphs } from '../../lib/graph/types';
import type { PageRequest } from '../../lib/model';
import { reportOn } from '../../lib/rules/engine/check-graphs';
import { triedUses } from '../../lib/trial/uses/tried-uses';
import type { TriedUse } from '../../lib/trial/uses/tried-uses';
import { contradictions } from './contradictions';

const FOLDER = join(__dirname, '..', 'cases', 'curated');
const CASES = JSON.parse(readFileSync(join(FOLDER, 'cases.json'), 'utf8')) as readonly { readonly files: readonly string[] }[];
const SYSTEMS = [...new Map(CASES.map(({ files }) => [files.join(' and '), files.map((file) => join(FOLDER, file))])).entries()];

const folder = mkdtempSync(join(tmpdir(), 'doors-'));
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

/** `0 errors, 3 warnings, 2 info`; of check, which says otherwise that there is nothing. */
function countsIn(text: string): readonly number[] {
  const [, ...counts] = /(\d+) errors?, (\d+) warnings?, (\d+) info/.exec(text) ?? (text.includes('no mistake found') ? [0, 0, 0, 0] : []);
  return counts.map(Number);
}

/** One use of each verdict that begins with empty caches: what is asked, and how it ended. */
function samples({ worlds: [world, ...others] }: DeliveryGraphs): readonly TriedUse[] {
  const tried = world === undefined || others.length > 0 ? [] : triedUses(world).filter(({ history, use }) => history.events.length === 0 && !use.origin.includes('⟨'));
  return [...new Map(tried.map((each) => [each.verdict, each])).values()];
}

/** The command line that asks for a request. */
function asked({ origin, path, method, headers, mode, load, credentials, crossOrigin, signed, reads, target, resource }: PageRequest & { readonly mode?: string }): readonly string[] {
  const modes: Readonly<Record<string, string>> = { stylesheet: 'style', image: crossOrigin === undefined ? 'plain-image' : 'image' };
  return [
    '--origin', origin, '--path', path, ...(method === undefined ? [] : ['--method', method]),
    ...Object.entries(headers ?? {}).flatMap(([name, value]) => ['--header', `${name}: ${value}`]),
    ...(load === undefined ? [] : ['--mode', mode ?? modes[load] ?? load]), ...(credentials === 'include' || crossOrigin === 'use-credentials' ? ['--credentials'] : []),
    ...(signed === undefined ? [] : ['--signed', signed]), ...(reads ?? []).flatMap((name) => ['--reads', name]), ...(target === 'bucket' ? ['--upload'] : []),
    ...(resource === undefined ? [] : ['--distribution', resource]),
  ];
}

const EXITS = { works: 0, broken: 1, depends: 3, 'not-judged': 3 } as const;
const verdicts = new Set<string>();

test.each(SYSTEMS)('%s', (_, files) => {
  const check = run(['check', ...files]);
  if (check.exitCode === 2) {
    // What cannot be read is refused by all
    expect(run(['report', ...files, '-o', join(folder, 'report.html')]).exitCode).toBe(2);
    return;
  }
  const { stdout: report } = run(['report', ...files, '-o', join(folder, 'report.html')]);
  expect(countsIn(report)).toEqual(countsIn(check.stdout));
  expect(/\d+ promised uses? blocked/.test(report) && check.exitCode === 0).toBe(false);
  const graphs = readTemplates(loadSystem(files).inputs);
  expect(contradictions(graphs)).toEqual([]);
  const isRefused = reportOn(graphs).findings.some(({ family, severity }) => family === 'deploy' && severity === 'error');
  for (const { request, verdict, tried: { reason } } of samples(graphs)) {
    verdicts.add(verdict);
    const { exitCode, stdout, stderr } = run(['explain', ...files, ...asked(request)]);
    // What AWS refuses answers nobody; a function that answers by itself answers a request without what it asks for
    const said = (isRefused && exitCode === 2) || / answers .*by itself/.test(reason ?? '') ? EXITS[verdict] : exitCode;
    expect({ request, verdict, said, text: `${stdout}${stderr ?? ''}`.slice(0, 200) }).toEqual({ request, verdict, said: EXITS[verdict], text: expect.any(String) as string });
  }
});

test('uses that work, that are broken and that depend are among them', () => {
  expect([...verdicts].sort()).toEqual(expect.arrayContaining(['broken', 'depends', 'works']));
});
