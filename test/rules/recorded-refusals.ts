/** The error rules whose mistake no exchange can show: what is not deployed answers no request. */

/** What AWS says to the wrong example. Where no text is recorded, the page that documents the refusal. */
export const REFUSALS: Readonly<Record<string, string>> = {
  'access-control-name': 'https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_OriginAccessControlConfig.html',
  'access-identity-format': 'The specified origin access identity does not exist or is not valid',
  'behavior-methods': 'https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_AllowedMethods.html',
  'bucket-cors-duplicates': 'array items are not unique',
  'bucket-cors-empty': 'The XML you provided was not well-formed or did not validate against our published schema',
  'bucket-cors-exposed-header': 'ExposeHeader "*" contains wildcard. We currently do not support wildcard for ExposeHeader.',
  'bucket-cors-limits': 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-s3-bucket-corsrule.html',
  'bucket-cors-method': 'Found unsupported HTTP method in CORS config. Unsupported method is OPTIONS',
  'bucket-cors-wildcards': 'AllowedOrigin "https://*.example.*" can not have more than one wildcard.',
  'cache-settings': 'The parameter ForwardedValues cannot be used when a cache policy is associated to the cache behavior.',
  'headers-policy-credentials': 'The parameter Access-Control-Allow-Headers cannot contain * when allowCredentials is true.',
  'headers-policy-empty-list': 'https://github.com/awsdocs/aws-cloudformation-user-guide/issues/1179',
  'headers-policy-header-name': 'https://github.com/aws/aws-cdk/pull/32206',
  'headers-policy-method': 'Internal error reported from downstream service',
  'headers-policy-missing-field': 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-cloudfront-responseheaderspolicy-corsconfig.html',
  'headers-policy-origin': 'The parameter Access-Control-Allow-Origin contains https://app.example.com/ which is not a valid URL.',
  'headers-policy-without-section': 'https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1156',
  'origin-config': 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-cloudfront-distribution-origin.html',
  'policy-id': 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html',
  'two-access-controls': 'https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateDistribution.html',
  'two-bucket-policies': 'The bucket policy already exists on bucket',
  'website-endpoint-as-bucket': 'Illegal configuration: The origin type and OAC origin type differ.',
};
