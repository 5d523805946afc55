/** What cannot be seen, as good as it can be: a bucket of somebody else that allows everything, a cache that keeps all apart. */
import { distributionsOf } from './template-links';
import { isList, isObject, look, objectsIn } from './templates';
import type { Json, JsonObject, System } from './templates';

/**
 * The system with a resource for each bucket, policy and access control that it names by an id, enabled. Conditions that may
 * turn out to be met are met, and functions at the edge let requests and answers pass as they are.
 */
export function atBest(system: System): System {
  const names = distributionsOf(system).flatMap(({ properties }) => objectsIn(look(properties, 'DistributionConfig', 'Origins')).flatMap((origin) => {
    const [, name] = /^(.+)\.s3[.-].*amazonaws\.com$/.exec(String(look(origin, 'DomainName'))) ?? [];
    return name ?? [];
  }));
  const theirs = Object.fromEntries([...new Set(names)].flatMap((name, index) => [[`Bucket${String(index)}`, bucket(name)], [`Policy${String(index)}`, policy(name)]]));
  const stacks = Object.entries(system.stacks).map(([name, template]) => {
    const resources = look(fixed(template), 'Resources');
    return [name, { ...template, Resources: { ...(isObject(resources) ? resources : {}), BestCachePolicy: CACHE_POLICY, BestAccessControl: ACCESS_CONTROL } }] as const;
  });
  return { ...system, stacks: { ...Object.fromEntries(stacks), Theirs: { Resources: theirs } } };
}

function fixed(value: Json, key = ''): Json {
  if (isList(value)) {
    return value.filter((each) => look(each, 'EventType') === undefined).map((each) => fixed(each));
  }
  if (isObject(value)) {
    const kept = Object.entries(value).filter(([name, inner]) => !(name === 'Condition' && typeof look(inner, 'StringEquals', 'AWS:SourceArn') === 'string'));
    return Object.fromEntries(kept.map(([name, inner]) => [name, fixed(inner, name)]));
  }
  switch (key) {
    case 'CachePolicyId':
      return value === '00000000-0000-4000-8000-000000000000' ? { Ref: 'BestCachePolicy' } : value;
    case 'OriginAccessControlId':
      return value === '' ? value : { 'Fn::GetAtt': ['BestAccessControl', 'Id'] };
    case 'Enabled':
      return true;
    default:
      return value;
  }
}

const HEADERS = ['Origin', 'Access-Control-Request-Method', 'Access-Control-Request-Headers'];

const CACHE_POLICY: JsonObject = {
  Type: 'AWS::CloudFront::CachePolicy',
  Properties: { CachePolicyConfig: {
    Name: 'best', MinTTL: 0, DefaultTTL: 0, MaxTTL: 0,
    ParametersInCacheKeyAndForwardedToOrigin: {
      EnableAcceptEncodingGzip: false, CookiesConfig: { CookieBehavior: 'none' }, QueryStringsConfig: { QueryStringBehavior: 'none' }, HeadersConfig: { HeaderBehavior: 'whitelist', Headers: HEADERS },
    },
  } },
};

const ACCESS_CONTROL: JsonObject = {
  Type: 'AWS::CloudFront::OriginAccessControl',
  Properties: { OriginAccessControlConfig: { Name: 'best', OriginAccessControlOriginType: 's3', SigningBehavior: 'always', SigningProtocol: 'sigv4' } },
};

function bucket(name: string): JsonObject {
  const rule = { AllowedOrigins: ['*'], AllowedMethods: ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'], AllowedHeaders: ['*'], ExposedHeaders: ['ETag', 'Content-Range', 'Accept-Ranges'] };
  return { Type: 'AWS::S3::Bucket', Properties: { BucketName: name, CorsConfiguration: { CorsRules: [rule] } } };
}

function policy(name: string): JsonObject {
  const statement = { Effect: 'Allow', Principal: { Service: 'cloudfront.amazonaws.com' }, Action: 's3:*', Resource: `arn:aws:s3:::${name}/*` };
  return { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: name, PolicyDocument: { Statement: [statement] } } };
}
