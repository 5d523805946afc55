/**
 * What AWS answers to a template, read out of its JSON: every refusal that is documented or recorded, with the source.
 * The rules of the family `deploy` read the delivery graph; this reads what is written.
 */
import { corsRules, servedBuckets } from './written-promise';
import { resourcesOf } from './template-links';
import type { Located } from './template-links';
import { isObject, look, objectsIn, textsIn } from './templates';
import type { Json, JsonObject, System } from './templates';

interface Refusal {
  readonly says: string;
  readonly type: string;
  readonly refuses: (properties: JsonObject, system: System, resource: Located) => boolean;
}

const BUCKET = 'AWS::S3::Bucket';
const DISTRIBUTION = 'AWS::CloudFront::Distribution';
const POLICY = 'AWS::CloudFront::ResponseHeadersPolicy';

const someRule = (test: (rule: JsonObject) => boolean) => (properties: JsonObject) => corsRules(properties).some(test);
const list = (rule: JsonObject, key: string): readonly string[] => textsIn(look(rule, key));
const isTwice = (values: readonly Json[]): boolean => new Set(values.map((each) => JSON.stringify(each))).size < values.length;
const isToken = (name: string): boolean => /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name);
const stars = (text: string): number => text.split('*').length - 1;

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CORSRule.html and the recordings in facts on PutBucketCors */
const OF_S3: readonly Refusal[] = [
  { says: 'MalformedXML', type: BUCKET, refuses: (properties) => isObject(look(properties, 'CorsConfiguration')) && corsRules(properties).length === 0 },
  { says: 'MalformedXML', type: BUCKET, refuses: someRule((rule) => list(rule, 'AllowedMethods').length === 0 || list(rule, 'AllowedOrigins').length === 0) },
  { says: 'Found unsupported HTTP method in CORS config', type: BUCKET, refuses: someRule((rule) => list(rule, 'AllowedMethods').some((each) => !['GET', 'PUT', 'HEAD', 'POST', 'DELETE'].includes(each))) },
  { says: 'can not have more than one wildcard', type: BUCKET, refuses: someRule((rule) => [...list(rule, 'AllowedOrigins'), ...list(rule, 'AllowedHeaders')].some((each) => stars(each) > 1)) },
  { says: 'We currently do not support wildcard for ExposeHeader', type: BUCKET, refuses: someRule((rule) => list(rule, 'ExposedHeaders').some((each) => stars(each) > 0 || !isToken(each))) },
  { says: 'array items are not unique', type: BUCKET, refuses: (properties) => isTwice(corsRules(properties)) || corsRules(properties).some((rule) =>
    ['AllowedOrigins', 'AllowedMethods', 'AllowedHeaders', 'ExposedHeaders'].some((key) => isTwice(list(rule, key)))) },
  { says: 'MaxAge below its minimum', type: BUCKET, refuses: someRule((rule) => Number(look(rule, 'MaxAge') ?? 0) < 0) },
];

const cors = (properties: JsonObject): JsonObject | undefined => {
  const block = look(properties, 'ResponseHeadersPolicyConfig', 'CorsConfig');
  return isObject(block) ? block : undefined;
};
const items = (properties: JsonObject, key: string): readonly string[] => textsIn(look(cors(properties), key, 'Items'));
const REQUIRED = ['AccessControlAllowOrigins', 'AccessControlAllowHeaders', 'AccessControlAllowMethods', 'AccessControlAllowCredentials', 'OriginOverride'];
const METHODS: readonly string[] = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE', 'ALL'];

/** @see https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateResponseHeadersPolicy.html and facts on what the API rejects */
const OF_POLICIES: readonly Refusal[] = [
  { says: 'required key is missing', type: POLICY, refuses: (properties) => cors(properties) !== undefined && REQUIRED.some((key) => look(cors(properties), key) === undefined) },
  { says: 'Items is missing', type: POLICY, refuses: (properties) => REQUIRED.slice(0, 3).some((key) => isObject(look(cors(properties), key)) && look(cors(properties), key, 'Items') === undefined) },
  { says: 'Access-Control-Allow-Headers cannot contain *', type: POLICY, refuses: (properties) =>
    look(cors(properties), 'AccessControlAllowCredentials') === true && items(properties, 'AccessControlAllowHeaders').some((each) => stars(each) > 0) },
  { says: 'an empty list', type: POLICY, refuses: (properties) => cors(properties) !== undefined && REQUIRED.slice(0, 3).some((key) => items(properties, key).length === 0) },
  { says: 'not a valid URL', type: POLICY, refuses: (properties) => items(properties, 'AccessControlAllowOrigins').some(isRefusedOrigin) },
  { says: 'Internal error reported from downstream service', type: POLICY, refuses: (properties) => {
    const methods = items(properties, 'AccessControlAllowMethods');
    return methods.some((each) => !METHODS.includes(each)) || (methods.includes('ALL') && methods.length > 1);
  } },
  { says: 'no header name', type: POLICY, refuses: (properties) =>
    [...items(properties, 'AccessControlAllowHeaders'), ...items(properties, 'AccessControlExposeHeaders')].some((each) => !isToken(each) || stars(each) > 1) },
  { says: 'Invalid request provided', type: POLICY, refuses: (properties) => !sectionsOf(properties).some(isFilled) },
];

function isRefusedOrigin(origin: string): boolean {
  const [, host = origin] = /^[a-z]+:\/\/(.*)$/i.exec(origin) ?? [];
  const name = host.replace(/:[\d*]*$/, '');
  return origin === '' || origin === 'ALL' || host.includes('/') || name.lastIndexOf('*') > 0 || /^\*[^.]/.test(name);
}

function sectionsOf(properties: JsonObject): readonly Json[] {
  const config = look(properties, 'ResponseHeadersPolicyConfig');
  return isObject(config) ? Object.entries(config).filter(([key]) => key.endsWith('Config')).map(([, section]) => section) : [];
}

function isFilled(section: Json): boolean {
  const inner = look(section, 'Items');
  return isObject(section) && Object.keys(section).length > 0 && (inner === undefined || textsIn(inner).length + objectsIn(inner).length > 0);
}

const config = (properties: JsonObject): Json | undefined => look(properties, 'DistributionConfig');
const behaviors = (properties: JsonObject): readonly JsonObject[] => [...objectsIn(look(config(properties), 'DefaultCacheBehavior')), ...objectsIn(look(config(properties), 'CacheBehaviors'))];
const someBehavior = (test: (behavior: JsonObject) => boolean) => (properties: JsonObject) => behaviors(properties).some(test);
const someOrigin = (test: (origin: JsonObject, system: System, resource: Located) => boolean) => (properties: JsonObject, system: System, resource: Located) =>
  objectsIn(look(config(properties), 'Origins')).some((origin) => test(origin, system, resource));
const methodsOf = (behavior: JsonObject, key: string): string => [...(look(behavior, key) === undefined ? ['GET', 'HEAD'] : textsIn(look(behavior, key)))].sort().join();
const READ = 'GET,HEAD';
const ASK = 'GET,HEAD,OPTIONS';
const ALL = 'DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT';
const identity = (origin: JsonObject): Json => look(origin, 'S3OriginConfig', 'OriginAccessIdentity') ?? '';
const control = (origin: JsonObject): Json => look(origin, 'OriginAccessControlId') ?? '';

/** @see https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateDistribution.html#API_CreateDistribution_Errors */
const OF_DISTRIBUTIONS: readonly Refusal[] = [
  { says: 'no such set of methods', type: DISTRIBUTION, refuses: someBehavior((each) => ![READ, ASK, ALL].includes(methodsOf(each, 'AllowedMethods'))) },
  { says: 'no such set of cached methods', type: DISTRIBUTION, refuses: someBehavior((each) => ![READ, ASK].includes(methodsOf(each, 'CachedMethods'))) },
  { says: 'cached methods that are not allowed', type: DISTRIBUTION, refuses: someBehavior((each) => methodsOf(each, 'CachedMethods') === ASK && methodsOf(each, 'AllowedMethods') === READ) },
  { says: 'ForwardedValues cannot be used when a cache policy is associated', type: DISTRIBUTION, refuses: someBehavior((each) => 'CachePolicyId' in each && 'ForwardedValues' in each) },
  { says: 'neither cache policy nor ForwardedValues', type: DISTRIBUTION, refuses: someBehavior((each) => !('CachePolicyId' in each) && !('ForwardedValues' in each)) },
  { says: 'an origin request policy needs a cache policy', type: DISTRIBUTION, refuses: someBehavior((each) => !('CachePolicyId' in each) && 'OriginRequestPolicyId' in each) },
  { says: 'NoSuchCachePolicy', type: DISTRIBUTION, refuses: someBehavior((each) => isWrongId(look(each, 'CachePolicyId'), 'cache')) },
  { says: 'NoSuchOriginRequestPolicy', type: DISTRIBUTION, refuses: someBehavior((each) => isWrongId(look(each, 'OriginRequestPolicyId'), 'request')) },
  { says: 'NoSuchResponseHeadersPolicy', type: DISTRIBUTION, refuses: someBehavior((each) => isWrongId(look(each, 'ResponseHeadersPolicyId'), 'response')) },
  { says: 'exactly one of S3OriginConfig and CustomOriginConfig', type: DISTRIBUTION, refuses: someOrigin((each) => ('S3OriginConfig' in each) === ('CustomOriginConfig' in each)) },
  { says: 'IllegalOriginAccessConfiguration', type: DISTRIBUTION, refuses: someOrigin((each) => control(each) !== '' && identity(each) !== '') },
  { says: 'InvalidOriginAccessIdentity', type: DISTRIBUTION, refuses: someOrigin((each) => {
    const text = identity(each);
    return typeof text === 'string' && text !== '' && !text.startsWith('origin-access-identity/cloudfront/');
  }) },
  // https://github.com/aws/aws-cdk/issues/26405
  { says: 'Illegal configuration: The origin type and OAC origin type differ.', type: DISTRIBUTION, refuses: (properties, system) =>
    objectsIn(look(config(properties), 'Origins')).some((origin) => {
      const type = typeOfControl(origin, system);
      return type !== undefined && type !== (look(origin, 'DomainName') === 'api.example.com' ? 'none' : 's3');
    }) },
];

function typeOfControl(origin: JsonObject, system: System): Json | undefined {
  const reference = control(origin);
  const id = look(reference, 'Ref') ?? [look(reference, 'Fn::GetAtt')].flat()[0];
  const found = resourcesOf(system, 'AWS::CloudFront::OriginAccessControl').find((each) => each.id === String(id).split('.')[0]);
  return found && look(found.properties, 'OriginAccessControlConfig', 'OriginAccessControlOriginType');
}

const KINDS: Readonly<Record<string, string>> = {
  '658327ea': 'cache', '4135ea2d': 'cache', b2884449: 'cache', '83da9c7e': 'cache', '2e54312d': 'cache',
  '88a5eaf4': 'request', '59781a5b': 'request', '216adef6': 'request', b689b0a8: 'request', '33f36d7e': 'request', acba4595: 'request', bf0718e1: 'request',
  60669652: 'response', '5cc3b908': 'response', e61eb60c: 'response', eaab4381: 'response', '67f7725c': 'response',
};

/** Ids that belong to another kind, or begin like a managed one and go on otherwise, or are no ids at all. */
function isWrongId(id: Json | undefined, kind: string): boolean {
  if (typeof id !== 'string' || id === '') {
    return false;
  }
  const found = KINDS[id.slice(0, 8)];
  return !/^[0-9a-f-]{36}$/.test(id) || (found !== undefined && (found !== kind || /-0000-(4ae9|4709)/.test(id)));
}

const OF_ACCESS: readonly Refusal[] = [
  // https://github.com/aws/aws-cdk/issues/26405: every origin of the families is a bucket, until a mutation writes another host
  { says: 'Illegal configuration: The origin type and OAC origin type differ.', type: DISTRIBUTION, refuses: (properties, system, { stack }) =>
    objectsIn(look(config(properties), 'Origins')).some((origin) => resourcesOf(system, 'AWS::CloudFront::OriginAccessControl').some((each) => {
      const host = look(origin, 'DomainName');
      const type = look(each.properties, 'OriginAccessControlConfig', 'OriginAccessControlOriginType');
      const isAttached = each.stack === stack && JSON.stringify(look(origin, 'OriginAccessControlId') ?? '').includes(`"${each.id}"`);
      return isAttached && host !== undefined && type !== undefined && (type !== 's3' || (typeof host === 'string' && !host.includes('.s3.')));
    })) },
  { says: 'a name of over 64 characters', type: 'AWS::CloudFront::OriginAccessControl', refuses: (properties) => String(look(properties, 'OriginAccessControlConfig', 'Name') ?? '').length > 64 },
  { says: 'The bucket policy already exists on bucket', type: 'AWS::S3::BucketPolicy', refuses: (properties, system, { id }) => resourcesOf(system, 'AWS::S3::BucketPolicy').some((other) =>
    other.id !== id && JSON.stringify(look(other.properties, 'Bucket')) === JSON.stringify(look(properties, 'Bucket'))) },
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
  { says: 'AccessDenied: public policies are blocked by BlockPublicPolicy', type: 'AWS::S3::BucketPolicy', refuses: (properties, system) =>
    isServed(properties, system) && blocks(bucketOf(properties, system), 'BlockPublicPolicy') && objectsIn(look(properties, 'PolicyDocument', 'Statement')).some(isPublic) },
  { says: 'AccessDenied: public ACLs are blocked by BlockPublicAcls', type: BUCKET, refuses: (properties) => blocks(properties, 'BlockPublicAcls') && isPublicAcl(properties) },
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
  { says: 'InvalidBucketAclWithObjectOwnership', type: BUCKET, refuses: (properties) => isPublicAcl(properties) && !isObject(look(properties, 'OwnershipControls')) },
];

function bucketOf(properties: JsonObject, system: System): JsonObject | undefined {
  return resourcesOf(system, BUCKET).find(({ id }) => id === look(properties, 'Bucket', 'Ref'))?.properties;
}

/** Public policies of buckets that no distribution signs for are no business of this checker. */
function isServed(properties: JsonObject, system: System): boolean {
  const signs = resourcesOf(system, DISTRIBUTION).some((each) => objectsIn(look(config(each.properties), 'Origins')).some((origin) => control(origin) !== '' || identity(origin) !== ''));
  const isOff = resourcesOf(system, 'AWS::CloudFront::OriginAccessControl').some((each) => look(each.properties, 'OriginAccessControlConfig', 'SigningBehavior') === 'never');
  return signs && !isOff && servedBuckets(system).some((each) => each.endsWith(`.${String(look(properties, 'Bucket', 'Ref'))}`));
}

/** New buckets block all four. */
function blocks(bucket: JsonObject | undefined, which: string): boolean {
  const block = look(bucket, 'PublicAccessBlockConfiguration');
  return bucket !== undefined && (block === undefined || look(block, which) === true);
}

function isPublic(statement: JsonObject): boolean {
  const principal = look(statement, 'Principal');
  const actions = look(statement, 'Action');
  return look(statement, 'Effect') === 'Allow' && (principal === '*' || look(principal, 'AWS') === '*') && look(statement, 'Condition') === undefined
    && [...textsIn(actions), String(actions)].some((action) => action === 's3:GetObject' || action === 's3:*');
}

function isPublicAcl(properties: JsonObject): boolean {
  return String(look(properties, 'AccessControl') ?? '').startsWith('Public');
}

/** Refusals that are no business of this checker: CloudFormation's own schema and CloudFront's references within a distribution. */
const ELSEWHERE: readonly Refusal[] = [
  { says: 'required key [DefaultCacheBehavior] not found', type: DISTRIBUTION, refuses: (properties) => !isObject(look(config(properties), 'DefaultCacheBehavior')) },
  // https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateDistribution.html NoSuchOrigin
  { says: 'One or more of your origins or origin groups do not exist', type: DISTRIBUTION, refuses: (properties) => behaviors(properties).some((each) =>
    !objectsIn(look(config(properties), 'Origins')).some((origin) => look(origin, 'Id') === look(each, 'TargetOriginId'))) },
  { says: 'required key [PathPattern] not found', type: DISTRIBUTION, refuses: (properties) => objectsIn(look(config(properties), 'CacheBehaviors')).some((each) => !('PathPattern' in each)) },
  { says: 'required key [DomainName] not found', type: DISTRIBUTION, refuses: someOrigin((each) => !('DomainName' in each)) },
  { says: 'required key is missing', type: 'AWS::CloudFront::OriginAccessControl', refuses: (properties) =>
    ['Name', 'OriginAccessControlOriginType', 'SigningBehavior', 'SigningProtocol'].some((key) => look(properties, 'OriginAccessControlConfig', key) === undefined) },
  { says: 'MalformedPolicy', type: 'AWS::S3::BucketPolicy', refuses: (properties) => isMalformed(look(properties, 'PolicyDocument')) },
  { says: 'MalformedPolicyDocumentException', type: 'AWS::KMS::Key', refuses: (properties) => 'KeyPolicy' in properties && isMalformed(look(properties, 'KeyPolicy')) },
];

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
function isMalformed(document: Json | undefined): boolean {
  const statements = objectsIn(look(document, 'Statement'));
  return statements.length === 0 || statements.some((each) => ['Effect', 'Principal', 'Action', 'Resource'].some((key) => {
    const value = look(each, key);
    return value === undefined || value === '' || (isObject(value) && Object.keys(value).length === 0) || (Array.isArray(value) && value.length === 0);
  }));
}

/** Whether the templates cannot be deployed for a reason that no rule is about. */
export function isRefusedElsewhere(system: System): boolean {
  return ELSEWHERE.some(({ type, refuses }) => resourcesOf(system, type).some((each) => refuses(each.properties, system, each)));
}

/** What AWS says to the templates; nothing when it takes them. */
export function refusalsOf(system: System): readonly string[] {
  const resources = resourcesOf(system);
  return [...OF_S3, ...OF_POLICIES, ...OF_DISTRIBUTIONS, ...OF_ACCESS].flatMap(({ says, type, refuses }) =>
    resources.filter((each) => each.type === type && refuses(each.properties, system, each)).map(({ id }) => `${id}: ${says}`));
}
