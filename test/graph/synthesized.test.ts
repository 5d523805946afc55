import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Aspects, Aws, CfnCondition, CfnOutput, CfnParameter, CfnResource, Fn, Lazy, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import { CfnDistribution, Distribution, ResponseHeadersPolicy } from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Alias, Key } from 'aws-cdk-lib/aws-kms';
import { Bucket, BucketEncryption, CfnBucket, HttpMethods } from 'aws-cdk-lib/aws-s3';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import type { Construct } from 'constructs';
import { readCloudAssembly } from '../../lib/graph/sources/cloud-assembly';
import type { Bucket as BucketNode, DeliveryGraphs } from '../../lib/graph/types';
import { bucketBehind, only, readConstructTree, reasonOf, resource, valueOf } from './reading';

const cors = [{ allowedOrigins: ['https://app.example.com'], allowedMethods: [HttpMethods.GET] }];
const east = { env: { account: '111111111111', region: 'us-east-1' } };
const frankfurt = { env: { account: '111111111111', region: 'eu-central-1' } };

function deliver(scope: Construct, bucket: Bucket): Distribution {
  return new Distribution(scope, 'Distribution', { defaultBehavior: { origin: S3BucketOrigin.withBucketDefaults(bucket) } });
}

/** Every way the CDK carries a bucket to a distribution. */
const LAYOUTS: readonly (readonly [string, (app: App) => void, string])[] = [
  ['one stack', (app) => {
    const stack = new Stack(app, 'Web');
    const bucket = new Bucket(stack, 'Assets', { cors });
    new Distribution(stack, 'Distribution', { defaultBehavior: { origin: S3BucketOrigin.withOriginAccessControl(bucket) } });
  }, 'Web'],
  ['two stacks, strong reference', (app) => void deliver(new Stack(app, 'Cdn'), new Bucket(new Stack(app, 'Data'), 'Assets', { cors })), 'Data'],
  ['two stacks, weak reference', (app) => {
    app.node.setContext('@aws-cdk/core:defaultCrossStackReferences', 'weak');
    deliver(new Stack(app, 'Cdn'), new Bucket(new Stack(app, 'Data'), 'Assets', { cors }));
  }, 'Data'],
  ['two regions', (app) => {
    const across = (props: StackProps): StackProps => ({ ...props, crossRegionReferences: true });
    deliver(new Stack(app, 'Cdn', across(east)), new Bucket(new Stack(app, 'Data', across(frankfurt)), 'Assets', { cors }));
  }, 'Data'],
  ['bucket nested', (app) => {
    const parent = new Stack(app, 'Web');
    deliver(parent, new Bucket(new NestedStack(parent, 'Data'), 'Assets', { cors }));
  }, 'Web/DataNestedStackDataNestedStackResourceEC94013D'],
  ['both nested', (app) => {
    const parent = new Stack(app, 'Web');
    deliver(new NestedStack(parent, 'Cdn'), new Bucket(new NestedStack(parent, 'Data'), 'Assets', { cors }));
  }, 'Web/DataNestedStackDataNestedStackResourceEC94013D'],
  ['a stage', (app) => {
    const stage = new Stage(app, 'Prod');
    deliver(new Stack(stage, 'Cdn'), new Bucket(new Stack(stage, 'Data'), 'Assets', { cors }));
  }, 'Prod/Data'],
];

describe('the same app read before synthesis and after it is the same graph, whichever door a team uses', () => {
  test.each(LAYOUTS)('%s', (_name, build, stackOfBucket) => {
    const app = new App();
    build(app);
    const before = readConstructTree(app);
    const after = readCloudAssembly(app.synth().directory);
    expect(after.problems).toEqual([]);
    expect(withoutFiles(before)).toEqual(withoutFiles(after));
    const bucket = bucketBehind(only(only(after.worlds).distributions));
    expect(bucket.address.stack).toBe(stackOfBucket);
    expect(bucket.address.constructPath).toMatch(/Assets\/Resource$/);
    expect(valueOf(bucket.cors)).toHaveLength(1);
  });

  test('reading a tree does not disturb its synthesis, and after synthesis yields the same', () => {
    const synthesized = (read: boolean) => {
      const app = new App();
      LAYOUTS[5]?.[1](app);
      const before = read ? readConstructTree(app) : undefined;
      const template = app.synth().getStackByName('Web').template as unknown;
      if (before) {
        expect(readConstructTree(app)).toEqual(before);
      }
      return template;
    };
    expect(synthesized(true)).toEqual(synthesized(false));
  });
});

/** The file is only known after synthesis. */
function withoutFiles(graphs: DeliveryGraphs): unknown {
  return JSON.parse(JSON.stringify(graphs.worlds, (key, value: unknown) => (key === 'file' ? undefined : value)));
}

describe('escape hatches change what is deployed, so the tree is read as rendered', () => {
  const tree = (build: (stack: Stack) => void) => {
    const stack = new Stack(new App(), 'Web');
    build(stack);
    return readConstructTree(stack.node.root);
  };
  const bucketIn = (build: (stack: Stack) => void): BucketNode => only(only(tree(build).worlds).buckets);

  test('addPropertyOverride and addPropertyDeletionOverride', () => {
    const overridden = bucketIn((stack) => {
      const l1 = new Bucket(stack, 'Assets', { cors }).node.defaultChild as CfnBucket;
      l1.addPropertyOverride('CorsConfiguration.CorsRules.0.AllowedOrigins', ['https://overridden']);
    });
    expect(valueOf(overridden.cors)?.[0]?.allowedOrigins).toEqual(['https://overridden']);
    const deleted = bucketIn((stack) => {
      (new Bucket(stack, 'Assets', { cors }).node.defaultChild as CfnBucket).addPropertyDeletionOverride('CorsConfiguration');
    });
    expect(deleted.cors).toEqual({ known: true, value: undefined });
  });

  test('overrideLogicalId keeps the links', () => {
    const graphs = tree((stack) => {
      const bucket = new Bucket(stack, 'Assets');
      (bucket.node.defaultChild as CfnBucket).overrideLogicalId('Renamed');
      deliver(stack, bucket);
    });
    expect(bucketBehind(only(only(graphs.worlds).distributions)).address.logicalId).toBe('Renamed');
  });

  test('a mutating aspect is seen from node.addValidation', () => {
    const app = new App();
    const stack = new Stack(app, 'Web');
    new Bucket(stack, 'Assets');
    Aspects.of(app).add({ visit: (node) => { if (CfnBucket.isCfnBucket(node)) { node.accessControl = 'PublicRead'; } } });
    const seen: string[] = [];
    app.node.addValidation({ validate: () => {
      seen.push(valueOf(only(only(readConstructTree(app).worlds).buckets).accessControl));
      return [];
    } });
    app.synth();
    expect(seen).toEqual(['PublicRead']);
  });

  test('conditions, parameters and values joined with text', () => {
    const { worlds } = tree((stack) => {
      const parameter = new CfnParameter(stack, 'Stage');
      const condition = new CfnCondition(stack, 'Prod', { expression: Fn.conditionEquals(parameter, 'prod') });
      new CfnBucket(stack, 'Assets', { bucketName: `assets-${parameter.valueAsString}-${Aws.REGION}`, accessControl: Fn.conditionIf('Prod', 'Private', 'PublicRead').toString() });
      new CfnOutput(stack, 'O', { value: 'x', condition });
    });
    expect(worlds.map(({ buckets }) => [only(buckets).name, valueOf(only(buckets).accessControl)])).toEqual([
      ['assets-⟨Web.Stage⟩-⟨AWS::Region⟩', 'PublicRead'],
      ['assets-⟨Web.Stage⟩-⟨AWS::Region⟩', 'Private'],
    ]);
  });

  test('a text of very many tokens is one join, not a tower of them', () => {
    const bucket = bucketIn((stack) => void new CfnBucket(stack, 'Assets', { bucketName: Array<string>(200).fill(Aws.REGION).join('-') }));
    expect(bucket.name).toBe(Array<string>(200).fill('⟨AWS::Region⟩').join('-'));
  });

  test('the parameters that a user passes to a nested stack', () => {
    const bucket = bucketIn((stack) => {
      const nested = new NestedStack(stack, 'Nested', { parameters: { Name: 'passed-down' } });
      new CfnBucket(nested, 'Assets', { bucketName: new CfnParameter(nested, 'Name').valueAsString });
    });
    expect(bucket.name).toBe('passed-down');
  });

  test('a template taken in by CfnInclude, with Fn::Sub', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'include-')), 't.json');
    const host = { 'Fn::Sub': '${Bucket}.s3.${AWS::Region}.amazonaws.com' };
    writeFileSync(file, JSON.stringify({
      Resources: {
        Bucket: resource('AWS::S3::Bucket', {}),
        D: resource('AWS::CloudFront::Distribution', { DistributionConfig: { Enabled: true, Origins: [{ Id: 'o', DomainName: host, S3OriginConfig: {} }], DefaultCacheBehavior: { TargetOriginId: 'o', ViewerProtocolPolicy: 'https-only' } } }),
      },
    }));
    const { worlds } = tree((stack) => void new CfnInclude(stack, 'Template', { templateFile: file }));
    expect(bucketBehind(only(only(worlds).distributions)).address.logicalId).toBe('Bucket');
  });

  test('a resource that cannot be rendered is unknown, and the rest is read', () => {
    const graphs = tree((stack) => {
      new CfnBucket(stack, 'Broken', { bucketName: Lazy.string({ produce: () => { throw new Error('too early'); } }) });
      new Bucket(stack, 'Assets');
    });
    const [broken, assets] = only(graphs.worlds).buckets;
    expect(broken && reasonOf(broken.cors)).toContain('Web/Broken cannot be rendered');
    expect(broken && reasonOf(broken.website)).toContain('too early');
    expect(assets?.cors).toEqual({ known: true, value: undefined });
  });

  test('policies, keys and OAC of L2 constructs are linked', () => {
    const { worlds } = tree((stack) => {
      const encryptionKey = new Key(stack, 'Key');
      new Alias(stack, 'Alias', { aliasName: 'alias/assets', targetKey: encryptionKey });
      const bucket = new Bucket(stack, 'Assets', { encryption: BucketEncryption.KMS, encryptionKey, enforceSSL: true });
      const responseHeadersPolicy = new ResponseHeadersPolicy(stack, 'Headers', { corsBehavior: { accessControlAllowCredentials: false, accessControlAllowHeaders: ['*'], accessControlAllowMethods: ['GET'], accessControlAllowOrigins: ['https://a'], originOverride: true } });
      new Distribution(stack, 'D', { defaultBehavior: { origin: S3BucketOrigin.withOriginAccessControl(bucket), responseHeadersPolicy } });
    });
    const graph = only(worlds);
    const distribution = only(graph.distributions);
    const behavior = only(valueOf(distribution.behaviors));
    expect(valueOf(valueOf(behavior.responseHeadersPolicy)?.cors ?? { known: false, reason: 'no policy' })?.allowOrigins).toEqual({ known: true, value: ['https://a'] });
    expect(valueOf(valueOf(behavior.origin).accessControl)?.signingBehavior).toEqual({ known: true, value: 'always' });
    const bucket = bucketBehind(distribution);
    expect(valueOf(valueOf(bucket.encryption).kmsKey)).toBe(only(graph.kmsKeys));
    const statements = valueOf(only(bucket.policies).statements);
    expect(statements.map(({ effect }) => valueOf(effect))).toEqual(['Deny', 'Allow']);
    expect(statements[1]?.conditions).toEqual({ known: true, value: [{ operator: 'StringEquals', key: 'AWS:SourceArn', values: [distribution.arn] }] });
  });

  test('resources that do not decide delivery are not rendered', () => {
    let rendered = 0;
    tree((stack) => void new CfnResource(stack, 'Other', { type: 'AWS::Other::Thing', properties: { X: Lazy.string({ produce: () => String(++rendered) }) } }));
    expect(rendered).toBe(0);
  });

  test('an L1 of another copy of aws-cdk-lib counts by its type, not its class', () => {
    const { worlds } = tree((stack) => void new CfnResource(stack, 'D', { type: CfnDistribution.CFN_RESOURCE_TYPE_NAME, properties: { DistributionConfig: {} } }));
    expect(only(worlds).distributions).toHaveLength(1);
  });
});

describe('a folder that is no cloud assembly', () => {
  test('is a problem that says what to pass', () => {
    const { problems } = readCloudAssembly(mkdtempSync(join(tmpdir(), 'empty-')));
    expect(only(problems)).toMatchObject({ message: 'not a cloud assembly: it has no readable manifest.json', fix: expect.stringContaining('cdk.out') as string });
  });

  test('construct paths stand in the manifest itself in assemblies of older CDKs', () => {
    const folder = mkdtempSync(join(tmpdir(), 'older-'));
    const metadata = { '/Web/Assets/Resource': [{ type: 'aws:cdk:logicalId', data: 'Assets' }] };
    const artifact = { type: 'aws:cloudformation:stack', environment: 'aws://111111111111/eu-west-1', properties: { templateFile: 't.json' }, metadata };
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ artifacts: { Web: artifact } }));
    writeFileSync(join(folder, 't.json'), JSON.stringify({ Resources: { Assets: resource('AWS::S3::Bucket', {}) } }));
    const bucket = only(only(readCloudAssembly(folder).worlds).buckets);
    expect(bucket.address).toMatchObject({ stack: 'Web', constructPath: 'Web/Assets/Resource' });
    expect(bucket.region).toEqual({ known: true, value: 'eu-west-1' });
  });

  test('a manifest that names itself as a nested assembly ends', () => {
    const folder = mkdtempSync(join(tmpdir(), 'loop-'));
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ artifacts: { Loop: { type: 'cdk:cloud-assembly', properties: { directoryName: '.' } } } }));
    expect(readCloudAssembly(folder).problems).toEqual([]);
  });
});

test('a custom resource that is given a key may change its policy, in templates and in the tree', () => {
  const app = new App();
  const stack = new Stack(app, 'Web');
  const [given, left] = ['Given', 'Left'].map((id) => new Key(stack, id)) as [Key, Key];
  new CfnResource(stack, 'Update', { type: 'Custom::UpdateKeyPolicy', properties: { ServiceToken: 'arn:aws:lambda:eu-west-1:111111111111:function:update', KeyId: given.keyId } });
  const writers = (graphs: DeliveryGraphs) => Object.fromEntries(only(graphs.worlds).kmsKeys.map(({ address, writtenBy }) => [address.constructPath, writtenBy]));
  const expected = { [`${given.node.path}/Resource`]: 'Update', [`${left.node.path}/Resource`]: undefined };
  expect(writers(readConstructTree(app))).toEqual(expected);
  expect(writers(readCloudAssembly(app.synth().directory))).toEqual(expected);
});

describe('what the CDK resolves in its own way is resolved alike before synthesis', () => {
  const host = Lazy.string({ produce: () => 'assets.example.com' });
  const TOKENS: readonly (readonly [string, (stack: Stack) => object])[] = [
    ['a list that is one token', (stack) => ({ Aliases: new CfnParameter(stack, 'Names', { type: 'CommaDelimitedList', default: 'a.example.com,b.example.com' }).valueAsList })],
    ['a lazy list', () => ({ Aliases: Lazy.list({ produce: () => ['a.example.com', host] }) })],
    ['a lazy list that is left out when it is empty', () => ({ Aliases: Lazy.list({ produce: () => [] }, { omitEmpty: true }) })],
    ['a number that is a token', () => ({ CustomErrorResponses: [{ ErrorCode: Lazy.number({ produce: () => 404 }), ErrorCachingMinTTL: 5 }] })],
    ['a value that is a token of tokens', () => ({ Aliases: Lazy.any({ produce: () => [Lazy.any({ produce: () => host })] }) })],
    ['a text with tokens in it', (stack) => ({ DefaultRootObject: `x-${stack.region}-${host}` })],
    ['members that are not there', () => ({ Aliases: [undefined, 'a.example.com'], DefaultRootObject: undefined })],
    ['a key that is a token', () => ({ [Lazy.string({ produce: () => 'DefaultRootObject' })]: 'index.html' })],
    ['a reference inside a condition', (stack) => ({ Aliases: [Fn.conditionIf(new CfnCondition(stack, 'Never', { expression: Fn.conditionEquals(1, 2) }).logicalId, host, 'c.example.com')] })],
  ];

  test.each(TOKENS)('%s', (_, config) => {
    const app = new App();
    const stack = new Stack(app, 'Web');
    new CfnResource(stack, 'D', { type: 'AWS::CloudFront::Distribution', properties: { DistributionConfig: config(stack) } });
    const before = readConstructTree(app);
    expect(withoutFiles(before)).toEqual(withoutFiles(readCloudAssembly(app.synth().directory)));
  });

  test('a value that the L1 refuses is unknown, in the CDK\'s words', () => {
    const stack = new Stack(new App(), 'Web');
    new CfnBucket(stack, 'Assets', { bucketName: 5 as unknown as string });
    expect(reasonOf(only(only(readConstructTree(stack.node.root).worlds).buckets).cors)).toContain('bucketName: 5 should be a string');
  });

  test('a resource that decides not to be written', () => {
    class Unwritten extends CfnBucket {
      protected override shouldSynthesize(): boolean {
        return false;
      }
    }
    const app = new App();
    const stack = new Stack(app, 'Web');
    new Unwritten(stack, 'Unwritten');
    new CfnBucket(stack, 'Written');
    const before = readConstructTree(app);
    expect(only(only(before.worlds).buckets).address.logicalId).toBe('Written');
    expect(withoutFiles(before)).toEqual(withoutFiles(readCloudAssembly(app.synth().directory)));
  });

  test('a condition on a resource', () => {
    const app = new App();
    const stack = new Stack(app, 'Web');
    new CfnBucket(stack, 'Assets').cfnOptions.condition = new CfnCondition(stack, 'Never', { expression: Fn.conditionEquals(1, 2) });
    const before = readConstructTree(app);
    expect(only(before.worlds).buckets).toEqual([]);
    expect(withoutFiles(before)).toEqual(withoutFiles(readCloudAssembly(app.synth().directory)));
  });
});
