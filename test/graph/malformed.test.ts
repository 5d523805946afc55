import fc from 'fast-check';
import { readTemplates } from '../../lib/graph/readers/templates';
import { holds } from '../drawing';

describe('a check that crashes on a strange template is switched off, so nothing in one may throw', () => {
  test.each<[unknown, string]>([
    [undefined, 'the top level is empty'],
    [null, 'the top level is empty'],
    ['text', 'the top level is a string'],
    [[], 'the top level is a list'],
    [{}, 'it has no Resources section'],
    [{ Resources: [] }, 'Resources is a list, not an object'],
    [{ Resources: 3 }, 'Resources is a number, not an object'],
  ])('%j is a problem with a way out', (template, message) => {
    const { problems, worlds } = readTemplates([{ name: 'Web', template, file: 'web.json' }]);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.where).toBe('web.json');
    expect(problems[0]?.message).toContain(message);
    expect(problems[0]?.fix).not.toBe('');
    expect(worlds).toHaveLength(1);
  });

  test('the other templates are still read', () => {
    const good = { Resources: { B: { Type: 'AWS::S3::Bucket' } } };
    const { problems, worlds } = readTemplates([{ name: 'bad', template: 1 }, { name: 'good', template: good }]);
    expect(problems).toHaveLength(1);
    expect(worlds[0]?.buckets).toHaveLength(1);
  });

  test('resources that a macro generates are reported as not seen', () => {
    const { problems } = readTemplates([{ name: 'Web', template: { Resources: { 'Fn::ForEach::Buckets': ['x', ['a'], {}], 'Fn::Transform': {} } } }]);
    expect(problems.map(({ where }) => where)).toEqual(['Web, Resources.Fn::ForEach::Buckets', 'Web, Resources.Fn::Transform']);
  });

  const intrinsic = fc.constantFrom('Ref', 'Fn::GetAtt', 'Fn::Sub', 'Fn::Join', 'Fn::Select', 'Fn::Split', 'Fn::If', 'Fn::FindInMap', 'Fn::ImportValue', 'Fn::GetStackOutput', 'Fn::Transform', 'Fn::Equals', 'Fn::Not', 'Fn::And', 'Fn::Or', 'Condition');
  const name = fc.constantFrom('A', 'B', 'C', 'P', 'AWS::NoValue', 'AWS::Region', '${A.Arn}-${P}', '__proto__', 'constructor', 's3.amazonaws.com', '*', 'x');
  const key = fc.constantFrom(
    'DistributionConfig', 'Origins', 'DefaultCacheBehavior', 'CacheBehaviors', 'ForwardedValues', 'DomainName', 'Id', 'TargetOriginId', 'CachePolicyId', 'S3OriginConfig',
    'CorsConfiguration', 'CorsRules', 'AllowedOrigins', 'AllowedMethods', 'BucketName', 'PolicyDocument', 'Statement', 'Principal', 'Condition', 'ResponseHeadersPolicyConfig', 'CorsConfig', 'Items', 'OriginGroups', 'BucketEncryption',
  );
  const value = fc.letrec<{ any: unknown }>((tie) => ({
    any: fc.oneof(
      { maxDepth: 6 },
      name,
      fc.jsonValue({ maxDepth: 1 }),
      fc.array(tie('any'), { maxLength: 3 }),
      fc.dictionary(key, tie('any'), { maxKeys: 5 }),
      fc.tuple(intrinsic, tie('any')).map(([fn, argument]) => ({ [fn]: argument })),
    ),
  })).any;
  const type = fc.constantFrom('AWS::CloudFront::Distribution', 'AWS::S3::Bucket', 'AWS::S3::BucketPolicy', 'AWS::KMS::Key', 'AWS::KMS::Alias', 'AWS::CloudFormation::Stack', 'AWS::CloudFront::CachePolicy', 'AWS::CloudFront::OriginRequestPolicy', 'AWS::CloudFront::ResponseHeadersPolicy', 'AWS::CloudFront::OriginAccessControl', 'Custom::CrossRegionExportReader');
  const section = (content: fc.Arbitrary<unknown>) => fc.oneof({ weight: 5, arbitrary: fc.dictionary(fc.constantFrom('A', 'B', 'C', 'P', '__proto__'), content, { maxKeys: 3 }) }, { weight: 1, arbitrary: value });
  const template = fc.record(
    {
      Resources: section(fc.oneof(value, fc.record({ Type: type, Properties: value, Condition: fc.oneof(fc.constant('C'), value) }, { requiredKeys: ['Type'] }))),
      Parameters: section(value),
      Conditions: section(value),
      Mappings: section(value),
      Outputs: section(value),
    },
    { requiredKeys: [] },
  );

  test('reading any JSON value as a template never throws', () => {
    holds('any-template',
      fc.property(fc.oneof(fc.jsonValue(), template), fc.oneof(fc.jsonValue(), template), (first, second) => {
        const { worlds } = readTemplates([{ name: 'One', template: first, nested: { A: 'Two' } }, { name: 'Two', template: second }]);
        expect(worlds.length).toBeGreaterThan(0);
      }),
      2_000,
    );
  });

  test('reading is a function: the same templates give the same graph', () => {
    holds('same-templates',
      fc.property(template, (any) => {
        expect(readTemplates([{ name: 'Web', template: any }])).toEqual(readTemplates([{ name: 'Web', template: structuredClone(any) }]));
      }),
      200,
    );
  });
});
