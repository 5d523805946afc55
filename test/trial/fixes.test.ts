/** A fix is tried before it is printed: it takes the mistake away, keeps what worked, gives nobody what was not promised, and says nothing new. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../lib/cli/main';
import { installedYaml, parseYamlTemplate } from '../../lib/graph/sources/yaml-template';
import { RULES } from '../../lib/rules/catalogue';
import { exampleStack } from '../../lib/rules/engine/example-stack';
import type { ExampleParts } from '../../lib/rules/engine/example-stack';
import { codeOf, patchOf, planFor, yamlOf } from '../../lib/trial';
import type { PatchOperation } from '../../lib/trial/fixes/written';
import { gainsIn } from '../../lib/trial/fixes/probes';
import { provenFix, stateOf } from '../../lib/trial/fixes/prove';
import type { Fix, State } from '../../lib/trial/fixes/prove';
import type { Edit } from '../../lib/trial/fixes/edit';
import { REPAIRS } from '../../lib/trial/fixes/repairs';
import { set } from '../../lib/trial/fixes/repairs/context';
import type { Repair } from '../../lib/trial/fixes/repairs/context';
import { patched } from './apply-patch';

function templateOf(resources: string): Record<string, unknown> {
  const yaml = installedYaml();
  if (!yaml) {
    throw new Error('the tests need the package yaml');
  }
  const parsed = parseYamlTemplate(resources, yaml) as Record<string, unknown>;
  return 'Resources' in parsed ? parsed : { Resources: parsed };
}

function systemOf(resources: string): State {
  return stateOf([{ name: 'Web', template: templateOf(resources) }]);
}

const errorsIn = ({ findings }: State) => findings.filter(({ severity }) => severity === 'error').map(({ rule }) => rule);

/** What each rule's own page shows and no edit mends by itself, and why. */
const ADVICE_ONLY: Readonly<Record<string, string>> = {
  'access-control-name': 'a name is its owner\'s choice',
  'bucket-echoes-every-origin': 'whether every site or some sites are meant is the owner\'s choice',
  'bucket-cors-empty': 'which origins are meant is not written anywhere',
  'bucket-cors-limits': 'which number is meant is not written anywhere',
  'bucket-cors-wildcards': 'which origins are meant is not written anywhere',
  'bucket-settings-overwritten': 'which of the two writes the settings is the owner\'s choice',
  'bucket-wider-than-policy': 'whether the bucket or the policy is right is the owner\'s choice',
  'credentials-for-weak-origin': 'whether the origin or the credentials go is the owner\'s choice',
  'credentials-with-wildcard': 'which origins are meant is not written anywhere',
  'custom-header-for-security': 'the section for it asks for more than the header says',
  'custom-headers-too-many': 'which of them goes is the owner\'s choice',
  'deny-blocks-cloudfront': 'what the statement is to keep out is not known',
  'error-page-behavior': 'it is a note',
  'error-page-masks': 'the page may serve the deep links of an app',
  'grant-for-account': 'it is a note',
  'header-pattern-in-policy': 'which headers are meant is not written anywhere',
  'headers-policy-empty-list': 'which values are meant is not written anywhere',
  'headers-policy-without-section': 'what the policy is for is not written anywhere',
  'kms-managed-key': 'objects that are encrypted stay encrypted by the old key',
  'list-without-root-object': 'which file is the root is not known',
  'method-refused-by-behavior': 'letting it through may let everybody write',
  'no-origins': 'which origin is meant is not written anywhere',
  'nobody-answers-cors': 'which origins are meant is not written anywhere',
  'null-origin': 'whether sandboxed pages are meant is not known',
  'one-function-per-event': 'which function goes is the owner\'s choice',
  'origin-host-name': 'the host is computed',
  'plain-http-viewers': 'it is a note',
  'policy-id': 'which policy is meant is not written anywhere',
  'public-access-blocked-by-default': 'whether the files are to be public is the owner\'s choice',
  'signed-requests-and-preflights': 'it is a note',
  'upload-through-cloudfront': 'pages have to upload to another URL',
  'website-endpoint-as-bucket': 'the access of viewers changes with the endpoint',
  'wildcard-origin-depth': 'it is a note',
};

/** Repairs that need what their rule's own example does not have. */
const NOTHING_TO_KEEP: readonly string[] = ['failover-status-codes', 'headers-policy-credentials'];

/** Rules about the code of functions, which has an author. */
const isAboutCode = (id: string) => id.startsWith('function-') && REPAIRS[id] === undefined;

/** Repairs that their rule's own example does not prove, with the reason that is printed. */
const UNPROVEN: Readonly<Record<string, RegExp>> = {
  'cors-on-wrong-bucket': /origin-not-in-cache-key is found/,
};

describe('the example of every rule\'s page', () => {
  const withRepair = RULES.filter(({ id }) => REPAIRS[id] !== undefined);

  test('a rule has edits, or a reason why only its owner knows what to write', () => {
    expect(RULES.filter(({ id }) => REPAIRS[id] === undefined && ADVICE_ONLY[id] === undefined && !isAboutCode(id)).map(({ id }) => id)).toEqual([]);
    expect(Object.keys(ADVICE_ONLY).filter((id) => REPAIRS[id] !== undefined || !RULES.some((rule) => rule.id === id))).toEqual([]);
    expect(Object.keys(REPAIRS).filter((id) => !RULES.some((rule) => rule.id === id))).toEqual([]);
  });

  test.each(withRepair.map((rule) => [rule.id, rule] as const))('%s: the fix, made as a patch, takes the mistake away and brings no error', (id, { example }) => {
    const before = systemOf(example().wrong);
    const finding = before.findings.find(({ rule }) => rule === id);
    const fix = finding && provenFix(before, finding);
    if (UNPROVEN[id]) {
      expect(fix).toEqual({ proven: false, because: expect.stringMatching(UNPROVEN[id]) as string });
      return;
    }
    if (NOTHING_TO_KEEP.includes(id)) {
      expect(fix).toBeUndefined();
      return;
    }
    expect(fix).toMatchObject({ proven: true });
    const { changes } = fix as Extract<Fix, { proven: true }>;
    const after = stateOf([{ name: 'Web', template: patched(templateOf(example().wrong), patchOf(changes)) }]);
    expect(after.findings.filter(({ rule, severity }) => rule === id && severity === finding?.severity)).toEqual([]);
    expect(errorsIn(after).filter((rule) => !errorsIn(before).includes(rule))).toEqual([]);
    expect(JSON.stringify(changes.map((change) => change.after ?? null))).not.toMatch(/x-trace|x-requested-with|any\.example|\[\]/);
    expect([...changes.map(yamlOf), ...changes.flatMap(codeOf)].every((line) => line.length > 0)).toBe(true);
  });
});

describe('two mistakes on one path', () => {
  const PARTS: ExampleParts = { rule: { AllowedHeaders: undefined }, cors: { AccessControlAllowHeaders: '{ Items: [X-Trace] }' }, behavior: { AllowedMethods: '[GET, HEAD]' } };

  test('each fix is proven alone, and all of them leave no error', () => {
    const before = systemOf(exampleStack(PARTS));
    expect(errorsIn(before).sort()).toEqual(['bucket-lacks-header', 'options-not-allowed']);
    for (const finding of before.findings.filter(({ severity }) => severity === 'error')) {
      expect([finding.rule, provenFix(before, finding)]).toEqual([finding.rule, expect.objectContaining({ proven: true })]);
    }
    const template = patched(templateOf(exampleStack(PARTS)), patchOf(planFor(before.inputs)));
    expect(errorsIn(stateOf([{ name: 'Web', template }]))).toEqual([]);
  });
});

describe('nobody gains', () => {
  test.each<[string, ExampleParts, string]>([
    ['reading by pages on other origins', { cors: null, rule: { AllowedOrigins: '[https://app.example.com]' }, origin: { OriginCustomHeaders: '[{ HeaderName: Origin, HeaderValue: https://stranger.example }]' } }, ''],
    ['writing by everybody', { statement: { Action: '[s3:GetObject, s3:PutObject]' }, behavior: { AllowedMethods: '[GET, HEAD, OPTIONS, PUT, PATCH, POST, DELETE]' } }, 'everybody writes'],
    ['reading of the bucket itself', { bucket: { PublicAccessBlockConfiguration: '{ BlockPublicPolicy: false, RestrictPublicBuckets: false }' }, statement: { Principal: '\'*\'', Condition: undefined } }, 'everybody reads Web.Assets itself'],
  ])('%s is seen', (_, parts, gain) => {
    const gains = [...gainsIn(systemOf(exampleStack(parts)).graphs)];
    expect(gain === '' ? gains : gains.filter((each) => each.includes(gain)).length).toEqual(gain === '' ? [] : 1);
  });

  test('a right stack gives nothing', () => {
    expect([...gainsIn(systemOf(exampleStack()).graphs)]).toEqual([]);
  });
});

describe('a repair that does more than it should is not printed as a fix', () => {
  const RULE = 'bucket-lacks-origin';
  const before = systemOf(exampleStack({ cors: { AccessControlAllowOrigins: '{ Items: [https://app.example.com, https://admin.example.com] }' } }));
  const repairs = REPAIRS as Record<string, Repair | undefined>;
  const original = repairs[RULE];
  afterEach(() => { repairs[RULE] = original; });

  const origins = (...items: readonly string[]) => set({ stack: 'Web', logicalId: 'Assets' }, 'Properties.CorsConfiguration.CorsRules.0.AllowedOrigins', items);
  const ENOUGH = ['https://app.example.com', 'https://admin.example.com'];
  const policy = (path: string, value: unknown) => set({ stack: 'Web', logicalId: 'CorsPolicy' }, `Properties.ResponseHeadersPolicyConfig.${path}`, value);

  test.each<[string, () => readonly Edit[], RegExp]>([
    ['pages on other origins read', () => [origins(...ENOUGH, 'https://*.example'), policy('CorsConfig.AccessControlAllowOrigins.Items', [...ENOUGH, 'https://*.example'])], /pages on other origins read/],
    ['everybody writes', () => [
      origins(...ENOUGH), set({ stack: 'Web', logicalId: 'Distribution' }, 'Properties.DistributionConfig.DefaultCacheBehavior.AllowedMethods', ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE']),
      set({ stack: 'Web', logicalId: 'AssetsPolicy' }, 'Properties.PolicyDocument.Statement.0.Action', ['s3:GetObject', 's3:PutObject']),
    ], /everybody writes|is found/],
    ['what worked does not work any more', () => [
      origins('https://admin.example.com'), policy('CorsConfig.AccessControlAllowOrigins.Items', ['https://admin.example.com']),
    ], /does not work any more/],
    ['it is found again', () => [origins('https://app.example.com', 'https://other.example.com')], /found again/],
    ['AWS refuses the template', () => [origins(...ENOUGH), policy('CorsConfig.AccessControlAllowCredentials', true)], /then headers-policy-credentials is found/],
    ['what it changes is computed', () => [set({ stack: 'Web', logicalId: 'Distribution' }, 'Properties.DistributionConfig.Origins.0.DomainName.Host', 'x')], /computed/],
  ])('%s', (_, edits, because) => {
    const finding = before.findings.find(({ rule }) => rule === RULE);
    expect(finding && provenFix(before, finding)).toMatchObject({ proven: true });
    repairs[RULE] = () => [edits()];
    expect(finding && provenFix(before, finding)).toEqual({ proven: false, because: expect.stringMatching(because) as string });
  });
});

describe('what is written', () => {
  const change = { stack: 'Web', logicalId: 'Cdn', path: ['Properties', 'DistributionConfig', 'DefaultCacheBehavior', 'AllowedMethods'], before: ['GET', 'HEAD'], after: ['GET', 'HEAD', 'OPTIONS'] };

  test('a patch for JSON, a property for YAML, a line for the CDK with the property of its L2', () => {
    expect(patchOf([change])).toEqual([{ op: 'replace', path: '/Resources/Cdn/Properties/DistributionConfig/DefaultCacheBehavior/AllowedMethods', value: ['GET', 'HEAD', 'OPTIONS'] }]);
    expect(yamlOf(change)).toBe('Cdn Properties.DistributionConfig.DefaultCacheBehavior.AllowedMethods: [GET, HEAD, OPTIONS]');
    expect(codeOf({ ...change, constructPath: 'Web/Cdn/Resource' })).toEqual([
      'on Web/Cdn/Resource: .addPropertyOverride(\'DistributionConfig.DefaultCacheBehavior.AllowedMethods\', ["GET","HEAD","OPTIONS"]) (or allowedMethods of the behavior)',
    ]);
    expect(codeOf({ ...change, constructPath: 'Web/Cdn/Resource', after: undefined })[0]).toContain('.addPropertyDeletionOverride(\'DistributionConfig.DefaultCacheBehavior.AllowedMethods\')');
  });

  test('references in the short form of YAML, and texts that YAML would read otherwise in quotes', () => {
    expect(yamlOf({ ...change, path: ['Properties', 'A'], after: { Ref: { x: 1 }, B: [{ Ref: 'C' }, { 'Fn::GetAtt': ['D', 'Arn'] }, { 'Fn::Sub': '${E}/*' }, '*', 'no', 'it\'s'] } }))
      .toBe('Cdn Properties.A: { Ref: { x: 1 }, B: [!Ref C, !GetAtt D.Arn, !Sub \'${E}/*\', \'*\', \'no\', \'it\'\'s\'] }');
  });
});

describe('check --patch', () => {
  const folder = mkdtempSync(join(tmpdir(), 'patch-'));
  afterAll(() => { rmSync(folder, { recursive: true, force: true }); });
  const wrong = exampleStack({ cors: { AccessControlAllowHeaders: '{ Items: [X-Trace] }' }, behavior: { AllowedMethods: '[GET, HEAD]' }, rule: null });

  test('writes what mends a JSON template: applied and checked again, there is no error', () => {
    const [template, patch] = [join(folder, 'site.json'), join(folder, 'fixes.json')];
    writeFileSync(template, JSON.stringify(templateOf(wrong)));
    const { stdout, exitCode } = run(['check', template, '--patch', patch]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain(`${patch}: `);
    const mended = join(folder, 'mended.json');
    writeFileSync(mended, JSON.stringify(patched(JSON.parse(readFileSync(template, 'utf8')), JSON.parse(readFileSync(patch, 'utf8')) as PatchOperation[])));
    expect(run(['check', mended])).toMatchObject({ exitCode: 0, stdout: expect.not.stringContaining('ERROR') as string });
  });

  test('says for YAML where to write which value', () => {
    const template = join(folder, 'site.yaml');
    writeFileSync(template, `Resources:\n${wrong.replace(/^(?=.)/gm, '  ')}`);
    const { stdout } = run(['check', template, '--patch', join(folder, 'none.json')]);
    expect(stdout).toContain('is YAML; write there:\n  ');
    expect(stdout).toContain('  fix      Distribution Properties.DistributionConfig.DefaultCacheBehavior.AllowedMethods: [GET, HEAD, OPTIONS]');
  });

  test('where nothing is proven, nothing is written', () => {
    const template = join(folder, 'right.yaml');
    writeFileSync(template, `Resources:\n${exampleStack().replace(/^(?=.)/gm, '  ')}`);
    expect(run(['check', template, '--patch', join(folder, 'nothing.json')]).stdout).toMatch(/nothing\.json: not written|right\.yaml is YAML/);
  });
});
