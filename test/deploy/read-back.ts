import type { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { GetDistributionConfigCommand, GetOriginAccessControlCommand, GetResponseHeadersPolicyCommand } from '@aws-sdk/client-cloudfront';
import { GetBucketCorsCommand, GetBucketEncryptionCommand, GetBucketPolicyCommand, GetPublicAccessBlockCommand } from '@aws-sdk/client-s3';
import type { S3Client } from '@aws-sdk/client-s3';
import { differing, isObject, lacking, listOf, objectOf, plain } from './json';
import type { Json, JsonObject } from './json';
import { resolve } from './resolve';
import type { Deployed } from './resolve';
import { resourcesOf } from './templates';

/** The SDK's clients, all of them talking to the same AWS. */
export interface Clients {
  readonly s3: S3Client;
  readonly cloudFront: CloudFrontClient;
}

/** What was read back, and where it is not what the template says. */
export interface Comparison {
  readonly compared: readonly string[];
  readonly differences: readonly string[];
}

type Compare = (id: string, properties: JsonObject, clients: Clients) => Promise<Readonly<Record<string, readonly string[]>>>;

const COMPARISONS: Readonly<Record<string, Compare>> = {
  'AWS::S3::Bucket': compareBucket,
  'AWS::S3::BucketPolicy': comparePolicy,
  'AWS::CloudFront::ResponseHeadersPolicy': compareHeaders,
  'AWS::CloudFront::OriginAccessControl': compareOriginAccessControl,
  'AWS::CloudFront::Distribution': compareDistribution,
};

/** Reads every resource of the five kinds back through the service's own API. */
export async function compareWithTemplate(template: JsonObject, deployed: Deployed, clients: Clients): Promise<Comparison> {
  const compared: string[] = [];
  const differences: string[] = [];
  for (const [logicalId, { Type, Properties }] of resourcesOf(template)) {
    const compare = COMPARISONS[String(Type)];
    if (compare !== undefined) {
      const properties = objectOf(resolve(Properties ?? {}, deployed));
      const findings = await compare(deployed.ids.get(logicalId) ?? '', properties, clients);
      compared.push(...Object.keys(findings));
      differences.push(...Object.values(findings).flat().map((line) => `${deployed.stackName}/${logicalId}: ${line}`));
    }
  }
  return { compared, differences };
}

async function compareBucket(id: string, properties: JsonObject, { s3 }: Clients): ReturnType<Compare> {
  const cors = await s3.send(new GetBucketCorsCommand({ Bucket: id })).catch(missing('NoSuchCORSConfiguration'));
  const block = await s3.send(new GetPublicAccessBlockCommand({ Bucket: id })).catch(missing('NoSuchPublicAccessBlockConfiguration'));
  const encryption = await s3.send(new GetBucketEncryptionCommand({ Bucket: id }));
  const rules = listOf(objectOf(properties.CorsConfiguration).CorsRules).map((rule) => renamed(objectOf(rule), S3_SPELLING));
  return {
    GetBucketCors: differing(rules, objectOf(plain(cors)).CORSRules ?? [], 'CorsRules'),
    GetPublicAccessBlock: differing(
      properties.PublicAccessBlockConfiguration ?? BLOCKED_BY_DEFAULT, objectOf(plain(block)).PublicAccessBlockConfiguration ?? {}, 'PublicAccessBlockConfiguration'),
    GetBucketEncryption: lacking(algorithms(properties.BucketEncryption), algorithms(plain(encryption)), 'SSEAlgorithm'),
  };
}

/** Since April 2023 (S3 User Guide, "Blocking public access to your Amazon S3 storage"). */
const BLOCKED_BY_DEFAULT: JsonObject = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };

async function comparePolicy(_id: string, properties: JsonObject, { s3 }: Clients): ReturnType<Compare> {
  const { Policy = '{}' } = await s3.send(new GetBucketPolicyCommand({ Bucket: String(properties.Bucket) }));
  return { GetBucketPolicy: differing(properties.PolicyDocument ?? {}, JSON.parse(Policy) as Json, 'PolicyDocument') };
}

async function compareHeaders(id: string, properties: JsonObject, { cloudFront }: Clients): ReturnType<Compare> {
  const answer = plain(await cloudFront.send(new GetResponseHeadersPolicyCommand({ Id: id })));
  const config = withoutEmpty(objectOf(objectOf(objectOf(answer).ResponseHeadersPolicy).ResponseHeadersPolicyConfig));
  return { GetResponseHeadersPolicy: differing(unwrapped(properties.ResponseHeadersPolicyConfig ?? {}), config, 'ResponseHeadersPolicyConfig') };
}

async function compareOriginAccessControl(id: string, properties: JsonObject, { cloudFront }: Clients): ReturnType<Compare> {
  const answer = plain(await cloudFront.send(new GetOriginAccessControlCommand({ Id: id })));
  const config = withoutEmpty(objectOf(objectOf(objectOf(answer).OriginAccessControl).OriginAccessControlConfig));
  return { GetOriginAccessControl: differing(properties.OriginAccessControlConfig, config, 'OriginAccessControlConfig') };
}

/** CloudFront fills a distribution up with its defaults, so what it says may be more than the template. */
async function compareDistribution(id: string, properties: JsonObject, { cloudFront }: Clients): ReturnType<Compare> {
  const answer = plain(await cloudFront.send(new GetDistributionConfigCommand({ Id: id })));
  const said = apiForm(objectOf(properties.DistributionConfig));
  return { GetDistributionConfig: lacking(said, unwrapped(objectOf(answer).DistributionConfig ?? {}), 'DistributionConfig') };
}

// CloudFormation and the API spell the same thing differently.
const S3_SPELLING: Readonly<Record<string, string>> = { ExposedHeaders: 'ExposeHeaders', MaxAge: 'MaxAgeSeconds', Id: 'ID' };
const CLOUDFRONT_SPELLING: Readonly<Record<string, string>> = {
  IPV6Enabled: 'IsIPV6Enabled', AcmCertificateArn: 'ACMCertificateArn', SslSupportMethod: 'SSLSupportMethod',
};

function renamed(value: JsonObject, spelling: Readonly<Record<string, string>>): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [spelling[key] ?? key, member]));
}

/** A distribution of a template, spelled like the API's answer after `unwrapped`. */
function apiForm(config: JsonObject): JsonObject {
  const result = renamed(config, CLOUDFRONT_SPELLING);
  if (config.OriginGroups !== undefined) {
    result.OriginGroups = unwrapped(config.OriginGroups);
  }
  if (Array.isArray(config.Origins)) {
    result.Origins = config.Origins.map((item) => origin(objectOf(item)));
  }
  if (isObject(config.ViewerCertificate)) {
    result.ViewerCertificate = renamed(config.ViewerCertificate, CLOUDFRONT_SPELLING);
  }
  result.DefaultCacheBehavior = behavior(objectOf(config.DefaultCacheBehavior));
  if (Array.isArray(config.CacheBehaviors)) {
    result.CacheBehaviors = config.CacheBehaviors.map((item) => behavior(objectOf(item)));
  }
  return result;
}

/** The emulator keeps no list of TLS versions of an origin. */
function origin({ CustomOriginConfig, ...others }: JsonObject): JsonObject {
  const custom = Object.fromEntries(Object.entries(objectOf(CustomOriginConfig)).filter(([key]) => key !== 'OriginSSLProtocols'));
  return { ...others, ...(CustomOriginConfig === undefined ? {} : { CustomOriginConfig: custom }) };
}

/** The API nests the cached methods in the allowed ones, and lists key groups only when there are some. */
function behavior({ AllowedMethods, CachedMethods, TrustedKeyGroups, ...others }: JsonObject): JsonObject {
  return {
    ...others,
    ...(CachedMethods === undefined ? { AllowedMethods: AllowedMethods ?? [] } : { AllowedMethods: { Items: AllowedMethods ?? [], CachedMethods } }),
    ...(TrustedKeyGroups === undefined ? {} : { TrustedKeyGroups: { Enabled: true, Items: TrustedKeyGroups } }),
  };
}

/** The API's `{ Quantity, Items }` as a list; with further members beside them they stay an object. */
function unwrapped(value: Json): Json {
  if (Array.isArray(value)) {
    return value.map(unwrapped);
  }
  if (!isObject(value)) {
    return value;
  }
  const { Quantity, Items, ...others } = value;
  if (Items !== undefined && Object.keys(others).length === 0) {
    return unwrapped(Items);
  }
  const members = Object.entries({ ...others, ...(Items === undefined ? {} : { Items }) }).map(([key, member]) => [key, unwrapped(member)]);
  return Quantity === 0 && members.length === 0 ? [] : Object.fromEntries(members) as JsonObject;
}

/** The API answers an unset text as an empty one, an absent list as an empty one. */
function withoutEmpty(value: JsonObject): Json {
  return unwrapped(Object.fromEntries(Object.entries(value).filter(([, member]) => member !== '' && objectOf(member).Quantity !== 0)));
}

/** The algorithms of either spelling; no rule means SSE-S3 since 2023 (S3 User Guide, "Setting default server-side encryption"). */
function algorithms(value: Json | undefined): Json {
  const found = [...JSON.stringify(value ?? {}).matchAll(/"SSEAlgorithm":("[^"]*")/g)].map(([, text]) => JSON.parse(text ?? '""') as Json);
  return found.length === 0 ? ['AES256'] : found;
}

function missing(code: string): (error: unknown) => JsonObject {
  return (error) => {
    if (error instanceof Error && error.name === code) {
      return {};
    }
    throw error;
  };
}
