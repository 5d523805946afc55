/** Builds what users would build: a setup becomes an app, its synthesized templates, their delivery graph, and the scenes in it. */
import { App, Aws, Duration, Stack } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { KeyGroup, PublicKey } from 'aws-cdk-lib/aws-cloudfront';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket, HttpMethods } from 'aws-cdk-lib/aws-s3';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { AssetCache, AssetRouting, CorsAssetDistribution, CorsContract, CorsPolicy } from '../../lib';
import type { AssetBehaviorOptions } from '../../lib';
import { readTemplates } from '../../lib/graph/readers/templates';
import type { DeliveryGraph } from '../../lib/graph/types';
import { FORMER } from './requests';
import type { Scene, Setup, Words } from './words';

/** A synthesized template by the name of its stack; mutations change it before it is read. */
export type Templates = Record<string, { readonly Resources: Record<string, Resource> }>;

export interface Resource {
  readonly Type: string;
  Properties: Record<string, unknown>;
}

export type Mutation = (templates: Templates) => void;

/** The graph of a setup, as its template says. */
export function graphOf(setup: Setup, mutate?: Mutation): DeliveryGraph {
  const templates = structuredClone(templatesOf(setup));
  mutate?.(templates);
  const { worlds, problems } = readTemplates(Object.entries(templates).map(([name, template]) => ({ name, template })));
  const [graph] = worlds;
  if (graph === undefined || worlds.length > 1 || problems.length > 0) {
    throw new Error(`${setup.name}: ${worlds.length} worlds, problems: ${JSON.stringify(problems)}`);
  }
  return graph;
}

const synthesized = new Map<string, Templates>();

/** Each distinct setup is synthesized once. */
function templatesOf(setup: Setup): Templates {
  const key = JSON.stringify({ ...setup, name: '' });
  const templates = synthesized.get(key) ?? synthesize(setup);
  synthesized.set(key, templates);
  return templates;
}

function synthesize(setup: Setup): Templates {
  const app = new App({ analyticsReporting: false });
  const stack = new Stack(app, 'Web');
  const bucket = bucketOf(setup, app, stack);
  const shared = setup.shared === true ? new CorsPolicy(stack, 'Shared', contractOptions(setup.words)) : undefined;
  const behavior: AssetBehaviorOptions = shared ? { corsPolicy: shared } : behaviorOf(setup.words, stack, 'Signer', setup.fromJson);
  const first = new CorsAssetDistribution(stack, 'Assets', {
    ...behavior,
    uploads: setup.words.uploads && uploadsOf(setup.words),
    bucket,
    failoverBucket: setup.failover === true ? new Bucket(stack, 'Spare') : undefined,
    encryptionKey: setup.key === true && bucket === undefined ? new Key(stack, 'Key') : undefined,
    domainNames: setup.domainName === undefined ? undefined : [setup.domainName],
    certificate: setup.domainName === undefined
      ? undefined
      : Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:us-east-1:111111111111:certificate/00000000-0000-0000-0000-000000000000'),
    additionalPaths: Object.entries(setup.paths ?? {}).map(([pathPattern, words], index) => ({ pathPattern, ...behaviorOf(words, stack, `PathSigner${index}`) })),
  });
  if (setup.bucket === 'imported') {
    first.applyBucketSettings();
  }
  otherConstructs(setup, stack, first);
  if (shared) {
    new CorsAssetDistribution(stack, 'Sharing', { corsPolicy: shared });
  }
  return Object.fromEntries(app.synth().stacks.map((artifact) => [artifact.stackName, artifact.template as Templates[string]]));
}

function bucketOf(setup: Setup, app: App, stack: Stack): IBucket | undefined {
  const encryptionKey = setup.key === true ? { encryptionKey: new Key(stack, 'BucketKey') } : {};
  switch (setup.bucket) {
    case undefined:
      return undefined;
    case 'existing':
      return new Bucket(stack, 'Existing', encryptionKey);
    case 'existing-with-wider-rules':
      return new Bucket(stack, 'Existing', { ...encryptionKey, cors: [{ allowedOrigins: ['*'], allowedMethods: [HttpMethods.GET, HttpMethods.HEAD], allowedHeaders: ['*'] }] });
    case 'in-another-stack':
      return new Bucket(new Stack(app, 'Storage'), 'Existing');
    case 'imported':
      return Bucket.fromBucketName(stack, 'Existing', 'files-of-everybody');
  }
}

function otherConstructs(setup: Setup, stack: Stack, first: CorsAssetDistribution): void {
  setup.others?.forEach((words, index) => {
    new CorsAssetDistribution(stack, `Other${index}`, { ...behaviorOf(words, stack, `OtherSigner${index}`), uploads: words.uploads && uploadsOf(words), bucket: first.bucket });
  });
}

function behaviorOf(words: Words, stack: Stack, signer: string, fromJson = false): AssetBehaviorOptions {
  const contract = fromJson ? { contract: CorsContract.fromS3Json(s3Json(words)) } : contractOptions(words);
  const { vary, routing, cache } = words;
  return {
    ...contract,
    trustedKeyGroups: words.signed === true ? [keyGroup(stack, signer)] : undefined,
    vary: vary && [...vary],
    routing: routing && (routing === 'app' ? AssetRouting.app('index.html') : AssetRouting.folders()),
    cache: cache && (cache === 'disabled' ? AssetCache.DISABLED : AssetCache.of({ queryStrings: ['v'] })),
  };
}

function contractOptions(words: Words): AssetBehaviorOptions & { allowedOrigins: string[] } {
  return {
    allowedOrigins: [...words.origins],
    allowedHeaders: words.headers && [...words.headers],
    exposedHeaders: words.exposed && [...words.exposed],
    maxAge: words.maxAgeSeconds === undefined ? undefined : Duration.seconds(words.maxAgeSeconds),
    allowCredentials: words.credentials,
  };
}

function uploadsOf({ uploads = {} }: Words): { allowedOrigins?: string[]; allowedHeaders?: string[]; exposedHeaders?: string[] } {
  return {
    allowedOrigins: uploads.origins && [...uploads.origins],
    allowedHeaders: uploads.headers && [...uploads.headers],
    exposedHeaders: uploads.exposed && [...uploads.exposed],
  };
}

function s3Json(words: Words): string {
  return JSON.stringify([{ AllowedOrigins: words.origins, AllowedMethods: ['GET', 'HEAD'], AllowedHeaders: words.headers, ExposeHeaders: words.exposed }]);
}

const PUBLIC_KEY = '-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA\n-----END PUBLIC KEY-----';

function keyGroup(stack: Stack, id: string): KeyGroup {
  return new KeyGroup(stack, `${id}Group`, { items: [new PublicKey(stack, id, { encodedKey: PUBLIC_KEY, publicKeyName: `${id}-${Aws.REGION}` })] });
}

/** What a contract was before. */
export type Formerly = (words: Words) => Words;

/** Once wider: everybody in turn could read, or more named origins with more headers and credentials. */
function onceWider({ name, words }: Setup): Formerly {
  return words.credentials === true || name.length % 2 === 0 ? withMoreOrigins : toEverybody;
}

function before(setup: Setup, formerly: Formerly): Setup {
  const paths = Object.entries(setup.paths ?? {}).map(([pattern, words]) => [pattern, formerly(words)] as const);
  return { ...setup, fromJson: false, words: formerly(setup.words), paths: setup.paths && Object.fromEntries(paths), others: setup.others?.map(formerly) };
}

function toEverybody(words: Words): Words {
  return { ...words, origins: ['*'], credentials: false, headers: ['*', 'Authorization'], exposed: ['ETag', 'X-Amz-Meta-Secret'], uploads: words.uploads && { origins: ['*'] } };
}

function withMoreOrigins(words: Words): Words {
  const origins = words.origins.includes('*') ? ['https://anyone.example.net', FORMER] : [...words.origins, FORMER];
  return {
    ...words, origins, credentials: true, headers: ['X-Custom', 'Content-Type', 'Authorization'], exposed: ['ETag', 'X-Amz-Meta-Secret'],
    uploads: words.uploads && { origins },
  };
}

/** All scenes of a setup: each path of each distribution, and the bucket's own endpoint. */
export function scenesOf(setup: Setup, { mutate, formerly = onceWider(setup) }: { readonly mutate?: Mutation; readonly formerly?: Formerly } = {}): readonly Scene[] {
  const all = [setup.words, ...Object.values(setup.paths ?? {}), ...(setup.others ?? [])];
  const common = {
    setup: setup.name, all, formerAll: all.map(formerly), ownersRules: setup.bucket === 'existing-with-wider-rules', graph: graphOf(setup, mutate), former: graphOf(before(setup, formerly), mutate),
  };
  const scene = (words: Words, place: Scene['place']): Scene => ({ ...common, words, formerWords: formerly(words), place: { host: setup.domainName, ...place } });
  const distribution = (id: string): string => {
    const found = common.graph.distributions.find(({ address }) => address.logicalId.startsWith(`${id}Distribution`));
    if (!found) {
      throw new Error(`${setup.name} has no distribution ${id}`);
    }
    return found.address.logicalId;
  };
  return [
    scene(setup.words, { resource: distribution('Assets'), path: '/data.json' }),
    ...Object.entries(setup.paths ?? {}).map(([pattern, words]) => scene(words, { resource: distribution('Assets'), path: `/${pattern.replace('*', 'file.bin')}` })),
    ...(setup.others ?? []).map((words, index) => scene(words, { resource: distribution(`Other${index}`), path: '/data.json' })),
    ...(setup.shared === true ? [scene(setup.words, { resource: distribution('Sharing'), path: '/data.json' })] : []),
    // What others have put into an imported bucket is in no template, so nothing is guaranteed straight to it
    ...(setup.bucket === 'imported' ? [] : [{ ...common, place: { target: 'bucket', path: '/uploads/picture.png' } } as const]),
  ];
}
