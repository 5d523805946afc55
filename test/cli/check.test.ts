import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { App, Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Bucket, HttpMethods } from 'aws-cdk-lib/aws-s3';
import { CorsAssetDistribution } from '../../lib';
import { run } from '../../lib/cli/main';
import { exampleStack } from '../../lib/rules/engine/example-stack';
import type { ExampleParts } from '../../lib/rules/engine/example-stack';

const folder = mkdtempSync(join(tmpdir(), 'check-'));
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

function file(name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
  return path;
}

function template(name: string, parts: ExampleParts = {}): string {
  return file(name, `Resources:\n${exampleStack(parts).replace(/^(?=.)/gm, '  ')}`);
}

/** The first line with each of the words after the one with the word before, from 1. */
function lineOf(name: string, ...words: readonly string[]): number {
  return words.reduce((from, word) => 1 + readFileSync(name, 'utf8').split('\n').findIndex((line, index) => index >= from && line.includes(word)), 0);
}

const right = template('right.yaml', { policy: { RemoveHeadersConfig: '{ Items: [{ Header: Access-Control-Allow-Credentials }] }' } });
const wrong = template('wrong.yaml', { cors: { AccessControlAllowHeaders: '{ Items: [X-Trace] }' }, behavior: { AllowedMethods: '[GET, HEAD]' } });
const questionable = template('questionable.yaml', { cors: { AccessControlAllowOrigins: '{ Items: [app.example.com] }' } });

interface FindingRecord {
  readonly rule: string;
  readonly severity: string;
  readonly file: string;
  readonly resource: string;
  readonly path: string;
  readonly message: string;
  readonly fix: string;
  readonly witness?: string;
}

function findings(...args: readonly string[]): FindingRecord[] {
  return (JSON.parse(run(['check', ...args, '--json']).stdout) as { findings: FindingRecord[] }).findings;
}

describe('exit code', () => {
  test.each([
    ['0 where there is no mistake', [right], 0], ['1 on an error', [wrong], 1], ['0 on a warning', [questionable], 0], ['1 on a warning that is to count', [questionable, '--strict'], 1],
    ['0 where there is nothing to warn of either', [right, '--strict'], 0], ['2 on input that cannot be used', [join(folder, 'nowhere.yaml')], 2], ['2 on nothing to check', [], 2],
    ['2 on an unknown option', [right, '--srtict'], 2],
  ])('%s', (_, args, expected) => {
    expect(run(['check', ...args]).exitCode).toBe(expected);
  });
});

describe('what it prints', () => {
  test('nothing found', () => {
    expect(run(['check', right])).toMatchObject({ stdout: `no mistake found\nnext: see it in a browser before you deploy: cdk-cors preview ${right} --assets FOLDER`, stderr: undefined });
  });

  test('the place, what is wrong, what a page suffers, the fix, and an exchange that shows it', () => {
    const { stdout } = run(['check', wrong]);
    expect(stdout).toMatch(new RegExp([
      'ERROR options-not-allowed', `  at       Distribution Properties\\.DistributionConfig\\.DefaultCacheBehavior\\.AllowedMethods, the default behavior \\(${wrong}\\)`,
      '  what     allows GET, HEAD, but x-trace is named by the policy', '  impact   Before such a request the browser asks with OPTIONS.*', '  hurts    the default behavior: With a header for https://app\\.example\\.com', '  advice   Set AllowedMethods.*', '  fix      Distribution Properties\\.DistributionConfig\\.DefaultCacheBehavior\\.AllowedMethods: \\[GET, HEAD, OPTIONS\\]',
      '  example  GET /file from a page on https://app\\.example\\.com with x-trace: CloudFront refuses the preflight \\(403.*\\)',
    ].join('\n')));
    expect(stdout).toMatch(/\n1 error, 1 warning, 1 info\nnext: write the values after "fix" into the template, and check again;.*$/);
  });

  test('what was read of a folder, and what was left out', () => {
    const mixed = join(folder, 'mixed');
    file('mixed/a.yaml', readFileSync(right, 'utf8'));
    file('mixed/notes.txt', 'x');
    file('mixed/deeper/b.yaml', '');
    expect(run(['check', mixed]).stdout).toContain(`\nread: ${mixed}: 1 template (a.yaml)\nleft out: 1 file that is not a template (notes.txt), and 1 folder inside (deeper); name it too to read it\nnext: `);
    expect(run(['check', right]).stdout).not.toContain('read: ');
  });

  test('several synthesized apps, and templates with them, each with what its manifest tells', () => {
    const apps = ['dev', 'prod'].map((stage) => {
      const app = new App({ outdir: join(folder, `${stage}.out`) });
      new CorsAssetDistribution(new Stack(app, 'Web'), 'Assets', { allowedOrigins: ['https://app.example.com'] });
      return app.synth().directory;
    });
    const [dev = '', prod = ''] = apps;
    // As newer versions of the CDK write it
    writeFileSync(join(dev, 'Web.metadata.json'), '{}');
    expect(run(['check', dev, prod, wrong])).toEqual({ exitCode: 1, stderr: undefined, stdout: expect.stringContaining(`\nread: ${dev}: 1 stack (Web)\nread: ${prod}: 1 stack (${join(prod, 'Web.template.json')})\nnext: `) as string });
    expect(run(['explain', dev, prod, '--origin', 'https://app.example.com']).stderr).toContain('--distribution Web/Assets/Distribution');
  });

  test.each([
    ['no resources', '{}', /^nothing to judge: there is neither a CloudFront distribution nor an S3 bucket in it\nnext: name the templates/],
    ['other resources', '{ Queue: { Type: AWS::SQS::Queue } }', /^nothing to judge/],
    ['a bucket', '{ Files: { Type: AWS::S3::Bucket } }', /^no mistake found\nnext: see it in a browser/],
  ])('whether there is anything to judge in a template with %s', (name, resources, text) => {
    expect(run(['check', file(`${name}.yaml`, `Resources: ${resources}\n`)])).toEqual({ exitCode: 0, stderr: undefined, stdout: expect.stringMatching(text) as string });
  });

  test('what was read of a synthesized app, and a template that an earlier synthesis left behind', () => {
    const outdir = join(folder, 'stale.out');
    const app = new App({ outdir });
    new CorsAssetDistribution(new Stack(app, 'Web'), 'Assets', { allowedOrigins: ['https://app.example.com'] });
    app.synth();
    writeFileSync(join(outdir, 'Old.template.json'), '{}');
    expect(run(['check', outdir]).stdout).toContain(`\nread: ${outdir}: 1 stack (Web)\nleft out: Old.template.json, which manifest.json does not name\n`);
  });

  test('what to do next, where nothing can be pasted', () => {
    expect(run(['check', questionable]).stdout).toMatch(/\nnext: (make the fix by hand, and check again; https:\S+\.md shows the change in a template|write the values .*)$/);
  });

  test('where it is, while it takes its time', () => {
    const said: string[] = [];
    run(['check', wrong], (line) => { said.push(line); });
    expect(said).toEqual([`reading ${wrong} …`, 'trying what pages do with 1 template …', expect.stringMatching(/^trying a fix for finding 1 of \d/) as string, ...said.slice(3)]);
  });

  test('--json: one record a finding', () => {
    const [error, ...others] = findings(wrong).filter(({ severity }) => severity === 'error');
    expect(others).toEqual([]);
    expect(error).toMatchObject({
      rule: 'options-not-allowed', severity: 'error', file: wrong, resource: 'Distribution', path: 'Properties.DistributionConfig.DefaultCacheBehavior.AllowedMethods',
      message: expect.stringContaining('allows GET, HEAD') as string, fix: expect.stringContaining('[GET, HEAD, OPTIONS]') as string,
      witness: expect.stringContaining('CloudFront refuses the preflight') as string,
    });
    expect(findings(right)).toEqual([]);
  });

  test('no witness where no exchange shows it', () => {
    const refused = template('refused.yaml', { cors: { AccessControlAllowCredentials: 'true' } });
    expect(findings(refused).find(({ rule }) => rule === 'headers-policy-credentials')).not.toHaveProperty('witness');
    expect(run(['check', refused]).stdout).toContain('ERROR headers-policy-credentials');
  });
});

describe('what cannot be judged', () => {
  const unseen = template('unseen.yaml', { behavior: { FunctionAssociations: '[{ EventType: viewer-request, FunctionARN: !GetAtt Function.FunctionARN }]' }, policy: { RemoveHeadersConfig: '{ Items: [{ Header: Access-Control-Allow-Credentials }] }' } });

  test('is counted and said once, with its reason, and fails nothing', () => {
    const { stdout, exitCode } = run(['check', unseen]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/NOT JUDGED\n {2}\d+ uses of Distribution, the default behavior: .*function[^\n]*\n\n/);
  });

  test('fails by choice', () => {
    expect(run(['check', unseen, '--strict=not-judged']).exitCode).toBe(1);
    expect(run(['check', right, '--strict=not-judged']).exitCode).toBe(0);
  });

  test('stands in JSON and, as notes, in SARIF', () => {
    const target = join(folder, 'unseen.sarif');
    const { notJudged } = JSON.parse(run(['check', unseen, '--json', '--sarif', target]).stdout) as { notJudged: readonly { uses: number; reason: string; resource: string }[] };
    expect(notJudged).toEqual([expect.objectContaining({ resource: 'Distribution', file: unseen, reason: expect.stringContaining('function') as string })]);
    expect(notJudged[0]?.uses).toBeGreaterThan(3);
    const { runs: [{ results }] } = JSON.parse(readFileSync(target, 'utf8')) as { runs: readonly [{ results: readonly { ruleId: string; level: string }[] }] };
    expect(results.filter(({ ruleId }) => ruleId === 'not-judged')).toEqual([expect.objectContaining({ level: 'note' })]);
  });
});

describe('--sarif', () => {
  interface Sarif {
    readonly version: string;
    readonly $schema: string;
    readonly runs: readonly {
      readonly tool: { readonly driver: { readonly name: string; readonly rules: readonly { readonly id: string; readonly helpUri: string; readonly defaultConfiguration: { readonly level: string } }[] } };
      readonly results: readonly {
        readonly ruleId: string; readonly level: string; readonly message: { readonly text: string };
        readonly locations: readonly { readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } }; readonly logicalLocations: readonly { readonly fullyQualifiedName: string }[] }[];
      }[];
    }[];
  }

  test('is written beside what is printed', () => {
    const target = join(folder, 'findings.sarif');
    expect(run(['check', wrong, '--sarif', target])).toMatchObject({ exitCode: 1, stdout: expect.stringContaining('ERROR options-not-allowed') as string });
    const { version, $schema, runs } = JSON.parse(readFileSync(target, 'utf8')) as Sarif;
    expect({ version, $schema, runs: runs.length }).toEqual({ version: '2.1.0', $schema: 'https://json.schemastore.org/sarif-2.1.0.json', runs: 1 });
    const [{ tool: { driver }, results } = { tool: { driver: { name: '', rules: [] } }, results: [] }] = runs;
    expect(driver.name).toBe('cdk-cors');
    const ids = driver.rules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(results.map(({ ruleId }) => ruleId)).toEqual(findings(wrong).map(({ rule }) => rule));
    expect(results.every(({ ruleId, level, message }) => ids.includes(ruleId) && ['error', 'warning', 'note'].includes(level) && message.text.length > 0)).toBe(true);
    expect(results.find(({ ruleId }) => ruleId === 'options-not-allowed')?.locations).toEqual([{
      physicalLocation: { artifactLocation: { uri: pathToFileURL(wrong).href }, region: { startLine: lineOf(wrong, 'DefaultCacheBehavior', 'AllowedMethods') } },
      logicalLocations: [{ name: 'Distribution', kind: 'resource', fullyQualifiedName: 'Distribution.Properties.DistributionConfig.DefaultCacheBehavior.AllowedMethods' }],
    }]);
  });

  test('has rules and no result where nothing is found', () => {
    const target = join(folder, 'nothing.sarif');
    run(['check', right, '--sarif', target]);
    expect((JSON.parse(readFileSync(target, 'utf8')) as Sarif).runs[0]?.results).toEqual([]);
  });

  test('that cannot be written is a mistake of whoever asked', () => {
    const { exitCode, stderr } = run(['check', right, '--sarif', join(folder, 'no', 'such', 'folder.sarif')]);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/it cannot be written \(ENOENT: no such file or directory\); name a file in a folder that exists$/);
  });
});

describe('many templates are one system', () => {
  const bucket = file('system/storage.yaml', `
Resources:
  Assets: { Type: AWS::S3::Bucket, Properties: { BucketName: the-assets } }
`);
  const delivery = file('system/delivery.json', JSON.stringify({
    Resources: {
      Policy: {
        Type: 'AWS::CloudFront::ResponseHeadersPolicy',
        Properties: {
          ResponseHeadersPolicyConfig: {
            Name: 'cors',
            CorsConfig: {
              AccessControlAllowOrigins: { Items: ['https://app.example.com'] }, AccessControlAllowMethods: { Items: ['GET'] }, AccessControlAllowHeaders: { Items: ['X-Trace'] },
              AccessControlAllowCredentials: false, OriginOverride: true,
            },
          },
        },
      },
      Distribution: {
        Type: 'AWS::CloudFront::Distribution',
        Properties: {
          DistributionConfig: {
            Enabled: true, Origins: [{ Id: 'a', DomainName: 'the-assets.s3.eu-west-1.amazonaws.com', S3OriginConfig: {}, OriginAccessControlId: 'E1' }],
            DefaultCacheBehavior: {
              TargetOriginId: 'a', ViewerProtocolPolicy: 'https-only', AllowedMethods: ['GET', 'HEAD', 'OPTIONS'], CachePolicyId: '658327ea-f89d-4fab-a63d-7e88639e58f6',
              OriginRequestPolicyId: '88a5eaf4-2fd4-4709-b370-b4c650ea3fcf', ResponseHeadersPolicyId: { Ref: 'Policy' },
            },
          },
        },
      },
    },
  }));

  test('the bucket without rules is found behind the distribution of another file', () => {
    expect(findings(delivery).map(({ rule }) => rule)).not.toContain('bucket-cors-missing');
    expect(findings(bucket, delivery).find(({ rule }) => rule === 'bucket-cors-missing')).toMatchObject({ file: bucket, resource: 'Assets' });
  });

  test('a folder is what is in it', () => {
    expect(findings(join(folder, 'system'))).toEqual(findings(bucket, delivery));
  });

  test('cdk.out: findings name the construct, and stacks are linked', () => {
    const app = new App({ outdir: join(folder, 'cdk.out') });
    const storage = new Bucket(new Stack(app, 'Storage'), 'Files', { cors: [{ allowedOrigins: ['https://app.example.com'], allowedMethods: [HttpMethods.GET] }] });
    const web = new Stack(app, 'Web');
    new cloudfront.Distribution(web, 'Cdn', { defaultBehavior: { origin: S3BucketOrigin.withBucketDefaults(storage) } });
    new CorsAssetDistribution(web, 'Right', { allowedOrigins: ['https://app.example.com'] });
    app.synth();
    const found = findings(join(folder, 'cdk.out'));
    expect(found.find(({ rule }) => rule === 'origin-not-forwarded')).toMatchObject({ construct: 'Web/Cdn/Resource', severity: 'error' });
    expect(JSON.stringify(found)).not.toContain('Web/Right');
  });
});

describe('input that cannot be used is told, and the rest is judged', () => {
  const cases: readonly (readonly [string, string, RegExp])[] = [
    ['a file that is not there', join(folder, 'nowhere.yaml'), /nowhere\.yaml does not exist; name a CloudFormation template/],
    ['a folder without templates', mkdtempSync(join(folder, 'empty-')), /has no template .* in it; name the folder that cdk synth writes/],
    ['broken JSON', file('broken.json', '{ "Resources": '), /broken\.json/],
    ['broken YAML', file('broken.yaml', 'Resources: [}'), /broken\.yaml/],
    ['a list', file('list.json', '[]'), /list\.json is not a CloudFormation template: the top level is a list, not an object; write an object with a Resources section/],
    ['no resources', file('none.yaml', 'Outputs: {}'), /none\.yaml is not a CloudFormation template: it has no Resources section/],
    ['a loop that only CloudFormation unrolls', file('loop.yaml', 'Resources:\n  Fn::ForEach::Buckets: [Name, [A], { "B${Name}": { Type: AWS::S3::Bucket } }]\n'), /Fn::ForEach generates resources at deployment/],
  ];

  test.each(cases)('%s', (_, path, text) => {
    const { exitCode, stdout, stderr } = run(['check', path, wrong]);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(text);
    expect(stderr?.split('\n').every((line) => line.startsWith('cdk-cors check: '))).toBe(true);
    expect(stdout).toContain('ERROR options-not-allowed');
  });

  test('all of them at once', () => {
    expect(run(['check', ...cases.map(([, path]) => path)]).stderr?.split('\n').length).toBeGreaterThanOrEqual(cases.length);
  });
});
