/** Templates for the examples of rules about requests: one stack, right in everything that an example does not change. */

/** Property -> value as YAML; `undefined` leaves a property out. */
type Properties = Readonly<Record<string, string | undefined>>;

/** What an example changes. */
export interface ExampleParts {
  /** Merged into the bucket's CORS rule; `null`: the bucket has no rules. */
  readonly rule?: Properties | null;
  /** Merged into the default behavior. */
  readonly behavior?: Properties;
  /** Merged into the policy's CORS block; `null`: there is no policy. */
  readonly cors?: Properties | null;
  /** Next to the policy's CORS block. */
  readonly policy?: Properties;
  readonly origin?: Properties;
  /** Further origins, as YAML. */
  readonly origins?: readonly string[];
  /** Merged into the bucket, next to its CORS rule. */
  readonly bucket?: Properties;
  /** Merged into the statement that admits the distribution; `null`: the bucket has no policy. */
  readonly statement?: Properties | null;
  /** Further statements of the bucket's policy. */
  readonly statements?: readonly Properties[];
  /** Merged into the configuration of the origin access control. */
  readonly accessControl?: Properties;
  /** Merged into the distribution. */
  readonly distribution?: Properties;
  /** Further resources, as YAML. */
  readonly more?: string;
}

const VARY = '{ Items: [{ Header: Vary, Value: \'Origin, Accept-Encoding\', Override: true }] }';

const RULE: Properties = { AllowedOrigins: '[https://app.example.com]', AllowedMethods: '[GET, HEAD]', AllowedHeaders: '[\'*\']' };

const BEHAVIOR: Properties = {
  TargetOriginId: 'assets',
  ViewerProtocolPolicy: 'redirect-to-https',
  AllowedMethods: '[GET, HEAD, OPTIONS]',
  CachePolicyId: '658327ea-f89d-4fab-a63d-7e88639e58f6 # CachingOptimized',
  OriginRequestPolicyId: '88a5eaf4-2fd4-4709-b370-b4c650ea3fcf # CORS-S3Origin',
};

const CORS: Properties = {
  AccessControlAllowOrigins: '{ Items: [https://app.example.com] }',
  AccessControlAllowMethods: '{ Items: [GET, HEAD] }',
  AccessControlAllowHeaders: '{ Items: [\'*\'] }',
  AccessControlAllowCredentials: 'false',
  OriginOverride: 'true',
};

/** The stack as YAML. */
export function exampleStack(parts: ExampleParts = {}): string {
  const hasPolicy = parts.cors !== null;
  return [
    '',
    'Assets:',
    '  Type: AWS::S3::Bucket',
    ...bucketProperties(parts),
    ...distribution(parts, hasPolicy),
    ...(hasPolicy ? policy(parts) : []),
    ...accessControl(parts),
    ...(parts.statement === null ? [] : bucketPolicy(parts)),
    ...(parts.more === undefined ? [] : [parts.more.trim()]),
    '',
  ].join('\n');
}

/** A bucket alone, with these CORS rules, as YAML. */
export function exampleBucket(...rules: readonly Properties[]): string {
  return ['', 'Assets:', '  Type: AWS::S3::Bucket', '  Properties:', '    CorsConfiguration:', '      CorsRules:', ...rules.flatMap((rule) => item(8, rule)), ''].join('\n');
}

/** The stack with a function on its behavior: the statements of its handler. */
export function exampleFunction(event: 'viewer-request' | 'viewer-response', statements: readonly string[], parts: ExampleParts = {}): string {
  const more = [
    'Edge:',
    '  Type: AWS::CloudFront::Function',
    '  Properties:',
    ...lines(4, { Name: 'edge', AutoPublish: 'true', FunctionConfig: '{ Comment: Edge, Runtime: cloudfront-js-2.0 }' }),
    '    FunctionCode: |',
    ...['function handler(event) {', ...statements.map((line) => `  ${line}`), '}'].map((line) => `      ${line}`),
  ].join('\n');
  const behavior = { FunctionAssociations: `[{ EventType: ${event}, FunctionARN: !GetAtt Edge.FunctionARN }]`, ...parts.behavior };
  return exampleStack({ ...parts, behavior, more: parts.more === undefined ? more : `${more}\n${parts.more}` });
}

function distribution({ origin, origins = [], behavior, distribution: others }: ExampleParts, hasPolicy: boolean): readonly string[] {
  return [
    'Distribution:',
    '  Type: AWS::CloudFront::Distribution',
    '  Properties:',
    '    DistributionConfig:',
    '      Enabled: true',
    '      Origins:',
    ...item(8, {
      Id: 'assets', DomainName: '!GetAtt Assets.RegionalDomainName', OriginAccessControlId: '!Ref AccessControl', S3OriginConfig: '{}', ...origin,
    }),
    ...origins.map((each) => `        - ${each}`),
    '      DefaultCacheBehavior:',
    ...lines(8, { ...BEHAVIOR, ...(hasPolicy ? { ResponseHeadersPolicyId: '!Ref CorsPolicy' } : {}), ...behavior }),
    ...lines(6, others ?? {}),
  ];
}

function policy({ cors, policy: others }: ExampleParts): readonly string[] {
  return [
    'CorsPolicy:',
    '  Type: AWS::CloudFront::ResponseHeadersPolicy',
    '  Properties:',
    '    ResponseHeadersPolicyConfig:',
    '      Name: assets',
    '      CorsConfig:',
    ...lines(8, { ...CORS, ...cors }),
    ...lines(6, { CustomHeadersConfig: VARY, ...others }),
  ];
}

function bucketProperties({ rule, bucket = {} }: ExampleParts): readonly string[] {
  const rules = rule === null ? [] : ['    CorsConfiguration:', '      CorsRules:', ...item(8, { ...RULE, ...rule })];
  const all = [...lines(4, bucket), ...rules];
  return all.length === 0 ? [] : ['  Properties:', ...all];
}

function accessControl({ accessControl: changed }: ExampleParts): readonly string[] {
  return [
    'AccessControl:',
    '  Type: AWS::CloudFront::OriginAccessControl',
    '  Properties:',
    '    OriginAccessControlConfig:',
    ...lines(6, { Name: 'assets', OriginAccessControlOriginType: 's3', SigningBehavior: 'always', SigningProtocol: 'sigv4', ...changed }),
  ];
}

/** Statement that lets CloudFront read for one distribution. */
const READ: Properties = {
  Effect: 'Allow',
  Principal: '{ Service: cloudfront.amazonaws.com }',
  Action: 's3:GetObject',
  Resource: '!Sub \'${Assets.Arn}/*\'',
  Condition: '{ StringEquals: { AWS:SourceArn: !Sub \'arn:aws:cloudfront::${AWS::AccountId}:distribution/${Distribution}\' } }',
};

function bucketPolicy({ statement, statements = [] }: ExampleParts): readonly string[] {
  return [
    'AssetsPolicy:',
    '  Type: AWS::S3::BucketPolicy',
    '  Properties:',
    '    Bucket: !Ref Assets',
    '    PolicyDocument:',
    '      Statement:',
    ...item(8, { ...READ, ...statement }),
    ...statements.flatMap((each) => item(8, each)),
  ];
}

function lines(indent: number, properties: Properties): readonly string[] {
  return Object.entries(properties).flatMap(([name, value]) => (value === undefined ? [] : [`${' '.repeat(indent)}${name}: ${value}`]));
}

function item(indent: number, properties: Properties): readonly string[] {
  return lines(indent + 2, properties).map((line, index) => (index === 0 ? `${' '.repeat(indent)}- ${line.trimStart()}` : line));
}
