import { App, NestedStack, Stack } from 'aws-cdk-lib';
import { Distribution } from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import fc from 'fast-check';
import { holds } from '../drawing';
import { findResourceCycles } from './cycles';

const resource = (properties: unknown, dependsOn?: unknown) => ({ Type: 'AWS::S3::Bucket', Properties: properties, DependsOn: dependsOn });

describe('a circular dependency is refused by CloudFormation only after cdk synth has passed', () => {
  test.each<[string, Record<string, unknown>, string[][]]>([
    ['no references', { A: resource({}) }, []],
    ['a chain', { A: resource({ X: { Ref: 'B' } }), B: resource({ X: { Ref: 'C' } }), C: resource({}) }, []],
    ['Ref both ways', { A: resource({ X: { Ref: 'B' } }), B: resource({ X: { Ref: 'A' } }) }, [['A', 'B']]],
    ['itself', { A: resource({ X: { Ref: 'A' } }) }, [['A']]],
    ['GetAtt as list', { A: resource({ X: { 'Fn::GetAtt': ['B', 'Arn'] } }), B: resource({}, 'A') }, [['A', 'B']]],
    ['GetAtt as text', { A: resource({ X: { 'Fn::GetAtt': 'B.Arn' } }), B: resource({}, ['A']) }, [['A', 'B']]],
    ['Sub', { A: resource({ X: { 'Fn::Sub': 'arn:${AWS::Partition}:s3:::${B}/*' } }), B: resource({}, ['A']) }, [['A', 'B']]],
    ['Sub with attribute', { A: resource({ X: { 'Fn::Sub': '${B.Arn}/*' } }), B: resource({}, ['A']) }, [['A', 'B']]],
    ['Sub whose variable hides the resource', { A: resource({ X: { 'Fn::Sub': ['${B}', { B: 'x' }] } }), B: resource({}, ['A']) }, []],
    ['Sub whose variable mentions the resource', { A: resource({ X: { 'Fn::Sub': ['${V}', { V: { Ref: 'B' } }] } }), B: resource({}, ['A']) }, [['A', 'B']]],
    ['an escaped Sub', { A: resource({ X: { 'Fn::Sub': '${!B}' } }), B: resource({}, ['A']) }, []],
    ['inside Join and If', { A: resource({ X: { 'Fn::If': ['C', { 'Fn::Join': ['', ['a', { Ref: 'B' }]] }, 'y'] } }), B: resource({}, ['A']) }, [['A', 'B']]],
    ['two knots', { A: resource({}, 'B'), B: resource({}, 'A'), C: resource({}, ['D', 'A']), D: resource({}, 'C') }, [['A', 'B'], ['C', 'D']]],
    ['a road between two knots is on none', { A: resource({}, 'A'), R: resource({}, ['A']), B: resource({}, ['B', 'R']) }, [['A'], ['B']]],
    ['a resource called constructor', { A: resource({ X: { Ref: 'constructor' } }) }, []],
  ])('%s', (_name, resources, cycles) => {
    expect(findResourceCycles({ Resources: resources })).toEqual(cycles);
  });

  test('bucket in a nested stack, distribution in the parent: the CDK says nothing', () => {
    const parent = new Stack(new App(), 'Parent');
    const bucket = new Bucket(new NestedStack(parent, 'Nested'), 'Bucket');
    new Distribution(parent, 'Distribution', { defaultBehavior: { origin: S3BucketOrigin.withOriginAccessControl(bucket) } });
    const [cycle] = findResourceCycles(synthesized(parent));
    expect(cycle).toHaveLength(2);
    expect(cycle?.join()).toMatch(/Nested.*Distribution|Distribution.*Nested/);
  });

  test('bucket in the parent, distribution nested: deploys', () => {
    const parent = new Stack(new App(), 'Parent');
    const bucket = new Bucket(parent, 'Bucket');
    new Distribution(new NestedStack(parent, 'Nested'), 'Distribution', { defaultBehavior: { origin: S3BucketOrigin.withBucketDefaults(bucket) } });
    expect(findResourceCycles(synthesized(parent))).toEqual([]);
  });

  test('a key policy that names the exact distribution: key, distribution, bucket, key', () => {
    const stack = new Stack(new App(), 'Stack');
    const key = new Key(stack, 'Key');
    const bucket = new Bucket(stack, 'Bucket', { encryption: BucketEncryption.KMS, encryptionKey: key });
    const distribution = new Distribution(stack, 'Distribution', { defaultBehavior: { origin: S3BucketOrigin.withBucketDefaults(bucket) } });
    key.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudfront.amazonaws.com')],
        actions: ['kms:Decrypt'],
        resources: ['*'],
        conditions: { StringEquals: { 'AWS:SourceArn': distribution.distributionArn } },
      }),
    );
    expect(findResourceCycles(synthesized(stack))[0]).toHaveLength(3);
  });

  test('any JSON value is answered, with cycles that really are cycles', () => {
    holds('cycles',
      fc.property(fc.dictionary(fc.constantFrom(...'ABCDEF'), fc.array(fc.constantFrom(...'ABCDEF'))), fc.jsonValue(), (edges, junk) => {
        findResourceCycles(junk);
        const resources = Object.fromEntries(Object.entries(edges).map(([id, targets]) => [id, resource({}, targets)]));
        for (const cycle of findResourceCycles({ Resources: resources })) {
          cycle.forEach((id, index) => {
            expect(edges[id]).toContain(cycle[(index + 1) % cycle.length]);
          });
        }
      }),
      100,
    );
  });
});

function synthesized(stack: Stack): unknown {
  const assembly = (stack.node.root as App).synth();
  return assembly.getStackByName(stack.stackName).template;
}
