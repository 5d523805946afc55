/** Each mistake of the catalogue in front of a real browser: with it the page fails as people report it, without it the page works. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTemplates } from '../../lib/graph/readers/templates';
import type { TemplateInput } from '../../lib/graph/types/template-input';
import { installedYaml, parseYamlTemplate } from '../../lib/graph/sources/yaml-template';
import { simulate } from '../../lib/model';
import type { Blocked, EarlierEvent, PageRequest } from '../../lib/model';
import { RULES } from '../../lib/rules/catalogue';
import { checkGraphs } from '../../lib/rules/engine/check-graphs';
import { exampleStack } from '../../lib/rules/engine/example-stack';
import { witnessOf } from '../../lib/rules/evidence/witness';
import { EXCHANGES, PAGE, WITNESSES } from '../rules/exchange-witnesses';
import { read, ruleOf } from '../rules/judging';
import { writeOldFile } from './asset-files';
import { describeInChromium } from './chromium';
import { comparable, consoleTextOf } from './console-text';
import { fileOf, happen, People, placed } from './mistake';
import { ASSUMED, Stage } from './stage';

/** A mistake and the same stack without it, and the request that tells them apart. */
interface Mistake {
  readonly rule: string;
  readonly page: PageRequest;
  readonly history: readonly EarlierEvent[];
  /** Resources, as YAML. */
  readonly wrong: string;
  readonly right: string;
}

/** Rules whose exchange no browser can show here, and why. */
const EXPLAINED: Readonly<Record<string, readonly string[]>> = {
  'AWS refuses the template, so that no page ever meets it': RULES.filter(({ family, severity }) => family === 'deploy' && severity === 'error').map(({ id }) => id),
  'somebody gets what they should not without a browser: another distribution, or a client that lists or writes': [
    'grant-beyond-reading', 'grant-without-source', 'list-without-root-object', 'public-acl',
  ],
};

/** Where the mistake lets a page read, and the fixed stack does not. */
const TOO_OPEN: Readonly<Record<string, PageRequest>> = {
  'public-beside-access-control': { ...PAGE, load: 'fetch', target: 'bucket' },
};

/** Warnings with an exchange that fails, and why it is not tried. */
const ASIDE: Readonly<Record<string, string>> = {
  'allowed-header-never-asked': 'the fixed stack takes its promise back',
  'authorization-behind-wildcard': 'Chromium lets * stand for Authorization, against the standard',
  'signed-requests-and-preflights': 'the right stack needs cookies that only the owner of a private key can sign',
  'upload-through-cloudfront': 'the fixed stack takes its promise back',
};

const MISTAKES: readonly Mistake[] = [
  ...WITNESSES.map(([rule, { page, history = [], wrong, right }]): Mistake => ({
    rule, page, history, wrong: wrong ? exampleStack(wrong) : ruleOf(rule).example().wrong, right: right ? exampleStack(right) : ruleOf(rule).example().right,
  })),
  ...Object.entries(EXCHANGES).map(([rule, page]): Mistake => ({ rule, page, history: [], ...ruleOf(rule).example() })),
  ...RULES.filter(({ id, severity, witness }) => witness !== undefined && severity !== 'error' && !(id in ASIDE)).map(({ id }) => found(id)),
];

/** As the check finds it. */
function found(rule: string): Mistake {
  const example = ruleOf(rule).example();
  const graphs = read(example.wrong);
  const [witness] = checkGraphs(graphs).findings.filter((finding) => finding.rule === rule).flatMap((finding) => witnessOf(finding, graphs) ?? []);
  if (witness === undefined) {
    throw new Error(`${rule} has no witness`);
  }
  return { rule, page: witness.request, history: witness.history, ...example };
}

const GAINS = Object.entries(TOO_OPEN).map(([rule, page]): Mistake => ({ rule, page, history: [], ...ruleOf(rule).example() }));
const ALL = [...MISTAKES, ...GAINS];

function inputsOf({ wrong, right }: Mistake, number: number): readonly TemplateInput[] {
  const yaml = installedYaml();
  if (!yaml) {
    throw new Error('the tests need the package yaml');
  }
  return Object.entries({ wrong, right }).map(([which, text]) => ({ name: `${which}${String(number)}`, template: { Resources: parseYamlTemplate(text, yaml) } }));
}

function writeFilesInto(folder: string): readonly string[] {
  return ALL.map(({ page, history }, number) => {
    const file = fileOf(number, page, history);
    const key = `${page.path.slice(1, page.path.lastIndexOf('/') + 1)}${file}`;
    writeOldFile(join(folder, key), file.endsWith('.png') ? 'tiles.png' : file.endsWith('.woff2') ? 'font.woff2' : 'prices.json');
    return key;
  });
}

/** Whether a server cannot see what goes wrong: that cookies could have come, which headers the page's code reads, the browser's own cache. */
function isUnseen({ page, history }: Mistake, { code }: Blocked): boolean {
  return page.credentials === 'include' || code === 'header-not-exposed' || history.some((event) => 'origin' in event && event.browser === page.browser);
}

/** A preflight does not say what it is for, so the preview cannot name it. */
function withoutSubject(text: string): string {
  return text.replace(/^Access to .* has been blocked by CORS policy: /, '');
}

jest.setTimeout(30_000);

describeInChromium('mistakes of the catalogue', () => {
  let stage: Stage;
  let people: People;

  beforeAll(async () => {
    const { worlds: [graph], problems } = readTemplates(ALL.flatMap(inputsOf));
    if (graph === undefined || problems.length > 0) {
      throw new Error(JSON.stringify(problems));
    }
    const folder = mkdtempSync(join(tmpdir(), 'mistakes-'));
    stage = await Stage.open(graph, folder, writeFilesInto(folder));
    people = new People(stage.browser);
  }, 60_000);

  afterAll(() => stage.close());

  /** The preview's own word on the last request for the file of a case. */
  function previewSays(number: number) {
    const { page, history } = ALL[number] as Mistake;
    const record = stage.preview.records.filter(({ request }) => request.path.includes(fileOf(number, page, history))).at(-1);
    const { verdict, message } = record?.browser ?? {};
    return { verdict, console: message === undefined ? [] : [withoutSubject(message)] };
  }

  /** What the model says, and what happens. */
  async function tryIn(which: 'right' | 'wrong', number: number) {
    const { page, history } = ALL[number] as Mistake;
    const stack = `${which}${String(number)}`;
    const exchange = placed(stage, stack, number, page, history);
    return { outcome: simulate(stage.graph, exchange.page, ASSUMED, { history: exchange.history, objects: stage.objects }), ...await happen(stage, people, stack, exchange) };
  }

  test.each(MISTAKES.map(({ rule }, number) => [rule, number] as const))('%s fails the page, and the console says why (%i)', async (_, number) => {
    const { outcome, ok, told: said, console } = await tryIn('wrong', number);
    expect([outcome.verdict, ok]).toEqual(['blocked', false]);
    const blocked = outcome as Blocked;
    expect(said.map(comparable)).toEqual([consoleTextOf(outcome)].filter((text) => text !== undefined));
    expect(console.some((text) => /blocked by CORS policy|ERR_BLOCKED_BY_RESPONSE|status of [45]\d\d/.test(text))).toBe(blocked.code !== 'header-not-exposed');
    if (!isUnseen(ALL[number] as Mistake, blocked)) {
      expect(previewSays(number)).toEqual({ verdict: 'blocked', console: said.map(withoutSubject) });
    }
  });

  test.each(MISTAKES.map(({ rule }, number) => [rule, number] as const))('%s: the fixed stack works, and the console is silent (%i)', async (_, number) => {
    const { outcome, ok, console } = await tryIn('right', number);
    expect([outcome.verdict, ok, console]).toEqual(['allowed', true, []]);
  });

  test.each(GAINS.map(({ rule }, index) => [rule, MISTAKES.length + index] as const))('%s lets a page read what the fixed stack keeps', async (_, number) => {
    expect([(await tryIn('wrong', number)).ok, (await tryIn('right', number)).ok]).toEqual([true, false]);
  });
});

test('every error of the catalogue is tried in the browser or explained, and none both', () => {
  const errors = RULES.filter(({ severity }) => severity === 'error').map(({ id }) => id);
  const tried = new Set(ALL.map(({ rule }) => rule).filter((id) => ruleOf(id).severity === 'error'));
  expect([...tried, ...Object.values(EXPLAINED).flat()].sort()).toEqual([...errors].sort());
});
