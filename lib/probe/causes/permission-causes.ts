import type { Cause } from './cause';

/** The fix that makes the edge the one who says who may read. */
export const OVERRIDING_POLICY = {
  console: 'Behaviors > the path > Response headers policy: one with CORS configured and "Origin override" on',
  cloudFormation: 'ResponseHeadersPolicyId of a policy whose CorsConfig lists the origin and has OriginOverride: true',
  construct: 'CorsAssetDistribution attaches it to every path',
};

/** What is wrong with the permission in an answer that arrives. */
export const PERMISSION_CAUSES = {
  'policy-refuses-header': {
    hop: 'CloudFront',
    settings: ['AWS::CloudFront::ResponseHeadersPolicy CorsConfig.AccessControlAllowHeaders', 'CacheBehavior.ResponseHeadersPolicyId'],
    says: 'S3 grants the preflight, and the response headers policy replaces its Access-Control-Allow-Headers by a list that lacks '
      + 'the header',
    fix: {
      console: 'Policies > Response headers > the policy > Access-Control-Allow-Headers: add the header',
      cloudFormation: 'AccessControlAllowHeaders: { Items: [the header] }',
      construct: 'allowedHeaders with the header',
    },
  },
  'policy-refuses-method': {
    hop: 'CloudFront',
    settings: ['AWS::CloudFront::ResponseHeadersPolicy CorsConfig.AccessControlAllowMethods'],
    says: 'S3 grants the preflight, and the response headers policy replaces its Access-Control-Allow-Methods by a list that lacks '
      + 'the method',
    fix: {
      console: 'Policies > Response headers > the policy > Access-Control-Allow-Methods: add the method',
      cloudFormation: 'AccessControlAllowMethods: { Items: [the method] }',
      construct: 'allowedMethods with the method',
    },
  },
  'browser-header-silences-policy': {
    hop: 'CloudFront',
    settings: ['AWS::CloudFront::ResponseHeadersPolicy CorsConfig.AccessControlAllowHeaders'],
    says: 'browsers add a header by themselves (Priority) that the policy\'s Allow-Headers does not cover, and CloudFront then '
      + 'withholds the policy\'s CORS headers; without that header the same file is allowed',
    fix: {
      console: 'Policies > Response headers > a policy of your own with Access-Control-Allow-Headers: All headers, or the names that '
        + 'browsers add',
      cloudFormation: 'AccessControlAllowHeaders: { Items: [\'*\'] }, or Priority, Cache-Control and Pragma next to the page\'s own '
        + 'headers',
      construct: 'CorsAssetDistribution lists these names by itself',
    },
  },
  'no-permission': {
    hop: 'CloudFront',
    settings: [
      'CacheBehavior.ResponseHeadersPolicyId',
      'AWS::CloudFront::ResponseHeadersPolicy CorsConfig.AccessControlAllowOrigins',
      'CacheBehavior.OriginRequestPolicyId',
    ],
    says: 'nobody gives permission for the file: the behavior of this path has no response headers policy that allows the origin, and '
      + 'S3 says nothing either',
    fix: OVERRIDING_POLICY,
  },
  'wildcard-with-credentials': {
    hop: 'browser',
    settings: [
      'AWS::S3::Bucket CorsConfiguration.CorsRules.AllowedOrigins',
      'AWS::CloudFront::ResponseHeadersPolicy CorsConfig.AccessControlAllowOrigins',
      'CacheBehavior.ResponseHeadersPolicyId',
    ],
    says: 'the answer allows * and the page sends cookies; browsers then want its origin by name',
    fix: {
      console: 'name the origins in the bucket\'s rule and in the policy',
      cloudFormation: 'AllowedOrigins and AccessControlAllowOrigins with the origins by name',
      construct: 'allowedOrigins by name, with allowCredentials',
    },
  },
  'credentials-not-allowed': {
    hop: 'browser',
    settings: ['AWS::CloudFront::ResponseHeadersPolicy CorsConfig.AccessControlAllowCredentials'],
    says: 'the answer allows the origin, but not with cookies: Access-Control-Allow-Credentials: true is missing',
    fix: {
      console: 'Policies > Response headers > the policy > Access-Control-Allow-Credentials',
      cloudFormation: 'AccessControlAllowCredentials: true',
      construct: 'allowCredentials: true',
    },
  },
  'permission-for-another-origin': {
    hop: 'CloudFront',
    settings: [
      'AWS::CloudFront::ResponseHeadersPolicy CorsConfig.AccessControlAllowOrigins',
      'AWS::S3::Bucket CorsConfiguration.CorsRules.AllowedOrigins',
    ],
    says: 'the answer allows another origin than that of the page',
    fix: {
      console: 'add the origin to the policy and to the bucket\'s rule',
      cloudFormation: 'AccessControlAllowOrigins and AllowedOrigins with the origin',
      construct: 'allowedOrigins with the origin',
    },
  },
  'permission-twice': {
    hop: 'CloudFront',
    settings: ['AWS::CloudFront::ResponseHeadersPolicy CorsConfig', 'CacheBehavior.FunctionAssociations'],
    says: 'two Access-Control-Allow-Origin headers arrive, and browsers refuse both: the origin and something at the edge each add '
      + 'one',
    fix: {
      console: 'let only one add it: a policy with "Origin override" on replaces what the origin sends',
      cloudFormation: 'OriginOverride: true, and no function that adds the header',
      construct: 'CorsAssetDistribution has one authority',
    },
  },
  'header-not-exposed': {
    hop: 'browser',
    settings: [
      'AWS::CloudFront::ResponseHeadersPolicy CorsConfig.AccessControlExposeHeaders',
      'AWS::S3::Bucket CorsConfiguration.CorsRules.ExposedHeaders',
    ],
    says: 'the page may read the file, but not the response header that it wants',
    fix: {
      console: 'add the header to Access-Control-Expose-Headers of the policy (for uploads: ExposeHeaders of the bucket\'s rule)',
      cloudFormation: 'AccessControlExposeHeaders; for uploads ExposedHeaders: [ETag]',
      construct: 'exposedHeaders with the header',
    },
  },
  'everybody-allowed': {
    hop: 'CloudFront',
    settings: [
      'AWS::S3::Bucket CorsConfiguration.CorsRules.AllowedOrigins',
      'AWS::CloudFront::ResponseHeadersPolicy CorsConfig.AccessControlAllowOrigins',
    ],
    says: 'every origin is answered by its own name with credentials allowed, so any page may read the file with the visitor\'s '
      + 'cookies',
    fix: {
      console: 'list the origins, or allow * without credentials',
      cloudFormation: 'AllowedOrigins without https://* and http*',
      construct: 'allowedOrigins by name',
    },
  },
  'resource-policy-forbids': {
    hop: 'browser',
    settings: ['AWS::CloudFront::ResponseHeadersPolicy CustomHeadersConfig'],
    says: 'Cross-Origin-Resource-Policy keeps the file from pages of other sites that load it without crossorigin',
    fix: {
      console: 'Policies > Response headers > the policy > Custom headers: Cross-Origin-Resource-Policy: cross-origin',
      cloudFormation: 'CustomHeadersConfig: Cross-Origin-Resource-Policy: cross-origin',
      construct: 'CorsAssetDistribution does not set it to same-origin',
    },
  },
} as const satisfies Readonly<Record<string, Cause>>;
