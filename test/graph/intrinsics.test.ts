import { readTemplates } from '../../lib/graph/readers/templates';
import { isSymbolic, symbol, symbolsIn } from '../../lib/graph/types/symbolic-text';
import { only, readOne, reasonOf, resource, valueOf } from './reading';

/** The value in question stands where symbolic text is allowed: the name of a response headers policy. */
const nameOf = (value: unknown, template: Record<string, unknown> = {}, region?: string) => {
  const policy = resource('AWS::CloudFront::ResponseHeadersPolicy', { ResponseHeadersPolicyConfig: { Name: value } });
  const { Resources, ...sections } = template;
  return only(readOne({ ...sections, Resources: { ...(Resources as object), Policy: policy } }, region).responseHeadersPolicies).name;
};

describe('real templates name nothing literally: a link is lost wherever an intrinsic function is not followed', () => {
  const template = {
    Parameters: {
      Stage: { Type: 'String', Default: 'dev' },
      Open: { Type: 'String' },
      Ssm: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/path/of/parameter' },
      List: { Type: 'CommaDelimitedList', Default: 'a, b' },
      Count: { Type: 'Number', Default: 3 },
    },
    Mappings: { Names: { dev: { cdn: 'mapped' } } },
    Conditions: { Yes: { 'Fn::Equals': [{ 'Fn::Sub': 'yes' }, 'yes'] } },
    Resources: { Bucket: resource('AWS::S3::Bucket', { BucketName: { 'Fn::Sub': 'assets-${Stage}' } }), Unnamed: resource('AWS::S3::Bucket', {}), Other: resource('Custom::Thing', {}) },
  };

  test.each<[unknown, string]>([
    ['plain', 'plain'],
    [12, '12'],
    [{ Ref: 'Stage' }, 'dev'],
    [{ Ref: 'Count' }, '3'],
    [{ Ref: 'Open' }, '⟨Web.Open⟩'],
    [{ Ref: 'Ssm' }, '⟨Web.Ssm⟩'],
    [{ Ref: 'Bucket' }, 'assets-dev'],
    [{ Ref: 'Other' }, '⟨Web.Other⟩'],
    [{ Ref: 'AWS::Partition' }, 'aws'],
    [{ Ref: 'AWS::Region' }, '⟨AWS::Region⟩'],
    [{ Ref: 'AWS::StackName' }, '⟨Web.AWS::StackName⟩'],
    [{ 'Fn::GetAtt': ['Other', 'A.B'] }, '⟨Web.Other.A.B⟩'],
    [{ 'Fn::GetAtt': 'Other.A.B' }, '⟨Web.Other.A.B⟩'],
    [{ 'Fn::Join': ['-', ['a', { Ref: 'Stage' }, 1]] }, 'a-dev-1'],
    [{ 'Fn::Join': ['-', { Ref: 'List' }] }, 'a-b'],
    [{ 'Fn::Join': ['-', ['a', { Ref: 'AWS::NoValue' }, 'b']] }, 'a-b'],
    [{ 'Fn::Sub': '${Stage}/${!Literal}/${Bucket.Arn}/${Other.X}' }, 'dev/${Literal}/arn:aws:s3:::assets-dev/⟨Web.Other.X⟩'],
    [{ 'Fn::Sub': ['${Stage}-${V}', { V: { Ref: 'Bucket' }, Stage: 'own' }] }, 'own-assets-dev'],
    [{ 'Fn::Select': [1, ['a', 'b']] }, 'b'],
    [{ 'Fn::Select': ['0', { Ref: 'List' }] }, 'a'],
    [{ 'Fn::Select': [5, { 'Fn::Split': [':', { 'Fn::GetAtt': ['Bucket', 'Arn'] }] }] }, 'assets-dev'],
    [{ 'Fn::Select': [5, { 'Fn::Split': [':', { 'Fn::GetAtt': ['Unnamed', 'Arn'] }] }] }, '⟨Web.Unnamed⟩'],
    [{ 'Fn::Select': [1, { 'Fn::Split': ['/', { 'Fn::Sub': 'a/${AWS::Region}/b' }] }] }, '⟨AWS::Region⟩'],
    [{ 'Fn::FindInMap': ['Names', { Ref: 'Stage' }, 'cdn'] }, 'mapped'],
    [{ 'Fn::FindInMap': ['Names', 'prod', 'cdn', { DefaultValue: 'd' }] }, 'd'],
    [{ 'Fn::If': ['Yes', { 'Fn::Sub': 'y-${Stage}' }, 'n'] }, 'y-dev'],
    // What the Serverless Framework fills in is open, in a text as in Fn::Sub; IAM's own variables are texts
    ['site-${self:custom.stage}', 'site-⟨self:custom.stage⟩'],
    [{ 'Fn::Sub': 'site-${self:custom.stage}-${Stage}' }, 'site-⟨self:custom.stage⟩-dev'],
    ['home/${aws:username}/*', 'home/${aws:username}/*'],
    [{ 'Fn::ImportValue': 'nobody-exports-this' }, '⟨import nobody-exports-this⟩'],
    [{ Ref: 'AWS::NoValue' }, ''],
  ])('%j is %s', (value, text) => {
    expect(valueOf(nameOf(value, template))).toBe(text);
  });

  test.each<[unknown, string]>([
    [{ 'Fn::Transform': { Name: 'AWS::Include' } }, '⟨Fn::Transform of {Name:AWS::Include} in stack Web⟩'],
    [{ 'Fn::Transform': { Name: 'x' }, Other: 1 }, '⟨Fn::Transform of {Fn::Transform:{Name:x},Other:1} in stack Web⟩'],
    [{ 'Fn::Select': [9, ['a']] }, '⟨Fn::Select without a list and an index into it⟩'],
    [{ 'Fn::Select': [-1, ['a']] }, '⟨Fn::Select without a list and an index into it⟩'],
    [{ 'Fn::Select': [0, { 'Fn::Split': ['/', { 'Fn::GetAtt': ['Other', 'Url'] }] }] }, '⟨Fn::Split of ⟨Web.Other.Url⟩⟩'],
    [{ 'Fn::FindInMap': ['Names', { Ref: 'Open' }, 'cdn'] }, '⟨Fn::FindInMap by (Web.Open) in stack Web⟩'],
    [{ 'Fn::FindInMap': ['Names', 'prod', 'cdn'] }, '⟨Mappings.Names.prod.cdn is not in stack Web⟩'],
    [{ 'Fn::If': ['Undeclared', 'a', 'b'] }, '⟨Fn::If on Undeclared, which stack Web does not declare⟩'],
    [{ 'Fn::Base64': 'x' }, '⟨Fn::Base64 of x in stack Web⟩'],
  ])('%j is known to be open, with the reason', (value, text) => {
    expect(valueOf(nameOf(value, template))).toBe(text.replace('⟨Web.Other.Url⟩⟩', '(Web.Other.Url)⟩'));
  });

  test('a value that is no text is unknown', () => {
    expect(reasonOf(nameOf(['a']))).toBe('Properties.ResponseHeadersPolicyConfig.Name is not a text');
  });

  test('GovCloud is a partition of its own', () => {
    expect(valueOf(nameOf({ Ref: 'AWS::Partition' }, {}, 'us-gov-west-1'))).toBe('aws-us-gov');
  });

  test('the region of the stack decides region, partition and the spelling of hosts', () => {
    const place = { 'Fn::Sub': '${AWS::Region} ${AWS::Partition} ${AWS::URLSuffix} ${Bucket.RegionalDomainName}' };
    expect(valueOf(nameOf(place, { Resources: { Bucket: resource('AWS::S3::Bucket', {}) } }, 'cn-north-1'))).toBe(
      'cn-north-1 aws-cn amazonaws.com.cn ⟨Web.Bucket⟩.s3.cn-north-1.amazonaws.com.cn',
    );
  });

  test('a policy variable of IAM is text, not a symbol', () => {
    expect(isSymbolic('arn:aws:s3:::b/${aws:username}')).toBe(false);
    expect(symbolsIn(`a${symbol('X')}b${symbol('Y.Z')}`)).toEqual(['X', 'Y.Z']);
  });

  test('references that lead back to themselves end', () => {
    const template = {
      Outputs: { O: { Value: { 'Fn::ImportValue': 'o' }, Export: { Name: 'o' } } },
      Conditions: { C: { Condition: 'D' }, D: { 'Fn::Not': [{ Condition: 'C' }] } },
      Resources: {
        A: resource('AWS::S3::Bucket', { BucketName: { Ref: 'B' } }),
        B: resource('AWS::S3::Bucket', { BucketName: { 'Fn::Sub': '${A}' } }),
        E: resource('AWS::S3::Bucket', { BucketName: { 'Fn::If': ['C', 'x', 'y'] } }),
        F: resource('AWS::S3::Bucket', { BucketName: { 'Fn::ImportValue': 'o' } }),
      },
    };
    const { worlds } = readTemplates([{ name: 'Web', template }]);
    expect(worlds.length).toBeGreaterThan(0);
    expect(worlds[0]?.buckets).toHaveLength(4);
  });

  test('nesting without end is given up, not followed', () => {
    let deep: unknown = 'x';
    for (let depth = 0; depth < 5_000; depth++) {
      deep = { 'Fn::Join': ['', [deep]] };
    }
    expect(valueOf(nameOf(deep))).toContain('nested too deeply');
  });
});
