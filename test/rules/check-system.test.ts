/** Deliveries that repeat an earlier one are not judged again: nobody may notice, whatever the mistake and wherever it is repeated. */
import fc from 'fast-check';
import { App, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { build as byHand } from '../../bench/contenders/hand-wired';
import { constructTreeInputs } from '../../lib/graph/sources/construct-tree';
import { isObject } from '../../lib/graph/types/json';
import { readTemplates } from '../../lib/graph/readers/templates';
import { parseReference, splitSub } from '../../lib/graph/intrinsics/references';
import { withoutRepeats } from '../../lib/graph/sources/repeats';
import type { TemplateInput } from '../../lib/graph/types/template-input';
import { installedYaml, parseYamlTemplate } from '../../lib/graph/sources/yaml-template';
import { RULES } from '../../lib/rules/catalogue';
import { checkSystem } from '../../lib/rules/engine/check-system';
import { checkGraphs } from '../../lib/rules/engine/check-graphs';
import { holds } from '../drawing';

type Json = Readonly<Record<string, unknown>>;

function resourcesOf(text: string): Json {
  const yaml = installedYaml();
  const parsed = (yaml ? parseYamlTemplate(text, yaml) : {}) as Json;
  return JSON.parse(JSON.stringify(parsed.Resources ?? parsed), (_, value: unknown) => asTheCdkWrites(value)) as Json;
}

/** People write `Fn::Sub` and `Fn::GetAtt` with a dot, the CDK `Fn::Join` and a list. */
function asTheCdkWrites(value: unknown): unknown {
  const [text, dotted] = isObject(value) ? [value['Fn::Sub'], value['Fn::GetAtt']] : [];
  if (typeof dotted === 'string') {
    const { target, attribute } = parseReference(dotted);
    return { 'Fn::GetAtt': [target, attribute] };
  }
  return typeof text !== 'string' ? value : { 'Fn::Join': ['', splitSub(text).map((part) => {
    if ('text' in part) {
      return part.text;
    }
    const { target, attribute } = parseReference(part.name);
    return attribute === undefined ? { Ref: target } : { 'Fn::GetAtt': [target, attribute] };
  })] };
}

/** The same resources, called otherwise. */
function renamed(resources: Json, suffix: string): Json {
  const ids = Object.keys(resources);
  const written = JSON.stringify(resources, (key, value: unknown) => {
    if (typeof value !== 'string') {
      return value;
    }
    const text = value.replace(/\$\{(\w+)/g, (whole, id: string) => (ids.includes(id) ? `\${${id}${suffix}` : whole));
    const isName = key === 'Ref' || key === 'Fn::GetAtt' || key === '0' || key === 'TargetOriginId' || key === 'Id' || key === 'OriginId';
    const [id = '', ...attribute] = text.split('.');
    return isName && ids.includes(id) ? [`${id}${suffix}`, ...attribute].join('.') : text;
  });
  return Object.fromEntries(Object.entries(JSON.parse(written) as Json).map(([id, resource]) => [`${id}${suffix}`, resource]));
}

function expectSameReport(inputs: readonly TemplateInput[]): void {
  const { findings, unknowns, problems, complete } = checkSystem({ inputs, problems: [] }, checkGraphs).report;
  expect({ findings, unknowns, problems, complete }).toEqual(checkGraphs(readTemplates(inputs)));
}

function omitted(inputs: readonly TemplateInput[]): number {
  const count = (all: readonly TemplateInput[]) => all.reduce((sum, { template }) => sum + Object.keys((template as { Resources: object }).Resources).length, 0);
  return count(inputs) - count(withoutRepeats(inputs).inputs);
}

const EXAMPLES = RULES.flatMap(({ id, example }) => [[`${id}, wrong`, example.wrong], [`${id}, right`, example.right]] as const);

describe('the report on a system that repeats each resource three times is the report of judging them all', () => {
  test.each(EXAMPLES)('%s', (_, text) => {
    const resources = resourcesOf(text);
    expectSameReport([
      { name: 'One', template: { Resources: { ...resources, ...renamed(resources, 'Again') } } },
      { name: 'Two', template: { Resources: resources } },
    ]);
  });

  test('all examples in one system, with much to leave out', () => {
    const inputs = ['One', 'Two'].flatMap((stage) => EXAMPLES.map(([name, text]) => ({ name: `${stage}-${name}`, template: { Resources: resourcesOf(text) } })));
    expect(omitted(inputs)).toBeGreaterThan(300);
    expectSameReport(inputs);
  });
});

/** Three tenants of one app, as the CDK writes them. */
function tenants(): Json {
  const stack = new Stack(new App({ analyticsReporting: false }), 'Tenants');
  ['A', 'B', 'C'].forEach((id) => { byHand(new Construct(stack, id)); });
  return (stack.node.root as App).synth().getStackByName('Tenants').template as Json;
}

describe('what the CDK makes for many tenants', () => {
  const template = tenants();

  test('is judged once, for they differ in names alone', () => {
    expect(omitted([{ name: 'Tenants', template }])).toBe(10);
    expect(omitted([{ name: 'Tenants', template }, { name: 'Again', template }])).toBe(25);
  });

  test('is judged once in the construct tree too', () => {
    const app = new App({ analyticsReporting: false });
    const stack = new Stack(app, 'Tenants');
    ['A', 'B', 'C'].forEach((id) => { byHand(new Construct(stack, id)); });
    const inputs = constructTreeInputs(app);
    expect(omitted(inputs)).toBe(10);
    expectSameReport(inputs);
  });

  test('is judged in each region and account', () => {
    expect(omitted([{ name: 'East', template, region: 'us-east-1' }, { name: 'West', template, region: 'us-west-2' }])).toBe(20);
  });

  const leaves = leavesOf(template.Resources, []);
  const VALUES: readonly unknown[] = [undefined, '*', '', 'https://other.example', 'OPTIONS', true, 0, [], { Ref: 'AWS::NoValue' }, { Ref: 'Elsewhere' },
    { 'Fn::If': ['Prod', 'a', 'b'] }, { 'Fn::ImportValue': 'name' }, { 'Fn::Join': ['', ['a', 'b']] }, { 'Fn::GetAtt': Object.keys(template.Resources as Json)[0] }];

  test('a tenant with a setting of his own is judged by it', () => {
    holds('tenants', fc.property(fc.constantFrom(...leaves), fc.constantFrom(...VALUES), fc.option(fc.constantFrom(...leaves)), (path, value, other) => {
      const changed = [path, ...other === null ? [] : [other]].reduce((sofar, each) => replaced(sofar, ['Resources', ...each], value), template);
      expectSameReport([{ name: 'Tenants', template: changed }, { name: 'Again', template }]);
    }), 150);
  });
});

describe('whatever may be referred to from elsewhere is read', () => {
  const bucket = { Type: 'AWS::S3::Bucket', Properties: {} };
  const CASES: readonly (readonly [string, Json, number])[] = [
    ['equal buckets are repeats', { Resources: { A: bucket, B: bucket } }, 1],
    ['a bucket with a name of its own is none', { Resources: { A: { ...bucket, Properties: { BucketName: 'a' } }, B: { ...bucket, Properties: { BucketName: 'a' } } } }, 0],
    ['nor one with a condition', { Resources: { A: bucket, B: { ...bucket, Condition: 'Prod' } } }, 0],
    ['nor a key, which policies name', { Resources: { A: { Type: 'AWS::KMS::Key' }, B: { Type: 'AWS::KMS::Key' } } }, 0],
    ['nor in a system with nested stacks', { Resources: { A: bucket, B: bucket, N: { Type: 'AWS::CloudFormation::Stack' } } }, 0],
    ['nor with values from another region', { Resources: { A: bucket, B: bucket, N: { Type: 'Custom::CrossRegionExportReader' } } }, 0],
    ['an output that nobody reads keeps nothing', { Resources: { A: bucket, B: bucket }, Outputs: { O: { Value: { Ref: 'B' } } } }, 1],
    ['an output that may be read keeps its bucket', {
      Resources: { A: bucket, B: bucket, P: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { 'Fn::ImportValue': 'b' } } } },
      Outputs: { O: { Value: { Ref: 'B' }, Export: { Name: 'b' } } },
    }, 0],
    ['so does a reference that names the stack', { Resources: { A: bucket, B: bucket, P: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Other|B' } } } } }, 1],
  ];

  test.each(CASES)('%s', (_, template, count) => {
    expect(omitted([{ name: 'Web', template }])).toBe(count);
    expectSameReport([{ name: 'Web', template }]);
  });

  test('a bucket that another stack of the tree refers to', () => {
    const owner = { name: 'Owner', id: 'o', template: { Resources: { A: bucket, B: bucket } } };
    const user = { name: 'User', id: 'u', template: { Resources: { P: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'o|B' } } } } } };
    expect(omitted([owner, user])).toBe(0);
    expectSameReport([owner, user]);
  });

  test('ids of origins that are the same only in one of two distributions', () => {
    const distribution = (target: unknown, member: string) => ({
      Type: 'AWS::CloudFront::Distribution',
      Properties: { DistributionConfig: { Origins: [{ Id: 'o', S3OriginConfig: {} }, { Id: 'p', S3OriginConfig: {} }], OriginGroups: { Items: [{ Id: 'g', Members: { Items: [{ OriginId: member }, { OriginId: 'p' }] } }] }, DefaultCacheBehavior: { TargetOriginId: target } } },
    });
    expect(omitted([{ name: 'Web', template: { Resources: { A: distribution('o', 'o'), B: distribution('q', 'o'), C: distribution('o', 'q') } } }])).toBe(0);
    expect(omitted([{ name: 'Web', template: { Resources: { A: distribution('o', 'o'), B: distribution({ 'Fn::Join': ['', ['o']] }, 'o') } } }])).toBe(0);
  });
});

type Path = readonly string[];

function leavesOf(value: unknown, path: Path): readonly Path[] {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0
    ? Object.entries(value).flatMap(([key, item]) => leavesOf(item, [...path, key]))
    : [path];
}

function replaced<T>(tree: T, [key = '', ...rest]: Path, value: unknown): T {
  if (typeof tree !== 'object' || tree === null) {
    return tree;
  }
  const next: unknown = rest.length === 0 ? value : replaced((tree as Json)[key], rest, value);
  return (Array.isArray(tree) ? tree.map((item: unknown, index) => (String(index) === key ? next : item)) : { ...tree, [key]: next }) as T;
}
