import { readTemplates } from '../../lib/graph/readers/templates';
import type { TemplateInput } from '../../lib/graph/types/template-input';
import { bucketBehind, distribution, only, resource, valueOf } from './reading';

const bucketStack = (outputs: Record<string, unknown>) => ({ Resources: { Bucket: resource('AWS::S3::Bucket', {}) }, Outputs: outputs });
const DOMAIN = { 'Fn::GetAtt': ['Bucket', 'RegionalDomainName'] };
const cdn = (host: unknown, rest: Record<string, unknown> = {}) => ({
  ...rest,
  Resources: {
    D: distribution({ Origins: [{ Id: 'o', DomainName: host, S3OriginConfig: {} }], DefaultCacheBehavior: { TargetOriginId: 'o', ViewerProtocolPolicy: 'https-only' } }),
    ...(rest.Resources as object | undefined),
  },
});
const stackOfBucket = (...inputs: TemplateInput[]) => bucketBehind(only(only(readTemplates(inputs).worlds).distributions)).address.stack;

describe('bucket and distribution mostly live in different templates: the app is judged, not the template', () => {
  test('an export', () => {
    const data = { name: 'Data', template: bucketStack({ O: { Value: DOMAIN, Export: { Name: { 'Fn::Sub': '${AWS::StackName}-domain' } } } }), stackName: 'data-prod' };
    expect(stackOfBucket(data, { name: 'Cdn', template: cdn({ 'Fn::ImportValue': 'data-prod-domain' }) })).toBe('Data');
    const parameters = { Parameters: { Network: { Type: 'String', Default: 'data-prod' } } };
    expect(stackOfBucket(data, { name: 'Cdn', template: cdn({ 'Fn::ImportValue': { 'Fn::Sub': '${Network}-domain' } }, parameters) })).toBe('Data');
  });

  test('one export name in two regions is the one of the importing region', () => {
    const template = bucketStack({ O: { Value: DOMAIN, Export: { Name: 'domain' } } });
    const [east, west] = ['us-east-1', 'us-west-2'].map((region) => ({ name: `Data-${region}`, template, region }));
    const importer = { name: 'Cdn', template: cdn({ 'Fn::ImportValue': 'domain' }), region: 'us-west-2' };
    expect(stackOfBucket(east as TemplateInput, west as TemplateInput, importer)).toBe('Data-us-west-2');
  });

  test('a weak reference names stack and output', () => {
    const host = { 'Fn::GetStackOutput': { StackName: 'data', Region: { Ref: 'AWS::Region' }, OutputName: 'O' } };
    expect(stackOfBucket({ name: 'Data', stackName: 'data', template: bucketStack({ O: { Value: DOMAIN } }) }, { name: 'Cdn', template: cdn(host) })).toBe('Data');
  });

  test('a weak reference finds the stack of its region, and no nested stack of that name', () => {
    const template = bucketStack({ O: { Value: DOMAIN } });
    const host = { 'Fn::GetStackOutput': { StackName: 'data', Region: 'us-west-2', OutputName: 'O' } };
    const parent = { Resources: { N: resource('AWS::CloudFormation::Stack', {}) } };
    expect(
      stackOfBucket(
        { name: 'Parent', template: parent, nested: { N: 'child' } },
        { name: 'child', stackName: 'data', template },
        { name: 'East', stackName: 'data', region: 'us-east-1', template },
        { name: 'West', stackName: 'data', region: 'us-west-2', template },
        { name: 'Cdn', template: cdn(host) },
      ),
    ).toBe('West');
  });

  test('an output that a condition leaves out yields no bucket', () => {
    const data = { ...bucketStack({ O: { Value: DOMAIN, Condition: 'Never', Export: { Name: 'o' } } }), Conditions: { Never: { 'Fn::Equals': [1, 2] } } };
    const { distributions } = only(readTemplates([{ name: 'Data', template: data }, { name: 'Cdn', template: cdn({ 'Fn::ImportValue': 'o' }) }]).worlds);
    expect(only(valueOf(only(distributions).origins)).target).toEqual({
      kind: 'unknown',
      reason: 'the host output O of stack Data is left out by condition Never is only decided at deployment',
    });
  });

  test('the CDK carries references across regions through a pair of custom resources', () => {
    const exported = '/cdk/exports/Cdn/Domain';
    const writer = resource('Custom::CrossRegionExportWriter', { WriterProps: { exports: { [exported]: DOMAIN } } });
    const data = { Resources: { Bucket: resource('AWS::S3::Bucket', {}), Writer: writer } };
    const reader = { Resources: { Reader: resource('Custom::CrossRegionExportReader', {}) } };
    expect(
      stackOfBucket(
        { name: 'Data', template: data, region: 'eu-central-1' },
        { name: 'Cdn', template: cdn({ 'Fn::GetAtt': ['Reader', exported] }, reader), region: 'us-east-1' },
      ),
    ).toBe('Data');
  });

  test('a literal bucket name', () => {
    const data = { Resources: { Bucket: resource('AWS::S3::Bucket', { BucketName: 'assets' }) } };
    expect(stackOfBucket({ name: 'Data', template: data }, { name: 'Cdn', template: cdn('assets.s3.amazonaws.com') })).toBe('Data');
  });

  test('two deployments of one app, each with the bucket name: each keeps to its own', () => {
    const template = cdn('assets.s3.amazonaws.com', { Resources: { Bucket: resource('AWS::S3::Bucket', { BucketName: 'assets' }) } });
    const { distributions } = only(readTemplates([{ name: 'Dev', template }, { name: 'Prod', template }]).worlds);
    expect(distributions.map((each) => bucketBehind(each).address.stack)).toEqual(['Dev', 'Prod']);
  });

  test('a nested stack passes its bucket up through an output, and one takes it down through a parameter', () => {
    const parent = {
      Resources: {
        Data: resource('AWS::CloudFormation::Stack', {}),
        Cdn: resource('AWS::CloudFormation::Stack', { Parameters: { Host: { 'Fn::GetAtt': ['Data', 'Outputs.O'] } } }),
      },
    };
    expect(
      stackOfBucket(
        { name: 'Parent', template: parent, nested: { Data: 'data.json', Cdn: 'cdn.json' } },
        { name: 'data.json', template: bucketStack({ O: { Value: DOMAIN } }) },
        { name: 'cdn.json', template: cdn({ Ref: 'Host' }, { Parameters: { Host: { Type: 'String', Default: 'not-this.example.com' } } }) },
      ),
    ).toBe('Parent/Data');
  });

  test('one template nested twice is two stacks, each with its own parameters and condition', () => {
    const child = { Parameters: { Name: { Type: 'String' } }, Resources: { Bucket: resource('AWS::S3::Bucket', { BucketName: { Ref: 'Name' } }) } };
    const nested = (name: string, rest: Record<string, unknown> = {}) => resource('AWS::CloudFormation::Stack', { Parameters: { Name: name } }, rest);
    const parent = {
      Conditions: { Never: { 'Fn::Equals': [1, 2] } },
      Resources: { A: nested('a'), B: nested('b'), C: nested('c', { Condition: 'Never' }) },
    };
    const { buckets } = only(
      readTemplates([{ name: 'Parent', template: parent, region: 'eu-west-1', nested: { A: 'child', B: 'child', C: 'child' } }, { name: 'child', template: child }]).worlds,
    );
    expect(buckets.map(({ name, address, region }) => [name, address.stack, region])).toEqual([
      ['a', 'Parent/A', { known: true, value: 'eu-west-1' }],
      ['b', 'Parent/B', { known: true, value: 'eu-west-1' }],
    ]);
  });

  test('a template that nests itself ends', () => {
    const template = { Resources: { Self: resource('AWS::CloudFormation::Stack', {}), Bucket: resource('AWS::S3::Bucket', {}) } };
    const [root, self] = [{ name: 'root', template, nested: { Self: 'self' } }, { name: 'self', template, nested: { Self: 'self' } }];
    expect(only(readTemplates([root, self]).worlds).buckets.length).toBeGreaterThan(1);
  });

  test('a list goes through a nested parameter as text with commas', () => {
    const child = {
      Parameters: { Origins: { Type: 'CommaDelimitedList' } },
      Resources: { Bucket: resource('AWS::S3::Bucket', { CorsConfiguration: { CorsRules: [{ AllowedOrigins: { Ref: 'Origins' }, AllowedMethods: ['GET'] }] } }) },
    };
    const parent = { Resources: { N: resource('AWS::CloudFormation::Stack', { Parameters: { Origins: { 'Fn::Join': [',', ['https://a', 'https://b']] } } }) } };
    const { buckets } = only(readTemplates([{ name: 'P', template: parent, nested: { N: 'child' } }, { name: 'child', template: child }]).worlds);
    expect(only(buckets).cors).toMatchObject({ value: [{ allowedOrigins: ['https://a', 'https://b'] }] });
  });

  test('stacks of one name are told apart', () => {
    const template = { Resources: { Bucket: resource('AWS::S3::Bucket', {}) } };
    const { buckets } = only(readTemplates([{ name: 'Web', template }, { name: 'Web', template }]).worlds);
    expect(buckets.map(({ name }) => name)).toEqual(['⟨Web.Bucket⟩', '⟨Web#2.Bucket⟩']);
  });

  test('an address carries the construct path, the file and the condition', () => {
    const template = {
      Conditions: { Yes: { 'Fn::Equals': [1, 1] } },
      Resources: { Bucket: resource('AWS::S3::Bucket', {}, { Condition: 'Yes', Metadata: { 'aws:cdk:path': 'App/Bucket/Resource' } }) },
    };
    expect(only(only(readTemplates([{ name: 'Web', template, file: 'web.json' }]).worlds).buckets).address).toEqual({
      stack: 'Web',
      logicalId: 'Bucket',
      type: 'AWS::S3::Bucket',
      constructPath: 'App/Bucket/Resource',
      file: 'web.json',
      condition: 'Yes',
    });
  });
});
