/** A fix is tried before it is printed: it takes the mistake away, keeps what worked, gives nobody what was not promised, and says nothing new. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../lib/cli/main';
import { installedYaml, parseYamlTemplate } from '../../lib/graph/sources/yaml-template';
import { exampleStack } from '../../lib/rules/engine/example-stack';
import type { ExampleParts } from '../../lib/rules/engine/example-stack';
import { codeOf, patchOf, planFor, pythonOf, yamlOf } from '../../lib/trial';
import type { PatchOperation } from '../../lib/trial/fixes/written';
import { gainsIn } from '../../lib/trial/fixes/probes';
import { provenFix, State } from '../../lib/trial/fixes/prove';
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
  return new State([{ name: 'Web', template: templateOf(resources) }]);
}

const errorsIn = ({ findings }: State) => findings.filter(({ severity }) => severity === 'error').map(({ rule }) => rule);

describe('two mistakes on one path', () => {
  const PARTS: ExampleParts = { rule: { AllowedHeaders: undefined }, cors: { AccessControlAllowHeaders: '{ Items: [X-Trace] }' }, behavior: { AllowedMethods: '[GET, HEAD]' } };

  test('each fix is proven alone, and all of them leave no error', () => {
    const before = systemOf(exampleStack(PARTS));
    expect(errorsIn(before).sort()).toEqual(['bucket-lacks-header', 'options-not-allowed']);
    for (const finding of before.findings.filter(({ severity }) => severity === 'error')) {
      expect([finding.rule, provenFix(before, finding)]).toEqual([finding.rule, expect.objectContaining({ proven: true })]);
    }
    const template = patched(templateOf(exampleStack(PARTS)), patchOf(planFor(before.inputs)));
    expect(errorsIn(new State([{ name: 'Web', template }]))).toEqual([]);
  });
});

describe('one mistake behind another', () => {
  const repairs = REPAIRS as Record<string, Repair | undefined>;
  const original = repairs['bucket-lacks-header'];
  afterEach(() => { repairs['bucket-lacks-header'] = original; });

  test('a fix behind which another mistake shows comes with the fix of that one', () => {
    const before = systemOf(exampleStack({ cors: { AccessControlAllowHeaders: '{ Items: [X-Trace] }' }, behavior: { AllowedMethods: '[GET, HEAD]', OriginRequestPolicyId: undefined } }));
    const finding = before.findings.find(({ rule }) => rule === 'options-not-allowed');
    const fix = finding && provenFix(before, finding);
    expect(fix?.proven === true && fix.changes.map(({ path }) => path.at(-1))).toEqual(['AllowedMethods', 'OriginRequestPolicyId']);
  });

  test('what cannot be proven at first is tried again when less is wrong around it', () => {
    const { inputs } = systemOf(exampleStack({ rule: { AllowedHeaders: undefined }, cors: { AccessControlAllowHeaders: '{ Items: [X-Trace] }' }, behavior: { AllowedMethods: '[GET, HEAD]' } }));
    repairs['bucket-lacks-header'] = (context) => (JSON.stringify(context.inputs).includes('"AllowedMethods":["GET","HEAD","OPTIONS"]') ? original?.(context) ?? [] : []);
    expect(errorsIn(new State([{ name: 'Web', template: patched(inputs[0]?.template, patchOf(planFor(inputs))) }]))).toEqual([]);
  });

  test('two places that need the same new resource share it', () => {
    const path = '{ PathPattern: fonts/*, TargetOriginId: assets, ViewerProtocolPolicy: https-only, CachePolicyId: 658327ea-f89d-4fab-a63d-7e88639e58f6, OriginRequestPolicyId: 88a5eaf4-2fd4-4709-b370-b4c650ea3fcf }';
    const before = systemOf(exampleStack({ cors: null, distribution: { CacheBehaviors: `[${path}]` } }));
    const finding = before.findings.find(({ rule }) => rule === 'origin-not-in-cache-key');
    const fix = finding && provenFix(before, finding);
    expect(fix?.proven === true && fix.changes.map(({ logicalId, path: keys, after }) => (keys.length === 0 ? logicalId : after))).toEqual([{ Ref: 'CorsCachePolicy' }, { Ref: 'CorsCachePolicy' }, 'CorsCachePolicy']);
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

describe('what is written in a way that nobody expects', () => {
  const fixesOf = (before: State) => before.findings.map((finding) => provenFix(before, finding));
  const withRules = (rules: readonly unknown[], parts: ExampleParts = {}) => {
    const template = templateOf(exampleStack(parts)) as { Resources: { Assets: { Properties: { CorsConfiguration: { CorsRules: unknown } } } } };
    template.Resources.Assets.Properties.CorsConfiguration.CorsRules = rules;
    return new State([{ name: 'Web', template: { Conditions: { C: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] } }, ...template } }]);
  };
  const RULE = { AllowedOrigins: ['https://app.example.com'], AllowedMethods: ['GET', 'HEAD'] };
  const CHOSEN = { 'Fn::If': ['C', ['GET'], ['GET', 'HEAD']] };

  test.each<[string, unknown]>([
    ['a rule that is null', null], ['a list that is null', { ...RULE, AllowedOrigins: null }], ['a list that a condition chooses', { ...RULE, AllowedMethods: CHOSEN }],
    ['a text in place of a list', { ...RULE, AllowedMethods: 'GET' }], ['a rule that a condition chooses', { 'Fn::If': ['C', RULE, { Ref: 'AWS::NoValue' }] }],
  ])('%s is in the way of no fix', (_, rule) => {
    for (const parts of [{}, { cors: { AccessControlAllowHeaders: '{ Items: [X-Trace] }' } }, { cors: { AccessControlAllowOrigins: '{ Items: [] }' } }]) {
      expect(() => fixesOf(withRules([rule], parts))).not.toThrow();
      expect(() => fixesOf(withRules([rule, { ...RULE, MaxAge: -1 }, null], parts))).not.toThrow();
    }
  });

  test('a rule that a condition chooses stays where an empty one goes', () => {
    const chosen = { 'Fn::If': ['C', RULE, { ...RULE, MaxAge: 5 }] };
    const before = withRules([chosen, { ...RULE, AllowedOrigins: [] }]);
    const fixes = before.findings.filter(({ rule }) => rule === 'bucket-cors-empty').map((finding) => provenFix(before, finding));
    expect(fixes.length).toBeGreaterThan(0);
    for (const fix of fixes) {
      expect(fix?.proven === true && JSON.stringify(fix.changes.map(({ after }) => after))).toContain(JSON.stringify(chosen));
    }
  });

  test('a header that is named as what every object has is tried as any other', () => {
    const before = systemOf(exampleStack({ rule: { AllowedHeaders: undefined }, cors: { AccessControlAllowHeaders: '{ Items: [constructor] }' } }));
    expect(errorsIn(before)).toContain('bucket-lacks-header');
    expect(fixesOf(before)).toContainEqual(expect.objectContaining({ proven: true }));
  });
});

describe('a policy without a section', () => {
  const EMPTY = 'Empty:\n  Type: AWS::CloudFront::ResponseHeadersPolicy\n  Properties: { ResponseHeadersPolicyConfig: { Name: empty } }';
  const changesFor = (more: string, dependsOn?: string) => {
    const template = templateOf(exampleStack({ cors: null, behavior: { ResponseHeadersPolicyId: '!Ref Empty' }, more })) as { Resources: Record<string, object> };
    template.Resources.Distribution = { ...template.Resources.Distribution, ...(dependsOn === undefined ? {} : { DependsOn: dependsOn }) };
    const before = new State([{ name: 'Web', template }]);
    const finding = before.findings.find(({ rule }) => rule === 'headers-policy-without-section');
    const fix = finding && provenFix(before, finding);
    return fix?.proven === true ? fix.changes.map(({ logicalId }) => logicalId) : [];
  };

  test('goes with the behavior that names it, and stays where anything else does, the same resource too', () => {
    expect(changesFor(EMPTY)).toEqual(expect.arrayContaining(['Distribution', 'Empty']));
    expect(changesFor(EMPTY, 'Empty')).toEqual([]);
  });
});

test('a header of one\'s own may have any name beside the security headers that move to their section', () => {
  const items = (...names: readonly string[]) => `{ Items: [${names.map((name) => `{ Header: ${name}, Value: DENY, Override: true }`).join(', ')}] }`;
  const before = systemOf(exampleStack({ policy: { CustomHeadersConfig: items('X-Frame-Options', 'Constructor') } }));
  const finding = before.findings.find(({ rule }) => rule === 'custom-header-for-security');
  expect(finding && provenFix(before, finding)).toMatchObject({ proven: true });
});

describe('what is written', () => {
  const change = { stack: 'Web', logicalId: 'Cdn', path: ['Properties', 'DistributionConfig', 'DefaultCacheBehavior', 'AllowedMethods'], before: ['GET', 'HEAD'], after: ['GET', 'HEAD', 'OPTIONS'] };

  test('a patch for JSON, a property for YAML, a line for the CDK with the property of its L2', () => {
    expect(patchOf([change])).toEqual([{ op: 'replace', path: '/Resources/Cdn/Properties/DistributionConfig/DefaultCacheBehavior/AllowedMethods', value: ['GET', 'HEAD', 'OPTIONS'] }]);
    expect(yamlOf(change)).toBe('Cdn Properties.DistributionConfig.DefaultCacheBehavior.AllowedMethods: [GET, HEAD, OPTIONS]');
    expect(codeOf({ ...change, constructPath: 'Web/Cdn/Resource' })).toEqual([
      '(this.node.findChild(\'Cdn\').node.findChild(\'Resource\') as CfnResource).addPropertyOverride(\'DistributionConfig.DefaultCacheBehavior.AllowedMethods\', ["GET","HEAD","OPTIONS"]); // or allowedMethods of the behavior',
    ]);
    expect(codeOf({ ...change, constructPath: 'Web/Cdn/Resource', after: undefined })[0]).toContain('.addPropertyDeletionOverride(\'DistributionConfig.DefaultCacheBehavior.AllowedMethods\')');
  });

  test('the same for an app in Python', () => {
    const cdn = { ...change, constructPath: 'Web/Cdn/Resource' };
    expect(pythonOf(cdn)).toEqual(['self.node.find_child("Cdn").node.find_child("Resource").add_property_override("DistributionConfig.DefaultCacheBehavior.AllowedMethods", ["GET", "HEAD", "OPTIONS"])  # or allowed_methods of the behavior']);
    expect(pythonOf({ ...cdn, path: ['Properties', 'A'], after: { B: true, C: [null, 'it\'s', 1] } })).toEqual(['self.node.find_child("Cdn").node.find_child("Resource").add_property_override("A", {"B": True, "C": [None, "it\'s", 1]})']);
    expect(pythonOf({ ...cdn, path: [], before: undefined, after: { Type: 'AWS::S3::Bucket', Properties: { A: false } } })).toEqual(['CfnResource(self, "Cdn", type="AWS::S3::Bucket", properties={"A": False})']);
    expect(pythonOf({ ...cdn, path: [], after: undefined })).toEqual(['self.node.find_child("Cdn").node.try_remove_child("Resource")']);
    expect(pythonOf({ ...cdn, constructPath: 'Other/Cdn' })[0]).toMatch(/^self\.node\.root\.node\.find_child\("Other"\)\.node\.find_child\("Cdn"\)\.add_/);
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
