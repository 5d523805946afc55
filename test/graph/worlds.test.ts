import { premiseText } from '../../lib/graph/types/premise-text';
import { readTemplates } from '../../lib/graph/readers/templates';
import { exploreWorlds, WORLD_LIMIT } from '../../lib/graph/intrinsics/worlds';
import { resource } from './reading';

const read = (template: Record<string, unknown>) => readTemplates([{ name: 'Web', template }]);
const equals = (left: unknown, right: unknown) => ({ 'Fn::Equals': [left, right] });
const STAGE = { Ref: 'Stage' };
const bucket = (condition: string) => resource('AWS::S3::Bucket', {}, { Condition: condition });

/** Which buckets exist in which world. */
const bucketsByWorld = (template: Record<string, unknown>) =>
  read(template).worlds.map((world) => `${world.premises.map(premiseText).join(', ')}: ${world.buckets.map((each) => each.address.logicalId).join()}`);

describe('a public grant in the branch that is not deployed is a false alarm, one in a branch that may be is not', () => {
  test.each<[string, unknown, boolean]>([
    ['equal', equals('a', 'a'), true],
    ['different', equals('a', 'b'), false],
    ['number and text', equals(1, '1'), true],
    ['not', { 'Fn::Not': [equals('dev', 'dev')] }, false],
    ['and', { 'Fn::And': [equals(1, 1), equals(1, 2)] }, false],
    ['or', { 'Fn::Or': [equals(1, 2), equals(1, 1)] }, true],
    ['another condition', { Condition: 'Other' }, true],
    ['the same open value', equals({ Ref: 'AWS::Region' }, { 'Fn::Sub': '${AWS::Region}' }), true],
  ])('decided: %s', (_name, condition, holds) => {
    const { worlds } = read({
      Parameters: { Stage: { Type: 'String', Default: 'dev' } },
      Conditions: { C: condition, Other: equals('x', 'x') },
      Resources: { Bucket: bucket('C') },
    });
    expect(worlds).toHaveLength(1);
    expect(worlds[0]?.premises).toEqual([]);
    expect(worlds[0]?.buckets).toHaveLength(holds ? 1 : 0);
    expect(worlds[0]?.buckets[0]?.address.condition).toBe(holds ? 'C' : undefined);
  });

  test('an open condition is read both ways', () => {
    expect(
      bucketsByWorld({ Parameters: { Stage: { Type: 'String' } }, Conditions: { Prod: equals(STAGE, 'prod') }, Resources: { B: bucket('Prod') } }),
    ).toEqual(['⟨Web.Stage⟩ is not prod: ', '⟨Web.Stage⟩ is prod: B']);
  });

  describe('a default is only what is taken when nobody chooses', () => {
    const stage = (more: Record<string, unknown> = {}) => ({ Parameters: { Stage: { Type: 'String', Default: 'dev', ...more } } });
    const Prod = equals(STAGE, 'prod');

    test('so both sides of a condition on it are read, the default first', () => {
      expect(bucketsByWorld({ ...stage(), Conditions: { Prod }, Resources: { B: bucket('Prod') } })).toEqual([
        '⟨Web.Stage⟩ is dev: ', '⟨Web.Stage⟩ is not dev, ⟨Web.Stage⟩ is not prod: ', '⟨Web.Stage⟩ is not dev, ⟨Web.Stage⟩ is prod: B',
      ]);
    });

    test('the only other allowed value is known, wherever the parameter is used', () => {
      const { worlds } = read({
        ...stage({ AllowedValues: ['dev', 'prod'] }), Conditions: { Prod },
        Resources: { B: resource('AWS::S3::Bucket', { BucketName: { 'Fn::Sub': 'site-${Stage}' } }), C: bucket('Prod') },
      });
      expect(worlds.map((world) => world.buckets.map(({ name }) => name))).toEqual([['site-dev'], ['site-prod', '⟨Web.C⟩']]);
    });

    test('one that no condition asks for stays as it is', () => {
      const named = { B: resource('AWS::S3::Bucket', { BucketName: { Ref: 'Stage' } }) };
      expect(read({ ...stage(), Resources: named }).worlds.map(({ buckets }) => buckets[0]?.name)).toEqual(['dev']);
    });

    test('a value that is given narrows to one world', () => {
      const template = { ...stage(), Conditions: { Prod }, Resources: { B: bucket('Prod') } };
      const { worlds } = readTemplates([{ name: 'Web', template, parameters: { Stage: 'prod' } }]);
      expect(worlds.map(({ buckets, premises }) => [buckets.length, premises])).toEqual([[1, []]]);
    });

    test('a nested stack has what its parent passes, or the default for certain', () => {
      const child = { ...stage(), Conditions: { Prod }, Resources: { B: bucket('Prod') } };
      const parent = { Resources: { Child: resource('AWS::CloudFormation::Stack', {}) } };
      expect(readTemplates([{ name: 'Web', template: parent, nested: { Child: 'Child' } }, { name: 'Child', template: child }]).worlds).toHaveLength(1);
    });
  });

  test('what equals one value equals no other, so no world is impossible', () => {
    expect(
      bucketsByWorld({
        Parameters: { Stage: { Type: 'String' } },
        Conditions: { Prod: equals(STAGE, 'prod'), Dev: equals('dev', STAGE), NotProd: { 'Fn::Not': [{ Condition: 'Prod' }] } },
        Resources: { P: bucket('Prod'), D: bucket('Dev'), N: bucket('NotProd') },
      }),
    ).toEqual([
      '⟨Web.Stage⟩ is not prod, ⟨Web.Stage⟩ is not dev: N',
      '⟨Web.Stage⟩ is prod: P',
      '⟨Web.Stage⟩ is not prod, ⟨Web.Stage⟩ is dev: D,N',
    ]);
  });

  test('allowed values bound what a parameter may be', () => {
    expect(
      bucketsByWorld({
        Parameters: { Stage: { Type: 'String', AllowedValues: ['prod', 'dev'] } },
        Conditions: { Prod: equals(STAGE, 'prod'), Dev: equals(STAGE, 'dev'), Test: equals(STAGE, 'test') },
        Resources: { P: bucket('Prod'), D: bucket('Dev'), T: bucket('Test') },
      }),
    ).toEqual(['⟨Web.Stage⟩ is not prod: D', '⟨Web.Stage⟩ is prod: P']);
  });

  test('a condition on what does not decide delivery opens no world', () => {
    const conditions = { Conditions: { Open: equals({ Ref: 'AWS::Region' }, 'cn-north-1') } };
    const tags = [{ Key: 'k', Value: { 'Fn::If': ['Open', 'a', 'b'] } }];
    expect(read({ ...conditions, Resources: { M: resource('AWS::CDK::Metadata', {}, { Condition: 'Open' }), B: resource('AWS::S3::Bucket', { Tags: tags }) } }).worlds).toHaveLength(1);
    expect(read({ ...conditions, Resources: { B: resource('AWS::S3::Bucket', { AccessControl: { 'Fn::If': ['Open', 'Private', 'PublicRead'] } }) } }).worlds).toHaveLength(2);
  });

  test('a branch with NoValue removes the property', () => {
    const { worlds } = read({
      Parameters: { Stage: { Type: 'String' } },
      Conditions: { Cors: equals(STAGE, 'x') },
      Resources: {
        B: resource('AWS::S3::Bucket', { CorsConfiguration: { 'Fn::If': ['Cors', { CorsRules: [{ AllowedOrigins: ['*'], AllowedMethods: ['GET'] }] }, { Ref: 'AWS::NoValue' }] } }),
      },
    });
    expect(worlds.map((world) => world.buckets[0]?.cors)).toEqual([
      { known: true, value: undefined },
      { known: true, value: [{ allowedOrigins: ['*'], allowedMethods: ['GET'] }] },
    ]);
  });

  test('a condition that cannot be read at all is read both ways', () => {
    expect(bucketsByWorld({ Conditions: { C: { 'Fn::Contains': [['a'], 'b'] } }, Resources: { B: bucket('C') } })).toEqual([
      'condition C of stack Web is not true: ',
      'condition C of stack Web is true: B',
    ]);
  });

  test('worlds are bounded, and it is said when some were left out', () => {
    const names = Array.from({ length: 12 }, (_, index) => `P${String(index)}`);
    const graphs = read({
      Parameters: Object.fromEntries(names.map((name) => [name, { Type: 'String' }])),
      Conditions: Object.fromEntries(names.map((name) => [name, equals({ Ref: name }, 'x')])),
      Resources: Object.fromEntries(names.map((name) => [`B${name}`, bucket(name)])),
    });
    expect(graphs.worlds).toHaveLength(WORLD_LIMIT);
    expect(graphs.complete).toBe(false);
    expect(read({ Resources: {} }).complete).toBe(true);
  });

  test('exactly the limit is complete', () => {
    const { results, complete } = exploreWorlds((decide) => [decide('a', '1'), decide('b', '1')], 4);
    expect(results.map(({ result }) => result)).toEqual([[false, false], [true, false], [false, true], [true, true]]);
    expect(complete).toBe(true);
  });
});
