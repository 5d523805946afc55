/**
 * The benefit of the doubt: a graph in which everything that the templates leave open has turned out as well as it can. What fails
 * even there fails, whatever is unknown.
 */
import type { BucketCorsRule } from '../../contract/bucket-cors-rule';
import { known, valueOr, type Known } from '../../graph/types/known';
import { managedPolicy } from '../../graph/readers/managed-policies';
import type { Behavior, Bucket, CachePolicy, DeliveryGraph, Distribution, EdgeFunction, Origin, OriginAccessControl, OriginRequestPolicy, PolicyStatement, S3OriginTarget } from '../../graph/types';
import { compileOnce } from '../../model/undecided';

/** The graph at best. Nodes of which nothing is unknown are the same objects. */
export const atBest = compileOnce((graph: DeliveryGraph): DeliveryGraph => {
  const bucketOf = compileOnce((bucket: Bucket) => bestBucket(bucket, graph.strayBucketPolicies.length > 0));
  const originOf = compileOnce((origin: Origin) => bestOrigin(origin, bucketOf));
  return {
    ...graph,
    buckets: graph.buckets.map(bucketOf),
    strayBucketPolicies: [],
    distributions: graph.distributions.map((distribution) => bestDistribution(distribution, originOf)),
  };
});

function bestDistribution(distribution: Distribution, originOf: (origin: Origin) => Origin): Distribution {
  const { behaviors, origins, customErrorResponses } = distribution;
  return {
    ...distribution,
    enabled: known(true),
    origins: origins.known ? known(origins.value.map(originOf)) : origins,
    behaviors: behaviors.known ? known(behaviors.value.map((behavior) => bestBehavior(behavior, originOf))) : behaviors,
    customErrorResponses: orElse(customErrorResponses, []),
  };
}

function bestBehavior(behavior: Behavior, originOf: (origin: Origin) => Origin): Behavior {
  const { origin, failover, cache } = behavior;
  const isOpen = !origin.known || origin.value.target.kind !== 's3';
  return {
    ...behavior,
    origin: known(origin.known ? originOf(origin.value) : OPEN_ORIGIN),
    failover: failover && {
      ...failover,
      origin: known(failover.origin.known ? originOf(failover.origin.value) : OPEN_ORIGIN),
      statusCodes: orElse(failover.statusCodes, []),
    },
    // Code that is seen runs
    edgeFunctions: known(behavior.edgeFunctions.known ? behavior.edgeFunctions.value.filter(isSeen) : []),
    cache: cache.mode === 'unknown' || (cache.mode === 'policy' && !cache.policy.known) ? BEST_CACHE : cache,
    // Which headers a server of somebody's own wants to see is its own affair
    originRequestPolicy: isOpen ? known(CORS_S3_ORIGIN) : orElse(behavior.originRequestPolicy, CORS_S3_ORIGIN),
    responseHeadersPolicy: orElse(behavior.responseHeadersPolicy, undefined),
    trustedKeyGroups: orElse(behavior.trustedKeyGroups, []),
    trustedSigners: orElse(behavior.trustedSigners, []),
    allowedMethods: orElse(behavior.allowedMethods, EVERY_METHOD),
    cachedMethods: orElse(behavior.cachedMethods, ['GET', 'HEAD']),
    viewerProtocolPolicy: orElse(behavior.viewerProtocolPolicy, 'allow-all'),
  };
}

/** Whether it is known what a function at the edge does. */
export function isSeen({ code, event }: EdgeFunction): boolean {
  return code.known && event.known;
}

function bestOrigin(origin: Origin, bucketOf: (bucket: Bucket) => Bucket): Origin {
  const { target } = origin;
  const isSeen = target.kind === 's3' && target.bucket.known;
  const bucket = isSeen && target.bucket.known ? bucketOf(target.bucket.value) : openBucket(target.kind === 's3' ? target.bucketName : 'open');
  return {
    ...origin,
    target: { kind: 's3', endpoint: isSeen ? target.endpoint : 'regional', bucketName: bucket.name, bucket: known(bucket) } satisfies S3OriginTarget,
    accessControlId: orElse(origin.accessControlId, undefined),
    accessControl: orElse(origin.accessControl, SIGNS_ALWAYS),
    accessIdentity: orElse(origin.accessIdentity, undefined),
    customHeaders: orElse(origin.customHeaders, []),
    originPath: orElse(origin.originPath, ''),
  };
}

function bestBucket(bucket: Bucket, hasStrayPolicies: boolean): Bucket {
  const isOpen = hasStrayPolicies || bucket.policies.some(({ statements }) => !statements.known);
  return {
    ...bucket,
    cors: orElse(bucket.cors, ALLOWS_EVERYTHING),
    policies: isOpen ? [...bucket.policies.filter(({ statements }) => statements.known), openPolicy(bucket)] : bucket.policies,
    encryption: bucket.encryption.known && bucket.encryption.value.kmsKey.known ? bucket.encryption : UNENCRYPTED,
    publicAccessBlock:
      isOpen || valueOr(bucket.publicAccessBlock, undefined)?.byDefault ? known(NOTHING_BLOCKED) : bucket.publicAccessBlock,
  };
}

function orElse<T>(fact: Known<T>, best: T): Known<T> {
  return fact.known ? fact : known(best);
}

const EVERY_METHOD = ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'];
const THREE_HEADERS = ['Origin', 'Access-Control-Request-Method', 'Access-Control-Request-Headers'];
const METHODS = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'];
const EXPOSED = ['ETag', 'Content-Range', 'Accept-Ranges', 'Content-Length'];

/** The first rule echoes what browsers send, so that credentials work too; the second is for what has another scheme. */
const ALLOWS_EVERYTHING: readonly BucketCorsRule[] = ['http*', '*'].map((origin) =>
  ({ allowedOrigins: [origin], allowedMethods: METHODS, allowedHeaders: ['*'], exposeHeaders: EXPOSED }));

const SIGNS_ALWAYS: OriginAccessControl = {
  address: { stack: 'best', logicalId: 'AccessControl', type: 'AWS::CloudFront::OriginAccessControl' }, id: 'best', name: known('best'),
  signingBehavior: known('always'), signingProtocol: known('sigv4'), originType: known('s3'),
};

const UNENCRYPTED = known({ algorithm: 'AES256', kmsKey: known(undefined) });
const NOTHING_BLOCKED = {
  byDefault: false,
  blockPublicAcls: known(false),
  ignorePublicAcls: known(false),
  blockPublicPolicy: known(false),
  restrictPublicBuckets: known(false),
};

const NONE = known({ behavior: 'none', names: [] } as const);

const CACHE_POLICY: CachePolicy = {
  address: { stack: 'best', logicalId: 'CachePolicy', type: 'AWS::CloudFront::CachePolicy' }, id: 'best', minTtl: known(0), maxTtl: known(0), defaultTtl: known(0),
  headers: known({ behavior: 'whitelist', names: THREE_HEADERS }), cookies: NONE, queryStrings: NONE, gzip: known(false), brotli: known(false),
};

const BEST_CACHE = { mode: 'policy', policyId: known('best'), policy: known(CACHE_POLICY), besideForwardedValues: false } as const;

const CORS_S3_ORIGIN = managedPolicy('88a5eaf4-2fd4-4709-b370-b4c650ea3fcf')?.policy as OriginRequestPolicy;

function openPolicy({ address, name, arn }: Bucket): Bucket['policies'][number] {
  const statement: PolicyStatement = {
    path: 'Properties.PolicyDocument.Statement.0', effect: known('Allow'), principals: known({ negated: false, aws: ['*'], services: [], canonicalUsers: [], federated: [] }),
    actions: known({ negated: false, values: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'] }), resources: known({ negated: false, values: [`${arn}/*`] }), conditions: known([]),
  };
  return { address, bucketName: known(name), statements: known([statement]) };
}

function openBucket(name: string): Bucket {
  const bucket: Bucket = {
    address: { stack: 'best', logicalId: name, type: 'AWS::S3::Bucket' }, name, arn: `arn:aws:s3:::${name}`, region: known('us-east-1'), cors: known(ALLOWS_EVERYTHING), policies: [],
    publicAccessBlock: known(NOTHING_BLOCKED), encryption: UNENCRYPTED, objectOwnership: known('BucketOwnerEnforced'), accessControl: known('Private'), website: known(false),
  };
  return { ...bucket, policies: [openPolicy(bucket)] };
}

/** A server that is not in the templates. */
const OPEN_ORIGIN: Origin = bestOrigin(
  {
    path: 'Properties.DistributionConfig.Origins.0',
    id: known('open'),
    domainName: known('open.s3.us-east-1.amazonaws.com'),
    target: { kind: 'custom' },
    config: 's3',
    originPath: known(''),
    customHeaders: known([]),
    originShield: known(false),
    accessControlId: known(undefined),
    accessControl: known(undefined),
    accessIdentity: known(undefined),
  },
  (bucket) => bucket,
);
