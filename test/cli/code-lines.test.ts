/** A finding is shown where its reader can change something: at the line of the app, or else at that of the template. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Ajv from 'ajv';
import draft04 from 'ajv/lib/refs/json-schema-draft-04.json';
import { transformSync } from 'esbuild';
import { parse } from 'yaml';
import { templateLines } from '../../lib/graph/sources/template-line';
import { Locator } from '../../lib/cli/check/locate';
import { run } from '../../lib/cli/main';
import sarifSchema from '../cases/sarif-2.1.0-rtm.5.schema.json';

const ROOT = join(__dirname, '..', '..');
const repository = realpathSync(mkdtempSync(join(tmpdir(), 'code-lines-')));
const folder = join(repository, 'infra');
const home = process.cwd();

/** An app as users write it: a class of their own in one file, a file that starts it, and packages that are installed. */
const WEB = `const { Stack } = require('aws-cdk-lib');
const { Bucket } = require('aws-cdk-lib/aws-s3');
const { Distribution } = require('aws-cdk-lib/aws-cloudfront');
const { S3BucketOrigin } = require('aws-cdk-lib/aws-cloudfront-origins');
exports.Web = class extends Stack {
  constructor(scope, id) {
    super(scope, id);
    const bucket = new Bucket(this, 'Files', {
      cors: [{ allowedOrigins: ['https://app.example.com'], allowedMethods: ['GET'] }],
    });
    new Distribution(this, 'Cdn', { defaultBehavior: { origin: S3BucketOrigin.withOriginAccessControl(bucket) } });
  }
};
`;
const APP = `const { App } = require('aws-cdk-lib');
const { Web } = require('./lib/web (v1)');
const app = new App({ outdir: process.argv[2], postCliContext: JSON.parse(process.argv[3]) });
new Web(app, 'Web');
app.synth();
`;

interface Region { readonly startLine: number }
interface Physical { readonly artifactLocation: { readonly uri: string; readonly uriBaseId?: string }; readonly region?: Region }
interface Location { readonly physicalLocation?: Physical; readonly logicalLocations: readonly { readonly name: string }[] }
interface Result { readonly ruleId: string; readonly locations: readonly Location[]; readonly relatedLocations?: readonly Location[] }
interface Issue { readonly check_name: string; readonly severity: string; readonly fingerprint: string; readonly location: { readonly path: string; readonly lines: { readonly begin: number } } }

beforeAll(() => {
  mkdirSync(join(repository, '.git'));
  mkdirSync(join(folder, 'lib'), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'lib', 'web (v1).js'), WEB);
  writeFileSync(join(folder, 'app.js'), APP);
  process.chdir(folder);
});
afterAll(() => {
  process.chdir(home);
  rmSync(repository, { recursive: true, force: true });
});

function synthesize(outdir: string, context: object = {}): string {
  execFileSync(process.execPath, ['app.js', outdir, JSON.stringify(context)], { cwd: folder, env: { ...process.env, CDK_VALIDATION: 'false', CDK_CONTEXT_JSON: undefined } });
  return outdir;
}

function sarif(...sources: readonly string[]): readonly Result[] {
  run(['check', ...sources, '--sarif', 'cors.sarif']);
  const log = JSON.parse(readFileSync('cors.sarif', 'utf8')) as { readonly runs: readonly { readonly results: readonly Result[] }[] };
  expect(faultsOf(log)).toEqual([]);
  return log.runs.flatMap(({ results }) => results);
}

/** What the official schema says against a log. https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html#appendix-a */
function faultsOf(log: unknown): readonly unknown[] {
  const ajv = new Ajv({ schemaId: 'id', meta: draft04, logger: false });
  ajv.validate(sarifSchema, log);
  return ajv.errors ?? [];
}

function firstOf(results: readonly Result[], rule: string): Result {
  return results.find(({ ruleId }) => ruleId === rule) ?? { ruleId: '', locations: [] };
}

describe('a synthesized app', () => {
  let traced: readonly Result[];
  beforeAll(() => { traced = sarif(synthesize('cdk.out')); });

  test('is shown at the line of the user\'s own file that makes the construct, from the top of the repository', () => {
    expect(firstOf(traced, 'origin-not-forwarded').locations).toEqual([expect.objectContaining({
      physicalLocation: { artifactLocation: { uri: 'infra/lib/web%20(v1).js', uriBaseId: '%SRCROOT%' }, region: { startLine: 11 } },
    })]);
  });

  test('is shown in its template, too', () => {
    const [{ physicalLocation } = { physicalLocation: undefined }] = firstOf(traced, 'origin-not-forwarded').relatedLocations ?? [];
    expect(physicalLocation?.artifactLocation.uri).toBe('infra/cdk.out/Web.template.json');
    expect(readFileSync('cdk.out/Web.template.json', 'utf8').split('\n')[(physicalLocation?.region?.startLine ?? 0) - 1]).toMatch(/"DefaultCacheBehavior"/);
  });

  test('no finding is shown in an installed package', () => {
    expect(traced.length).toBeGreaterThan(0);
    expect(JSON.stringify(traced)).not.toContain('node_modules');
  });

  test('names the line for people and in JSON as well', () => {
    const { stdout } = run(['check', 'cdk.out']);
    expect(stdout).toMatch(/ERROR origin-not-forwarded\n {2}at .*\n {2}made at {2}lib\/web \(v1\)\.js:11\n/);
    const { findings } = JSON.parse(run(['check', 'cdk.out', '--json']).stdout) as { findings: readonly { rule: string; code?: object }[] };
    expect(findings.find(({ rule }) => rule === 'origin-not-forwarded')?.code).toEqual({ file: 'lib/web (v1).js', line: 11 });
  });

  test('whose author pastes the printed code at the end of the constructor has no error any more', () => {
    const { stdout } = run(['check', 'cdk.out']);
    const code = [...stdout.matchAll(/^ {2}fix {6}(.*)$/gm)].map(([, line = '']) => line);
    const source = WEB.replace(/\n {2}\}\n\};/, `\n${code.join('\n')}\n  }\n};`).replace('{ Stack }', '{ CfnResource, Stack }');
    expect(stdout).toContain('next: paste the lines after "fix" at the end of the stack\'s constructor (CfnResource is from aws-cdk-lib)');
    writeFileSync(join(folder, 'lib', 'web (v1).js'), transformSync(source, { loader: 'ts' }).code);
    expect(run(['check', synthesize('pasted.out')]).stdout).toMatch(/^0 errors|no mistake found/m);
    writeFileSync(join(folder, 'lib', 'web (v1).js'), WEB);
  });

  test('gets its lines in Python where cdk.json runs Python', () => {
    writeFileSync('cdk.json', JSON.stringify({ app: 'python3 app.py' }));
    const { stdout } = run(['check', 'cdk.out']);
    rmSync('cdk.json');
    expect(stdout).toMatch(/^ {2}fix {6}self\.node\.find_child\("Cdn"\)\.node\.find_child\("Resource"\)\.add_property_override\(/m);
    expect(stdout).toMatch(/\(CfnResource is from aws_cdk\), run cdk synth, and check again$/);
  });

  test('without creation stacks, is shown at the line of the template', () => {
    const { locations, relatedLocations } = firstOf(sarif(synthesize('untraced.out', { 'aws:cdk:disable-creation-stack-traces': true })), 'origin-not-forwarded');
    expect(relatedLocations).toBeUndefined();
    expect(locations[0]?.physicalLocation?.artifactLocation).toEqual({ uri: 'infra/untraced.out/Web.template.json', uriBaseId: '%SRCROOT%' });
    expect(readFileSync('untraced.out/Web.template.json', 'utf8').split('\n')[(locations[0]?.physicalLocation?.region?.startLine ?? 0) - 1]).toMatch(/"DefaultCacheBehavior"/);
  });

  test('whose files are not here, because it was synthesized on another machine, is shown at the line of the template', () => {
    const moved = readFileSync('cdk.out/Web.metadata.json', 'utf8').replaceAll(folder, '/build/elsewhere');
    mkdirSync('moved.out', { recursive: true });
    ['manifest.json', 'Web.template.json'].forEach((name) => { writeFileSync(join('moved.out', name), readFileSync(join('cdk.out', name))); });
    writeFileSync('moved.out/Web.metadata.json', moved);
    expect(firstOf(sarif('moved.out'), 'origin-not-forwarded').locations[0]?.physicalLocation?.artifactLocation.uri).toBe('infra/moved.out/Web.template.json');
  });

  test.each([
    ['a module', 'file://FOLDER/app.js:4:1', 'app.js', 4], ['a frame without a function', 'FOLDER/app.js:4:1', 'app.js', 4], ['a line of Python without a column', '__init__ (FOLDER/app.js:4)', 'app.js', 4],
    ['a package for Python', '__init__ (FOLDER/.venv/lib/python3.12/site-packages/x.py:4)', undefined, 0], ['a file outside of the repository', `new Web (${process.execPath}:4:1)`, undefined, 0], ['a file that is gone', 'new Web (FOLDER/gone.js:4:1)', undefined, 0],
    ['nothing known', '(no user code in 10 frames, use --stack-trace-limit to capture more)', undefined, 0],
  ])('a trace of %s is understood', (_, frame, file, line) => {
    mkdirSync(join(folder, '.venv/lib/python3.12/site-packages'), { recursive: true });
    writeFileSync(join(folder, '.venv/lib/python3.12/site-packages/x.py'), '');
    const metadata = JSON.parse(readFileSync('cdk.out/Web.metadata.json', 'utf8')) as Record<string, { type: string; data: unknown }[]>;
    const own = frame.replaceAll('FOLDER', folder);
    Object.values(metadata).flat().filter(({ type }) => type === 'aws:cdk:creationStack').forEach((entry) => { entry.data = ['...aws-cdk-lib...', own]; });
    mkdirSync('other.out', { recursive: true });
    ['manifest.json', 'Web.template.json'].forEach((name) => { writeFileSync(join('other.out', name), readFileSync(join('cdk.out', name))); });
    writeFileSync('other.out/Web.metadata.json', JSON.stringify(metadata));
    const { findings } = JSON.parse(run(['check', 'other.out', '--json']).stdout) as { findings: readonly { code?: object }[] };
    expect(findings[0]?.code).toEqual(file === undefined ? undefined : { file, line });
  });
});

test('what a construct makes late, without a line of the user, is shown where the construct is made', () => {
  const address = { stack: 'Web', logicalId: 'Policy', type: 'AWS::S3::BucketPolicy', constructPath: 'Web/Files/Policy/Resource' };
  const creationStacks = { 'Web/Files/Policy/Resource': ['...aws-cdk-lib...'], 'Web/Files/Resource': [`new Web (${join(folder, 'app.js')}:4:1)`] };
  expect(new Locator([{ name: 'Web', template: {}, creationStacks }]).code(address)).toEqual({ file: 'app.js', line: 4 });
  expect(new Locator([{ name: 'Other', template: {}, creationStacks }]).code(address)).toBeUndefined();
  expect(new Locator([{ name: 'Web', template: {}, creationStacks }]).code({ ...address, constructPath: 'constructor/Resource' })).toBeUndefined();
});

describe('the line in a template', () => {
  const yaml = `# Comment
Resources:
  Cdn:
    Type: AWS::CloudFront::Distribution
    Properties:
      DistributionConfig:
        CacheBehaviors:
          - { PathPattern: a/* }
          -
            PathPattern: b/*
            "AllowedMethods": !If [All,
      [GET], [HEAD]]
`;
  const json = JSON.stringify({
    Outputs: { Resources: { Cdn: 'not this "Cdn": {' } },
    Resources: { Cdn: { Properties: { DistributionConfig: { CacheBehaviors: [{ PathPattern: 'a/*', Items: [1, [2], { AllowedMethods: 0 }] }, { PathPattern: 'b/*', AllowedMethods: ['GET'] }] } } } },
  }, undefined, 2);

  const behaviors = 'Resources.Cdn.Properties.DistributionConfig.CacheBehaviors';
  test.each([
    ['t.yaml', 'Resources.Cdn', yaml, 3], ['t.yaml', `${behaviors}.0.PathPattern`, yaml, 8], ['t.yaml', `${behaviors}.1`, yaml, 10], ['t.yaml', `${behaviors}.1.AllowedMethods`, yaml, 11],
    ['t.yaml', `${behaviors}.1.AllowedMethods.1`, yaml, 11], ['t.yaml', `${behaviors}.1.Missing`, yaml, 10], ['t.yaml', 'Resources.Cdn.Properties', `\ufeff${yaml.replaceAll('\n', '\r\n')}`, 5],
    ['t.json', `${behaviors}.1.AllowedMethods`, json, 26], ['t.json', 'Resources.Cdn', json, 8], ['t.json', 'Resources.Missing', json, 7], ['t.json', 'Resources.Cdn', JSON.stringify(JSON.parse(json)), 1],
  ])('%s %s', (name, path, text, line) => {
    writeFileSync(join(folder, name), text);
    expect(templateLines(join(folder, name))?.(path.split('.'))).toBe(line);
  });

  test('is not said of a file that cannot be read', () => {
    expect(templateLines(join(folder, 'nowhere.yaml'))).toBeUndefined();
  });
});

describe('--code-quality', () => {
  function issues(...sources: readonly string[]): readonly Issue[] {
    run(['check', ...sources, '--code-quality', 'gl-code-quality.json']);
    return JSON.parse(readFileSync('gl-code-quality.json', 'utf8')) as readonly Issue[];
  }

  /** https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format */
  const SCHEMA = {
    type: 'array',
    items: {
      type: 'object', required: ['description', 'check_name', 'fingerprint', 'severity', 'location'], additionalProperties: false,
      properties: {
        description: { type: 'string', minLength: 1 }, check_name: { type: 'string', minLength: 1 }, fingerprint: { type: 'string', minLength: 1 },
        severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
        location: {
          type: 'object', required: ['path', 'lines'],
          properties: { path: { type: 'string', pattern: '^(?!\\./|/)' }, lines: { type: 'object', required: ['begin'], properties: { begin: { type: 'integer', minimum: 1 } } } },
        },
      },
    },
  };

  test('is what GitLab reads, at the lines of the app, and each finding has a fingerprint that no other has', () => {
    const found = issues('cdk.out');
    const ajv = new Ajv();
    ajv.validate(SCHEMA, found);
    expect(ajv.errors).toBeNull();
    expect(found.find(({ check_name: rule }) => rule === 'origin-not-forwarded')).toMatchObject({ severity: 'critical', location: { path: 'infra/lib/web (v1).js', lines: { begin: 11 } } });
    // The second has two reasons at one place
    for (const each of [found, issues(join(ROOT, 'test/cases/curated/k9-options-refused-whatever-the-list.yaml'))]) {
      expect(new Set(each.map(({ fingerprint }) => fingerprint)).size).toBe(each.length);
    }
  });

  test('a fingerprint stays when lines move', () => {
    const before = issues('cdk.out').map(({ fingerprint }) => fingerprint);
    writeFileSync(join(folder, 'lib', 'web (v1).js'), `// moved\n\n${WEB}`);
    const after = issues(synthesize('cdk.out'));
    expect(after.map(({ fingerprint }) => fingerprint)).toEqual(before);
    expect(after.map(({ location }) => location.lines.begin)).toContain(13);
  });
});

describe('docs/ci.md', () => {
  const page = readFileSync(join(ROOT, 'docs', 'ci.md'), 'utf8');
  const [github, gitlab] = [...page.matchAll(/```yaml\n([^]*?)```/g)].map(([, text = '']) => parse(text) as unknown);

  /** Runs what a job runs of this command; the rest belongs to npm and the CDK. */
  function runAll(lines: readonly string[]): readonly number[] {
    return lines.filter((line) => line.includes('cdk-cors-asset-distribution')).map((line) => run(line.split(' ').slice(2)).exitCode);
  }

  test('the steps for GitHub upload the file that check writes, also when it fails', () => {
    const { steps } = (github as { jobs: { cors: { steps: readonly { run?: string; uses?: string; if?: string; with?: { sarif_file?: string } }[] } } }).jobs.cors;
    rmSync('cors.sarif', { force: true });
    expect(runAll(steps.flatMap((step) => step.run ?? []))).toEqual([1]);
    const upload = steps.find(({ uses }) => uses?.includes('upload-sarif'));
    expect(upload?.if).toBe('always()');
    expect(faultsOf(JSON.parse(readFileSync(upload?.with?.sarif_file ?? '', 'utf8')))).toEqual([]);
  });

  test('the job for GitLab keeps the files that the commands write, also when check fails', () => {
    const { script, artifacts } = (gitlab as { cors: { script: readonly string[]; artifacts: { when: string; paths: readonly string[]; reports: { codequality: string } } } }).cors;
    rmSync('gl-code-quality.json', { force: true });
    expect(runAll(script)).toEqual([0, 1]);
    expect(artifacts.when).toBe('always');
    expect([...artifacts.paths, artifacts.reports.codequality].filter((file) => !existsSync(file))).toEqual([]);
  });
});

test('the schema refuses what is not SARIF', () => {
  expect(faultsOf({ version: '2.1.0' })).not.toEqual([]);
  expect(faultsOf({ version: '2.1.0', runs: [{ tool: { driver: { name: 'x' } }, results: [{ message: { text: 'x' }, locations: [{ physicalLocation: { artifactLocation: { uri: 'a b' }, region: { startLine: 0 } } }] }] }] })).not.toEqual([]);
});
