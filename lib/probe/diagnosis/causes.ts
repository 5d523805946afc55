/** What can be to blame, each once: the hop, the settings, and the fix in three languages. */

/** Where on the way it happens. */
export type Hop = 'browser' | 'cache of CloudFront' | 'CloudFront' | 'code at the edge' | 'S3' | 'firewall';

/** One cause. */
export interface Cause {
  readonly hop: Hop;
  /** The CloudFormation properties that can be wrong, the likeliest first. */
  readonly settings: readonly string[];
  /** What happens, in one sentence that follows "cause". */
  readonly says: string;
  /** What helps at once, before anything is deployed. */
  readonly now?: string;
  /** What ends it for good, in the words of those who change it. */
  readonly fix: { readonly console: string; readonly cloudFormation: string; readonly construct: string };
}

const FORWARD = {
  console: 'Behaviors > the path > Origin request policy: CORS-S3Origin',
  cloudFormation: 'OriginRequestPolicyId: 88a5eaf4-2fd4-4709-b370-b4c650ea3fcf (CORS-S3Origin); with ForwardedValues, Headers: [Origin, Access-Control-Request-Headers, Access-Control-Request-Method]',
  construct: 'CorsAssetDistribution forwards the three headers by itself',
};
const BUCKET_RULE = (what: string, entry: string, prop: string) => ({
  console: `S3 > the bucket > Permissions > Cross-origin resource sharing: ${what}`, cloudFormation: entry, construct: prop,
});
const POLICY = {
  console: 'Behaviors > the path > Response headers policy: one with CORS configured and "Origin override" on',
  cloudFormation: 'ResponseHeadersPolicyId of a policy whose CorsConfig lists the origin and has OriginOverride: true',
  construct: 'CorsAssetDistribution attaches it to every path',
};

export const CAUSES = {
  'rate-limit': {
    hop: 'CloudFront', settings: [], says: 'the distribution limits how often it is asked, and refuses for now',
    fix: { console: 'wait, or raise the limit of the rate rule in AWS WAF', cloudFormation: 'AWS::WAFv2::WebACL: the RateBasedStatement', construct: 'webAclArn: the rules of that web ACL' },
  },
  'firewall-blocks': {
    hop: 'firewall', settings: ['AWS::CloudFront::Distribution DistributionConfig.WebACLId'], says: 'a firewall (AWS WAF) blocks the request; it may block the probe and let browsers pass',
    fix: { console: 'WAF > Web ACLs > Sampled requests: see which rule blocks', cloudFormation: 'AWS::WAFv2::WebACL: allow OPTIONS, and CORS headers on the Block action', construct: 'webAclArn: the rules of that web ACL' },
  },
  'country-blocked': {
    hop: 'CloudFront', settings: ['AWS::CloudFront::Distribution DistributionConfig.Restrictions.GeoRestriction'], says: 'the distribution does not serve this country',
    fix: { console: 'Security > Geographic restrictions', cloudFormation: 'Restrictions.GeoRestriction', construct: 'geoRestriction' },
  },
  'https-required': {
    hop: 'CloudFront', settings: ['CacheBehavior.ViewerProtocolPolicy'], says: 'the behavior answers this over https only',
    fix: { console: 'load the file by its https URL', cloudFormation: 'load the file by its https URL', construct: 'load the file by its https URL' },
  },
  'options-not-allowed': {
    hop: 'CloudFront', settings: ['CacheBehavior.AllowedMethods'], says: 'CloudFront refuses the preflight (OPTIONS) itself: the behavior of this path does not allow the method, and S3 is never asked',
    fix: {
      console: 'Behaviors > the path > Allowed HTTP methods: GET, HEAD, OPTIONS', cloudFormation: 'AllowedMethods: [GET, HEAD, OPTIONS]', construct: 'CorsAssetDistribution allows OPTIONS by itself',
    },
  },
  'preflight-not-signed': {
    hop: 'CloudFront', settings: ['CacheBehavior.TrustedKeyGroups', 'CacheBehavior.TrustedSigners'], says: 'the behavior wants a signed URL or signed cookies, and a browser sends preflights without cookies',
    fix: {
      console: 'use signed URLs, whose preflights are signed too, or serve requests that need a preflight from a behavior without "Restrict viewer access"',
      cloudFormation: 'signed URLs, or a CacheBehavior without TrustedKeyGroups', construct: 'keyGroups: only on paths whose requests need no preflight, or signed URLs',
    },
  },
  'not-signed': {
    hop: 'CloudFront', settings: ['CacheBehavior.TrustedKeyGroups', 'CacheBehavior.TrustedSigners'], says: 'the behavior wants a signed URL or signed cookies, and this request has neither',
    fix: {
      console: 'Behaviors > the path > Restrict viewer access; probe with the signed URL, or --send \'Cookie: …\'', cloudFormation: 'TrustedKeyGroups', construct: 'keyGroups',
    },
  },
  'edge-code-answers-preflight': {
    hop: 'code at the edge', settings: ['CacheBehavior.FunctionAssociations', 'CacheBehavior.LambdaFunctionAssociations'],
    says: 'a function at the edge answers the preflight instead of S3: a preflight carries no cookies and no Authorization, and may not be redirected',
    fix: {
      console: 'let the function return the request as it is when its method is OPTIONS', cloudFormation: 'FunctionAssociations: code with `if (request.method === \'OPTIONS\') return request;`',
      construct: 'the same in the function that is given as `functions`',
    },
  },
  'edge-code-answers': {
    hop: 'code at the edge', settings: ['CacheBehavior.FunctionAssociations', 'CacheBehavior.LambdaFunctionAssociations'], says: 'a function at the edge answers instead of the origin',
    fix: { console: 'Functions: the code of the function of this path', cloudFormation: 'FunctionAssociations, LambdaFunctionAssociations', construct: 'functions, edgeLambdas' },
  },
  'edge-code-fails': {
    hop: 'code at the edge', settings: ['CacheBehavior.FunctionAssociations', 'CacheBehavior.LambdaFunctionAssociations'], says: 'a function at the edge throws or returns something that CloudFront refuses',
    fix: { console: 'Functions > the function > Test, and its logs in CloudWatch', cloudFormation: 'FunctionCode', construct: 'functions, edgeLambdas' },
  },
  'error-page-masks': {
    hop: 'CloudFront', settings: ['DistributionConfig.CustomErrorResponses'], says: 'an error is replaced by a page whose status says all is well, so that a missing file or a refused preflight looks like success',
    fix: {
      console: 'Error pages: remove the response code 200 for 403 and 404', cloudFormation: 'CustomErrorResponses without ResponseCode: 200', construct: 'serve the app from a distribution of its own',
    },
  },
  'origin-not-forwarded': {
    hop: 'CloudFront', settings: ['CacheBehavior.OriginRequestPolicyId', 'CacheBehavior.ForwardedValues', 'CacheBehavior.CachePolicyId'],
    says: 'the header Origin does not reach S3, which then cannot answer a CORS request', fix: FORWARD,
  },
  'request-headers-not-forwarded': {
    hop: 'CloudFront', settings: ['CacheBehavior.OriginRequestPolicyId', 'CacheBehavior.ForwardedValues', 'CacheBehavior.CachePolicyId'],
    says: 'Access-Control-Request-Method does not reach S3, which then refuses every preflight', fix: FORWARD,
  },
  'host-forwarded': {
    hop: 'CloudFront', settings: ['CacheBehavior.OriginRequestPolicyId', 'CacheBehavior.ForwardedValues', 'CacheBehavior.CachePolicyId'],
    says: 'the viewer\'s Host reaches S3, which takes it for the name of a bucket that does not exist', fix: FORWARD,
  },
  'bucket-without-cors': {
    hop: 'S3', settings: ['AWS::S3::Bucket CorsConfiguration'], says: 'the bucket has no CORS rules, so S3 refuses every preflight, and a response headers policy cannot turn a refusal into success',
    fix: BUCKET_RULE('add a rule with the origin, GET and HEAD', 'CorsConfiguration.CorsRules: [{ AllowedOrigins: [the origin], AllowedMethods: [GET, HEAD], AllowedHeaders: [\'*\'] }]', 'CorsAssetDistribution writes the rule from allowedOrigins'),
  },
  'bucket-refuses-header': {
    hop: 'S3', settings: ['AWS::S3::Bucket CorsConfiguration.CorsRules.AllowedHeaders'], says: 'the bucket\'s rule allows the origin, but not a header that the page sets',
    fix: BUCKET_RULE('add the header to AllowedHeaders', 'CorsRules: AllowedHeaders with the header', 'allowedHeaders with the header'),
  },
  'bucket-refuses-method': {
    hop: 'S3', settings: ['AWS::S3::Bucket CorsConfiguration.CorsRules.AllowedMethods'], says: 'the bucket\'s rule allows the origin, but not the method',
    fix: BUCKET_RULE('add the method to AllowedMethods', 'CorsRules: AllowedMethods with the method', 'allowedMethods, or uploads, with the method'),
  },
  'bucket-refuses-origin': {
    hop: 'S3', settings: ['AWS::S3::Bucket CorsConfiguration.CorsRules.AllowedOrigins'], says: 'no rule of the bucket allows this origin; S3 compares letter by letter, so a slash at the end, a missing scheme, a port or upper case is another origin',
    fix: BUCKET_RULE('write the origin exactly as browsers send it', 'CorsRules: AllowedOrigins with the origin exactly as browsers send it', 'allowedOrigins with the origin'),
  },
  'policy-refuses-header': {
    hop: 'CloudFront', settings: ['AWS::CloudFront::ResponseHeadersPolicy CorsConfig.AccessControlAllowHeaders', 'CacheBehavior.ResponseHeadersPolicyId'],
    says: 'S3 grants the preflight, and the response headers policy replaces its Access-Control-Allow-Headers by a list that lacks the header',
    fix: {
      console: 'Policies > Response headers > the policy > Access-Control-Allow-Headers: add the header', cloudFormation: 'AccessControlAllowHeaders: { Items: [the header] }', construct: 'allowedHeaders with the header',
    },
  },
  'policy-refuses-method': {
    hop: 'CloudFront', settings: ['AWS::CloudFront::ResponseHeadersPolicy CorsConfig.AccessControlAllowMethods'], says: 'S3 grants the preflight, and the response headers policy replaces its Access-Control-Allow-Methods by a list that lacks the method',
    fix: {
      console: 'Policies > Response headers > the policy > Access-Control-Allow-Methods: add the method', cloudFormation: 'AccessControlAllowMethods: { Items: [the method] }', construct: 'allowedMethods with the method',
    },
  },
  'origin-replaced': {
    hop: 'CloudFront', settings: ['DistributionConfig.Origins.OriginCustomHeaders'], says: 'the answer allows another origin, and it does not come from a cache: the header Origin is replaced on its way to S3',
    fix: { console: 'Origins > the origin > Custom header: remove Origin', cloudFormation: 'Origins: remove Origin from OriginCustomHeaders', construct: 'CorsAssetDistribution sends no custom header' },
  },
  'preflights-shared': {
    hop: 'cache of CloudFront', settings: ['CacheBehavior.CachedMethods', 'CacheBehavior.CachePolicyId', 'CacheBehavior.ForwardedValues'],
    says: 'answers to OPTIONS are cached without the origin in the key, so a page gets the answer for another one', now: 'invalidate the path',
    fix: { console: 'Behaviors > the path > Cached methods: without OPTIONS', cloudFormation: 'CachedMethods: [GET, HEAD]', construct: 'CorsAssetDistribution caches GET and HEAD only' },
  },
  'key-not-granted': {
    hop: 'S3', settings: ['AWS::KMS::Key KeyPolicy', 'AWS::S3::Bucket BucketEncryption', 'DistributionConfig.Origins.OriginAccessControlId'], says: 'S3 may not decrypt the file for CloudFront: the key policy does not grant kms:Decrypt to the distribution',
    fix: {
      console: 'KMS > the key > Key policy: allow kms:Decrypt to cloudfront.amazonaws.com with AWS:SourceArn; the key aws/s3 cannot be granted', cloudFormation: 'KeyPolicy: allow kms:Decrypt to cloudfront.amazonaws.com; not the key aws/s3',
      construct: 'encryptionKey: its policy is written by the construct',
    },
  },
  'access-denied': {
    hop: 'S3', settings: ['AWS::S3::BucketPolicy PolicyDocument', 'AWS::CloudFront::OriginAccessControl OriginAccessControlConfig.SigningBehavior', 'DistributionConfig.Origins.OriginAccessControlId', 'AWS::S3::Bucket PublicAccessBlockConfiguration'],
    says: 'S3 denies the file to CloudFront: the bucket policy does not admit the distribution or denies it, the origin does not sign, or the file does not exist',
    fix: {
      console: 'Origins > the origin > Origin access: a control that signs requests; copy its policy to S3 > Permissions > Bucket policy; check that the key exists',
      cloudFormation: 'BucketPolicy: s3:GetObject for cloudfront.amazonaws.com with AWS:SourceArn, and OriginAccessControl with SigningBehavior: always', construct: 'CorsAssetDistribution writes both; check that the file was deployed',
    },
  },
  'file-missing': {
    hop: 'S3', settings: [], says: 'the file does not exist under this path; the console of the browser blames CORS where the error carries no permission',
    fix: { console: 'S3 > the bucket: check the key, and the origin path of the origin', cloudFormation: 'Origins: OriginPath', construct: 'check that the file was deployed, and originPath' },
  },
  'redirected': {
    hop: 'CloudFront', settings: [], says: 'the file is redirected; a probe follows no redirect, and a browser fetches the new URL as another request',
    fix: { console: 'probe the URL to which it is redirected', cloudFormation: 'probe the URL to which it is redirected', construct: 'probe the URL to which it is redirected' },
  },
  'browser-header-silences-policy': {
    hop: 'CloudFront', settings: ['AWS::CloudFront::ResponseHeadersPolicy CorsConfig.AccessControlAllowHeaders'],
    says: 'browsers add a header by themselves (Priority) that the policy\'s Allow-Headers does not cover, and CloudFront then withholds the policy\'s CORS headers; without that header the same file is allowed',
    fix: {
      console: 'Policies > Response headers > a policy of your own with Access-Control-Allow-Headers: All headers, or the names that browsers add', cloudFormation: 'AccessControlAllowHeaders: { Items: [\'*\'] }, or Priority, Cache-Control and Pragma next to the page\'s own headers',
      construct: 'CorsAssetDistribution lists these names by itself',
    },
  },
  'copy-without-permission': {
    hop: 'cache of CloudFront', settings: ['CacheBehavior.CachePolicyId', 'CacheBehavior.ForwardedValues', 'CacheBehavior.ResponseHeadersPolicyId', 'CacheBehavior.OriginRequestPolicyId'],
    says: 'the cached copy carries no permission, and a fresh answer does: somebody asked without Origin first, and CloudFront keeps one copy for all origins', now: 'invalidate the path',
    fix: {
      ...POLICY, cloudFormation: `${POLICY.cloudFormation}, or a cache policy with Origin in the key`,
    },
  },
  'copy-of-another-origin': {
    hop: 'cache of CloudFront', settings: ['CacheBehavior.CachePolicyId', 'CacheBehavior.ForwardedValues', 'AWS::CloudFront::ResponseHeadersPolicy CorsConfig.OriginOverride', 'CacheBehavior.ResponseHeadersPolicyId'],
    says: 'the cached copy is made for another origin: S3\'s answer is kept, and CloudFront keeps one copy for all origins', now: 'invalidate the path',
    fix: { ...POLICY, cloudFormation: `${POLICY.cloudFormation}, or a cache policy with Origin in the key` },
  },
  'copies-shared': {
    hop: 'cache of CloudFront', settings: ['CacheBehavior.CachePolicyId', 'CacheBehavior.ForwardedValues', 'AWS::CloudFront::ResponseHeadersPolicy CorsConfig.OriginOverride', 'CacheBehavior.ResponseHeadersPolicyId'],
    says: 'the permission comes from S3 alone, and pages of all origins share one copy: the next copy may be made for a visitor without Origin, and then nobody may read it',
    fix: { ...POLICY, cloudFormation: `${POLICY.cloudFormation}, or a cache policy with Origin in the key` },
  },
  'no-permission': {
    hop: 'CloudFront', settings: ['CacheBehavior.ResponseHeadersPolicyId', 'AWS::CloudFront::ResponseHeadersPolicy CorsConfig.AccessControlAllowOrigins', 'CacheBehavior.OriginRequestPolicyId'],
    says: 'nobody gives permission for the file: the behavior of this path has no response headers policy that allows the origin, and S3 says nothing either', fix: POLICY,
  },
  'wildcard-with-credentials': {
    hop: 'browser', settings: ['AWS::S3::Bucket CorsConfiguration.CorsRules.AllowedOrigins', 'AWS::CloudFront::ResponseHeadersPolicy CorsConfig.AccessControlAllowOrigins', 'CacheBehavior.ResponseHeadersPolicyId'],
    says: 'the answer allows * and the page sends cookies; browsers then want its origin by name',
    fix: { console: 'name the origins in the bucket\'s rule and in the policy', cloudFormation: 'AllowedOrigins and AccessControlAllowOrigins with the origins by name', construct: 'allowedOrigins by name, with allowCredentials' },
  },
  'credentials-not-allowed': {
    hop: 'browser', settings: ['AWS::CloudFront::ResponseHeadersPolicy CorsConfig.AccessControlAllowCredentials'], says: 'the answer allows the origin, but not with cookies: Access-Control-Allow-Credentials: true is missing',
    fix: { console: 'Policies > Response headers > the policy > Access-Control-Allow-Credentials', cloudFormation: 'AccessControlAllowCredentials: true', construct: 'allowCredentials: true' },
  },
  'permission-for-another-origin': {
    hop: 'CloudFront', settings: ['AWS::CloudFront::ResponseHeadersPolicy CorsConfig.AccessControlAllowOrigins', 'AWS::S3::Bucket CorsConfiguration.CorsRules.AllowedOrigins'], says: 'the answer allows another origin than that of the page',
    fix: { console: 'add the origin to the policy and to the bucket\'s rule', cloudFormation: 'AccessControlAllowOrigins and AllowedOrigins with the origin', construct: 'allowedOrigins with the origin' },
  },
  'permission-twice': {
    hop: 'CloudFront', settings: ['AWS::CloudFront::ResponseHeadersPolicy CorsConfig', 'CacheBehavior.FunctionAssociations'], says: 'two Access-Control-Allow-Origin headers arrive, and browsers refuse both: the origin and something at the edge each add one',
    fix: { console: 'let only one add it: a policy with "Origin override" on replaces what the origin sends', cloudFormation: 'OriginOverride: true, and no function that adds the header', construct: 'CorsAssetDistribution has one authority' },
  },
  'header-not-exposed': {
    hop: 'browser', settings: ['AWS::CloudFront::ResponseHeadersPolicy CorsConfig.AccessControlExposeHeaders', 'AWS::S3::Bucket CorsConfiguration.CorsRules.ExposedHeaders'], says: 'the page may read the file, but not the response header that it wants',
    fix: { console: 'add the header to Access-Control-Expose-Headers of the policy (for uploads: ExposeHeaders of the bucket\'s rule)', cloudFormation: 'AccessControlExposeHeaders; for uploads ExposedHeaders: [ETag]', construct: 'exposedHeaders with the header' },
  },
  'vary-missing': {
    hop: 'browser', settings: ['AWS::CloudFront::ResponseHeadersPolicy CustomHeadersConfig', 'AWS::CloudFront::ResponseHeadersPolicy RemoveHeadersConfig'],
    says: 'an answer without CORS headers has no Vary: Origin, so a browser that showed the file in an <img> without crossorigin keeps that answer and then blocks the page\'s own request',
    fix: { console: 'attach a response headers policy with CORS configured, or add crossorigin to every element that loads the file', cloudFormation: 'a ResponseHeadersPolicy with CorsConfig, and no RemoveHeadersConfig of Vary', construct: 'CorsAssetDistribution sees to it' },
  },
  'everybody-allowed': {
    hop: 'CloudFront', settings: ['AWS::S3::Bucket CorsConfiguration.CorsRules.AllowedOrigins', 'AWS::CloudFront::ResponseHeadersPolicy CorsConfig.AccessControlAllowOrigins'], says: 'every origin is answered by its own name with credentials allowed, so any page may read the file with the visitor\'s cookies',
    fix: { console: 'list the origins, or allow * without credentials', cloudFormation: 'AllowedOrigins without https://* and http*', construct: 'allowedOrigins by name' },
  },
  'resource-policy-forbids': {
    hop: 'browser', settings: ['AWS::CloudFront::ResponseHeadersPolicy CustomHeadersConfig'], says: 'Cross-Origin-Resource-Policy keeps the file from pages of other sites that load it without crossorigin',
    fix: { console: 'Policies > Response headers > the policy > Custom headers: Cross-Origin-Resource-Policy: cross-origin', cloudFormation: 'CustomHeadersConfig: Cross-Origin-Resource-Policy: cross-origin', construct: 'CorsAssetDistribution does not set it to same-origin' },
  },
  'origin-fails': {
    hop: 'CloudFront', settings: ['DistributionConfig.Origins'], says: 'the origin answers with an error, and the error carries no permission either',
    fix: { console: 'Origins: ask the origin itself for the file', cloudFormation: 'Origins', construct: 'the bucket' },
  },
} as const satisfies Readonly<Record<string, Cause>>;

/** The public name of a cause. */
export type CauseId = keyof typeof CAUSES;

export function causeOf(id: CauseId): Cause {
  return CAUSES[id];
}
