import fs, { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadTemplateFile, templateFileInputs } from '../../lib/graph/sources/template-files';
import { readTemplateFile, readTemplateFiles } from './template-file';
import type { DeliveryGraph } from '../../lib/graph/types';
import { bucketBehind, distribution, only, resource, valueOf } from './reading';

const SITE = join(__dirname, 'templates', 'site.yaml');

function folderWith(files: Record<string, unknown>): string {
  const folder = mkdtempSync(join(tmpdir(), 'templates-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return folder;
}

describe('stacks written by hand are YAML with short-form intrinsics, and need checking most', () => {
  test('a SAM template', () => {
    const { worlds, problems } = readTemplateFile(SITE);
    expect(problems).toEqual([]);
    // Stage is dev, which is its default, in the first
    const [graph] = worlds as [DeliveryGraph];
    const site = only(graph.distributions);
    const bucket = bucketBehind(site);
    expect(bucket).toMatchObject({
      name: 'site-dev',
      address: { stack: 'site', logicalId: 'Bucket', file: SITE },
      cors: {
        value: [
          { allowedOrigins: ['https://a.example.com', 'https://b.example.com'], allowedMethods: ['GET', 'HEAD'], maxAgeSeconds: 3000 },
          { allowedOrigins: ['https://c.example.com'], allowedMethods: ['GET', 'HEAD'] },
        ],
      },
    });
    expect(only(valueOf(only(bucket.policies).statements))).toMatchObject({
      resources: { value: { values: ['arn:aws:s3:::site-dev/*'] } },
      conditions: { value: [{ operator: 'StringEquals', key: 'AWS:SourceArn', values: [site.arn] }] },
    });
    expect(only(valueOf(site.behaviors))).toMatchObject({ compress: { value: true }, allowedMethods: { value: ['GET', 'HEAD', 'OPTIONS'] } });
  });

  test('the dates of CloudFormation are texts', () => {
    const loaded = loadTemplateFile(SITE);
    expect('template' in loaded ? loaded.template : loaded.problem).toMatchObject({ AWSTemplateFormatVersion: '2010-09-09' });
  });

  test('aliases that multiply, or contain themselves, end in a problem', () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]', ...['b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefg'.charAt(index)}`).join(', ')}]`)];
    for (const text of [bomb.join('\n'), 'Resources: &r\n  A: *r\n']) {
      const { problems } = readTemplateFile(join(folderWith({ 'bomb.yaml': text }), 'bomb.yaml'));
      expect(only(problems).message).toContain('multiply without end');
    }
  });

  test('without the optional package, YAML is a problem that says what to install, and JSON is read', () => {
    const loaded = loadTemplateFile(SITE, () => undefined);
    expect('problem' in loaded ? loaded.problem : undefined).toEqual({
      where: SITE,
      message: 'is YAML, and the package "yaml" that reads it is not installed',
      fix: 'npm install yaml@2.9.1, or pass the template as JSON',
    });
    expect(loadTemplateFile(join(folderWith({ 'a.json': '\ufeff { "Resources": {} }' }), 'a.json'), () => undefined)).toEqual({ template: { Resources: {} } });
  });

  test.each([
    ['broken.json', '{ "Resources": ', 'is not valid JSON'],
    ['broken.yaml', 'Resources:\n  - "open', 'is not valid YAML'],
    ['list.yaml', '- a', 'the top level is a list'],
    ['empty.yaml', '', 'the top level is empty'],
    ['serverless.yml', 'service: site\nprovider: { name: aws }\nresources: { Resources: {} }', 'a configuration of the Serverless Framework'],
  ])('%s is a problem', (name, text, message) => {
    const file = join(folderWith({ [name]: text }), name);
    const { problems } = readTemplateFile(file);
    expect(only(problems)).toMatchObject({ where: file, message: expect.stringContaining(message) as string });
  });

  test('a file that is not there is a problem, and the others are read', () => {
    const { problems, worlds } = readTemplateFiles(['/nowhere/t.json', SITE]);
    expect(only(problems).where).toBe('/nowhere/t.json');
    expect(worlds[0]?.distributions).toHaveLength(1);
  });
});

describe('YAML is read as CloudFormation reads it', () => {
  const read = (text: string) => loadTemplateFile(join(folderWith({ 't.yaml': text }), 't.yaml'));

  // Each as PyYAML 6.0.3 reads it, which the AWS CLI and cfn-lint use
  test.each<[string, string, unknown]>([
    ['a quoted text goes on at the column of its key', 'A:\n  D: "Whether the site\n  is served\n\n  from the edge."\n  E: 1\n', { D: 'Whether the site is served\nfrom the edge.', E: 1 }],
    ['a quoted text goes on at the left margin', "A:\n  D: 'Whether\nit is'\n  E: 1\n", { D: 'Whether it is', E: 1 }],
    ['a bracket closes at the column of its key', "A:\n  B: !Join [ '-', [\n    a,\n    !Ref B\n  ]]\n  C: 1\n", { B: { 'Fn::Join': ['-', ['a', { Ref: 'B' }]] }, C: 1 }],
    ['items and brackets stand left of their key', 'A:\n    B: [\n  a,\nb\n]\n    C: {\n  x: [1,\n  2\n  ]\n  }\n', { B: ['a', 'b'], C: { x: [1, 2] } }],
    ['y and n are texts', 'A:\n  y: N\n  n: y\n', { y: 'N', n: 'y' }],
  ])('%s', (_, text, expected) => {
    expect(read(text)).toEqual({ template: { A: expected } });
  });

  test.each([
    ['a quote that nothing closes', 'A:\n  D: "open\n  E: 1\n', /Missing closing "quote at line 4, column 1/],
    ['a bracket that nothing closes', 'A:\n  D: [1, 2\n  E: 1\n', /line 3, column 3/],
    ['a key that stands too far to the right', 'A:\n  D: 1\n   E: 1\n', /line 2, column 6/],
  ])('%s is a problem that names line and column of what is written', (_, text, message) => {
    expect(read(text)).toMatchObject({ problem: { message: expect.stringMatching(message) as string } });
  });
});

describe('a nested template is read where its parent points', () => {
  const child = { Resources: { Bucket: resource('AWS::S3::Bucket', {}) }, Outputs: { O: { Value: { 'Fn::GetAtt': ['Bucket', 'RegionalDomainName'] } } } };
  const parent = (nested: Record<string, unknown>) => ({
    Resources: {
      N: { Type: 'AWS::CloudFormation::Stack', ...nested },
      D: distribution({ Origins: [{ Id: 'o', DomainName: { 'Fn::GetAtt': ['N', 'Outputs.O'] } }], DefaultCacheBehavior: { TargetOriginId: 'o' } }),
    },
  });

  test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['asset metadata', { Metadata: { 'aws:asset:path': 'sub/child.json' } }, {}],
    ['a relative TemplateURL', { Properties: { TemplateURL: './sub/child.json' } }, {}],
    ['a SAM application', { Type: 'AWS::Serverless::Application', Properties: { Location: 'sub/child.json' } }, {}],
    [
      'an asset hash',
      { Properties: { TemplateURL: { 'Fn::Sub': 'https://s3.${AWS::Region}.amazonaws.com/b/0123abc.json' } } },
      { 'P.assets.json': { files: { '0123abc': { source: { path: 'sub/child.json' } } } }, 'Q.assets.json': 'no json' },
    ],
  ])('%s', (_name, nested, others) => {
    const folder = folderWith({ 'parent.template.json': parent(nested), 'sub/child.json': child, ...others });
    const { worlds, problems } = readTemplateFiles([join(folder, 'parent.template.json'), join(folder, 'sub/child.json')]);
    expect(problems).toEqual([]);
    expect(bucketBehind(only(only(worlds).distributions)).address).toMatchObject({ stack: 'parent/N', file: join(folder, 'sub/child.json') });
    expect(only(worlds).buckets).toHaveLength(1);
  });

  test('a nested template elsewhere leaves the origin unknown', () => {
    const folder = folderWith({ 'parent.json': parent({ Properties: { TemplateURL: 'https://example.com/child.json' } }) });
    const { worlds } = readTemplateFile(join(folder, 'parent.json'));
    expect(only(valueOf(only(only(worlds).distributions).origins)).target).toEqual({
      kind: 'unknown',
      reason: 'the host parent.N.Outputs.O is only decided at deployment',
    });
  });

  test('a nested template that is not on disk is no problem of its own', () => {
    const folder = folderWith({ 'parent.json': parent({ Properties: { TemplateURL: './not-built-yet.json' } }) });
    expect(readTemplateFile(join(folder, 'parent.json')).problems).toEqual([]);
  });

  test('files of one name are told apart', () => {
    const folder = folderWith({ 'a/t.json': child, 'b/t.json': child });
    const { worlds } = readTemplateFiles([join(folder, 'a/t.json'), join(folder, 'b/t.json')]);
    expect(only(worlds).buckets.map(({ address }) => address.stack)).toEqual(['t', join(folder, 'b/t.json')]);
  });
});

test('the manifest beside many templates tells of all of them, and is read once', () => {
  const stacks = Array.from({ length: 20 }, (_, index) => `Web${String(index)}`);
  const artifacts = Object.fromEntries(stacks.map((name) => [name, { type: 'aws:cloudformation:stack', environment: 'aws://111111111111/eu-central-1', properties: { templateFile: `${name}.template.json` } }]));
  const folder = folderWith({ 'manifest.json': { artifacts }, ...Object.fromEntries(stacks.map((name) => [`${name}.template.json`, { Resources: {} }])) });
  const reads = jest.spyOn(fs, 'readFileSync');
  try {
    const { inputs } = templateFileInputs(stacks.map((name) => join(folder, `${name}.template.json`)));
    expect(inputs.map(({ account }) => account)).toEqual(stacks.map(() => '111111111111'));
    expect(reads.mock.calls.filter(([file]) => file === join(folder, 'manifest.json')).length).toBe(1);
  } finally {
    reads.mockRestore();
  }
});
