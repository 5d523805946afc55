/**
 * Every rule's page shows its mistake and the fix as it is printed. Here each is followed to the letter: the JSON patch, the line for a
 * YAML template and the call for a CDK app make the same template, and the rule is quiet. A rule without an edit says why.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CfnResource, Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { transformSync } from 'esbuild';
import { run } from '../../lib/cli/main';
import { readTemplates } from '../../lib/graph/readers/templates';
import { installedYaml, parseYamlTemplate } from '../../lib/graph/sources/yaml-template';
import type { TemplateInput } from '../../lib/graph/types/template-input';
import { ALL_RULES, codeOf, fixFor, judgeGraphs, patchOf, planFor, yamlOf } from '../../lib/trial';
import type { Change } from '../../lib/trial';
import { withEdits } from '../../lib/trial/fixes/edit';
import { keysOf } from '../../lib/trial/fixes/json';
import { PROMISE_BROKEN } from '../../lib/trial/report/promise-broken';
import { REPAIRS } from '../../lib/trial/fixes/repairs';
import type { PatchOperation } from '../../lib/trial/fixes/written';
import { patched } from './apply-patch';

interface Written {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties?: Readonly<Record<string, unknown>> }>>;
}

function parsed(text: string): unknown {
  const yaml = installedYaml();
  if (!yaml) {
    throw new Error('the tests need the package yaml');
  }
  return parseYamlTemplate(text, yaml);
}

const EDITED = ALL_RULES.filter(({ noEdit }) => noEdit === undefined);
const TABLE = EDITED.map((rule) => [rule.id, { Resources: parsed(rule.example().wrong) } as Written] as const);

/** All others have an edit. Each of these says on its page why it has none. */
const DECIDED_BY_THEIR_OWNER = [
  'bucket-cors-wildcards', 'bucket-echoes-every-origin', 'bucket-settings-overwritten', 'cache-behaviors-too-many', 'credentials-for-weak-origin', 'custom-headers-too-many', 'error-page-masks',
  'function-asks-for-login', 'function-changes-origin', 'function-cors-not-on-errors', 'function-cors-on-request', 'function-does-not-load', 'function-fails', 'grant-for-account',
  'header-pattern-in-policy', 'kms-managed-key', 'no-origins', 'nobody-answers-cors', 'null-origin', 'one-function-per-event', 'promise-broken',
  'public-access-blocked-by-default', 'signed-requests-and-preflights', 'wildcard-origin-depth',
];

test('a rule has an edit, or says why its owner alone can write one', () => {
  expect(ALL_RULES.filter(({ id, noEdit }) => (REPAIRS[id] === undefined) === (noEdit === undefined)).map(({ id }) => id)).toEqual([]);
  expect(Object.keys(REPAIRS).filter((id) => !ALL_RULES.some((rule) => rule.id === id))).toEqual([]);
  expect(ALL_RULES.filter(({ noEdit }) => noEdit !== undefined).map(({ id }) => id).sort()).toEqual(DECIDED_BY_THEIR_OWNER);
});

const systemOf = (template: unknown): readonly TemplateInput[] => [{ name: 'Web', template }];
const rulesIn = (template: unknown) => judgeGraphs(readTemplates(systemOf(template))).findings;
const errorsIn = (template: unknown) => rulesIn(template).filter(({ severity }) => severity === 'error').map(({ rule }) => rule);

describe('check --patch', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pages-'));
  afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

  test.each(TABLE)('%s: the patch mends the example of its page, and leaves no error that was not there', (id, template) => {
    const [file, patch] = [join(folder, `${id}.json`), join(folder, `${id}-patch.json`)];
    writeFileSync(file, JSON.stringify(template));
    expect(run(['check', file, '--patch', patch]).stdout).toContain(` ${id}\n`);
    const mended = patched(template, JSON.parse(readFileSync(patch, 'utf8')) as PatchOperation[]);
    expect(rulesIn(mended).filter(({ rule }) => rule === id)).toEqual([]);
    expect(errorsIn(mended).filter((rule) => !errorsIn(template).includes(rule))).toEqual([]);
  });

  test('where a warning names the cause of a broken promise, its edit ends both', () => {
    const template = { Resources: parsed(PROMISE_BROKEN.example().wrong) };
    expect(errorsIn(template)).toEqual(['promise-broken']);
    expect(rulesIn(patched(template, patchOf(planFor(systemOf(template))))).filter(({ severity }) => severity !== 'info')).toEqual([]);
  });
});

const proven = new Map<string, readonly Change[]>();

/** What the proven fix of a rule changes, alone. */
function changesFor(id: string, inputs: readonly TemplateInput[]): readonly Change[] {
  const graphs = readTemplates(inputs);
  const mistake = judgeGraphs(graphs).mistakes.find(({ rule }) => rule === id);
  const fix = mistake && fixFor(inputs, graphs, mistake);
  if (!fix?.proven) {
    throw new Error(`no proven fix: ${fix?.because ?? 'none'}`);
  }
  return fix.changes;
}

function changesOf(id: string, template: Written): readonly Change[] {
  const changes = proven.get(id) ?? changesFor(id, systemOf(template));
  proven.set(id, changes);
  return changes;
}

/** Both spellings of Fn::GetAtt as one, and no empty properties. */
function alike(template: unknown): unknown {
  return JSON.parse(JSON.stringify(template), (key, value: unknown) =>
    (key === 'Fn::GetAtt' && Array.isArray(value) ? value.join('.') : key === 'Properties' && JSON.stringify(value) === '{}' ? undefined : value));
}

const LINE = /^(?:the new [a-z ]+ (?<made>\w+)|the resource (?<gone>\w+)|(?<resource>\w+) (?<path>\S+)): (?<value>[^]*)$/;

/** Does what a line for a YAML template says. */
function edited(inputs: readonly TemplateInput[], line: string): readonly TemplateInput[] {
  const { made, gone, resource, path = '', value = '' } = LINE.exec(line)?.groups ?? {};
  const written = value === 'take it out' ? undefined : (parsed(`value: ${value}`) as { readonly value: unknown }).value;
  return withEdits(inputs, [{ stack: 'Web', logicalId: made ?? gone ?? resource ?? '', path: path === '' ? [] : keysOf(path), value: written }]) ?? [];
}

test.each(TABLE)('%s: the lines for YAML say what was proven', (id, template) => {
  const changes = changesOf(id, template);
  const lines = changes.flatMap((change) => yamlOf(change).split(/; (?=[A-Z]\w+ Properties\.)/));
  expect(alike(lines.reduce(edited, systemOf(template))[0]?.template)).toEqual(alike(patched(template, patchOf(changes))));
  expect(JSON.stringify(changes.map(({ after }) => after ?? null))).not.toMatch(/x-trace|x-requested-with|any\.example|\[\]/);
});

/** The resources of a template as constructs. */
class Site extends Stack {
  public constructor(app: App, { Resources: resources }: Written) {
    super(app, 'Web');
    for (const [logicalId, { Type: type, Properties: properties }] of Object.entries(resources)) {
      new CfnResource(this, logicalId, { type, properties });
    }
  }
}

/** Runs a line that is printed for a CDK app, as if it were pasted at the end of the stack's constructor. */
function pasted(line: string, stack: Stack): void {
  new Function('CfnResource', transformSync(line, { loader: 'ts' }).code).call(stack, CfnResource);
}

function templateOf(stack: Stack): Written {
  const { Resources } = App.of(stack)?.synth().getStackByName('Web').template as Written;
  return { Resources: Object.fromEntries(Object.entries(Resources).map(([logicalId, { Type, Properties }]) => [logicalId, { Type, Properties }])) };
}

test.each(TABLE)('%s: the lines for a CDK app, pasted into it, synthesize what was proven', (id, template) => {
  const changes = changesOf(id, template).map((change) => ({ ...change, constructPath: change.logicalId in template.Resources ? `Web/${change.logicalId}` : undefined }));
  const stack = new Site(new App({ analyticsReporting: false }), template);
  changes.flatMap(codeOf).forEach((line) => { pasted(line, stack); });
  expect(alike(templateOf(stack))).toEqual(alike(patched(template, patchOf(changes))));
});

describe('the constructs of the CDK', () => {
  /** A site of L2 constructs with four mistakes: no OPTIONS, no header in the bucket, an open grant, and a policy that yields. */
  function site(): Stack {
    const stack = new Stack(new App({ analyticsReporting: false, context: { 'aws:cdk:enable-path-metadata': true } }), 'Web');
    const bucket = new s3.Bucket(stack, 'Assets', { cors: [{ allowedOrigins: ['https://app.example.com'], allowedMethods: [s3.HttpMethods.GET] }] });
    const policy = new cloudfront.ResponseHeadersPolicy(stack, 'Cors', { corsBehavior: {
      accessControlAllowCredentials: false, accessControlAllowHeaders: ['X-Trace'], accessControlAllowMethods: ['GET', 'HEAD'], accessControlAllowOrigins: ['https://app.example.com'], originOverride: false,
    } });
    new cloudfront.Distribution(stack, 'Cdn', { defaultBehavior: {
      origin: origins.S3BucketOrigin.withOriginAccessControl(bucket), responseHeadersPolicy: policy, originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER,
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.ALLOW_ALL,
    } });
    return stack;
  }

  test('each printed line, pasted alone, synthesizes what was proven, and all of them leave no error', () => {
    const template = App.of(site())?.synth().getStackByName('Web').template as unknown;
    const rules = [...new Set(judgeGraphs(readTemplates(systemOf(template))).mistakes.map(({ rule }) => rule))].filter((id) => REPAIRS[id] !== undefined);
    expect(rules.length).toBeGreaterThan(3);
    for (const id of rules) {
      const changes = changesFor(id, systemOf(template));
      const stack = site();
      changes.flatMap(codeOf).forEach((line) => { pasted(line, stack); });
      const mended = patched(template, patchOf(changes)) as Written;
      expect([id, App.of(stack)?.synth().getStackByName('Web').template]).toEqual([id, mended]);
    }
    const all = site();
    planFor(systemOf(template)).flatMap(codeOf).forEach((line) => { pasted(line, all); });
    expect(errorsIn(App.of(all)?.synth().getStackByName('Web').template)).toEqual([]);
  });
});
