import type { Cause } from './cause';

/** What does not reach S3, and what S3 refuses. */
export const ORIGIN_CAUSES = {
  'origin-not-forwarded': {
    hop: 'CloudFront',
    settings: ['CacheBehavior.OriginRequestPolicyId', 'CacheBehavior.ForwardedValues', 'CacheBehavior.CachePolicyId'],
    says: 'the header Origin does not reach S3, which then cannot answer a CORS request',
    fix: {
      console: 'Behaviors > the path > Origin request policy: CORS-S3Origin',
      cloudFormation: 'OriginRequestPolicyId: 88a5eaf4-2fd4-4709-b370-b4c650ea3fcf (CORS-S3Origin); with ForwardedValues, Headers: '
        + '[Origin, Access-Control-Request-Headers, Access-Control-Request-Method]',
      construct: 'CorsAssetDistribution forwards the three headers by itself',
    },
  },
  'request-headers-not-forwarded': {
    hop: 'CloudFront',
    settings: ['CacheBehavior.OriginRequestPolicyId', 'CacheBehavior.ForwardedValues', 'CacheBehavior.CachePolicyId'],
    says: 'Access-Control-Request-Method does not reach S3, which then refuses every preflight',
    fix: {
      console: 'Behaviors > the path > Origin request policy: CORS-S3Origin',
      cloudFormation: 'OriginRequestPolicyId: 88a5eaf4-2fd4-4709-b370-b4c650ea3fcf (CORS-S3Origin); with ForwardedValues, Headers: '
        + '[Origin, Access-Control-Request-Headers, Access-Control-Request-Method]',
      construct: 'CorsAssetDistribution forwards the three headers by itself',
    },
  },
  'host-forwarded': {
    hop: 'CloudFront',
    settings: ['CacheBehavior.OriginRequestPolicyId', 'CacheBehavior.ForwardedValues', 'CacheBehavior.CachePolicyId'],
    says: 'the viewer\'s Host reaches S3, which takes it for the name of a bucket that does not exist',
    fix: {
      console: 'Behaviors > the path > Origin request policy: CORS-S3Origin',
      cloudFormation: 'OriginRequestPolicyId: 88a5eaf4-2fd4-4709-b370-b4c650ea3fcf (CORS-S3Origin); with ForwardedValues, Headers: '
        + '[Origin, Access-Control-Request-Headers, Access-Control-Request-Method]',
      construct: 'CorsAssetDistribution forwards the three headers by itself',
    },
  },
  'bucket-without-cors': {
    hop: 'S3',
    settings: ['AWS::S3::Bucket CorsConfiguration'],
    says: 'the bucket has no CORS rules, so S3 refuses every preflight, and a response headers policy cannot turn a refusal into '
      + 'success',
    fix: {
      console: 'S3 > the bucket > Permissions > Cross-origin resource sharing: add a rule with the origin, GET and HEAD',
      cloudFormation: 'CorsConfiguration.CorsRules: [{ AllowedOrigins: [the origin], AllowedMethods: [GET, HEAD], AllowedHeaders: '
        + '[\'*\'] }]',
      construct: 'CorsAssetDistribution writes the rule from allowedOrigins',
    },
  },
  'bucket-refuses-header': {
    hop: 'S3',
    settings: ['AWS::S3::Bucket CorsConfiguration.CorsRules.AllowedHeaders'],
    says: 'the bucket\'s rule allows the origin, but not a header that the page sets',
    fix: {
      console: 'S3 > the bucket > Permissions > Cross-origin resource sharing: add the header to AllowedHeaders',
      cloudFormation: 'CorsRules: AllowedHeaders with the header',
      construct: 'allowedHeaders with the header',
    },
  },
  'bucket-refuses-method': {
    hop: 'S3',
    settings: ['AWS::S3::Bucket CorsConfiguration.CorsRules.AllowedMethods'],
    says: 'the bucket\'s rule allows the origin, but not the method',
    fix: {
      console: 'S3 > the bucket > Permissions > Cross-origin resource sharing: add the method to AllowedMethods',
      cloudFormation: 'CorsRules: AllowedMethods with the method',
      construct: 'allowedMethods, or uploads, with the method',
    },
  },
  'bucket-refuses-origin': {
    hop: 'S3',
    settings: ['AWS::S3::Bucket CorsConfiguration.CorsRules.AllowedOrigins'],
    says: 'no rule of the bucket allows this origin; S3 compares letter by letter, so a slash at the end, a missing scheme, a port or '
      + 'upper case is another origin',
    fix: {
      console: 'S3 > the bucket > Permissions > Cross-origin resource sharing: write the origin exactly as browsers send it',
      cloudFormation: 'CorsRules: AllowedOrigins with the origin exactly as browsers send it',
      construct: 'allowedOrigins with the origin',
    },
  },
  'origin-replaced': {
    hop: 'CloudFront',
    settings: ['DistributionConfig.Origins.OriginCustomHeaders'],
    says: 'the answer allows another origin, and it does not come from a cache: the header Origin is replaced on its way to S3',
    fix: {
      console: 'Origins > the origin > Custom header: remove Origin',
      cloudFormation: 'Origins: remove Origin from OriginCustomHeaders',
      construct: 'CorsAssetDistribution sends no custom header',
    },
  },
  'key-not-granted': {
    hop: 'S3',
    settings: ['AWS::KMS::Key KeyPolicy', 'AWS::S3::Bucket BucketEncryption', 'DistributionConfig.Origins.OriginAccessControlId'],
    says: 'S3 may not decrypt the file for CloudFront: the key policy does not grant kms:Decrypt to the distribution',
    fix: {
      console: 'KMS > the key > Key policy: allow kms:Decrypt to cloudfront.amazonaws.com with AWS:SourceArn; the key aws/s3 cannot '
        + 'be granted',
      cloudFormation: 'KeyPolicy: allow kms:Decrypt to cloudfront.amazonaws.com; not the key aws/s3',
      construct: 'encryptionKey: its policy is written by the construct',
    },
  },
  'access-denied': {
    hop: 'S3',
    settings: [
      'AWS::S3::BucketPolicy PolicyDocument',
      'AWS::CloudFront::OriginAccessControl OriginAccessControlConfig.SigningBehavior',
      'DistributionConfig.Origins.OriginAccessControlId',
      'AWS::S3::Bucket PublicAccessBlockConfiguration',
    ],
    says: 'S3 denies the file to CloudFront: the bucket policy does not admit the distribution or denies it, the origin does not '
      + 'sign, or the file does not exist',
    fix: {
      console: 'Origins > the origin > Origin access: a control that signs requests; copy its policy to S3 > Permissions > Bucket '
        + 'policy; check that the key exists',
      cloudFormation: 'BucketPolicy: s3:GetObject for cloudfront.amazonaws.com with AWS:SourceArn, and OriginAccessControl with '
        + 'SigningBehavior: always',
      construct: 'CorsAssetDistribution writes both; check that the file was deployed',
    },
  },
  'file-missing': {
    hop: 'S3',
    settings: [],
    says: 'the file does not exist under this path; the console of the browser blames CORS where the error carries no permission',
    fix: {
      console: 'S3 > the bucket: check the key, and the origin path of the origin',
      cloudFormation: 'Origins: OriginPath',
      construct: 'check that the file was deployed, and originPath',
    },
  },
} as const satisfies Readonly<Record<string, Cause>>;
