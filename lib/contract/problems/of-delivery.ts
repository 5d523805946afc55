/** What can be wrong with buckets, names, files, uploads and logs: see `PROBLEMS`. */
export const DELIVERY_PROBLEMS = {
  'domain-without-certificate': {
    says: 'domain names are given without a certificate, and CloudFront refuses that',
    allowed: 'domainNames together with certificate',
  },
  'certificate-without-domain': {
    says: 'a certificate or hosted zone is given without domain names, so it would have no effect',
    allowed: 'domainNames together with certificate and, if wanted, hostedZone',
  },
  'certificate-region': {
    says: 'the certificate is in a region that CloudFront does not read',
    allowed: 'a certificate in us-east-1',
  },
  'domain-outside-zone': {
    says: 'the domain name is not inside the hosted zone',
    allowed: 'the zone\'s own name or a name below it',
  },
  'records-of-unknown-names': {
    says: 'records are wanted for a list of domain names that is known only when it is deployed, so nobody can tell how many',
    allowed: 'hostedZone together with domainNames written out (each name may be a deploy-time value)',
  },
  'tls-without-domain': {
    says: 'a minimum TLS version is given without a custom domain; CloudFront would drop it silently',
    allowed: 'minimumProtocolVersion together with domainNames and certificate',
  },
  'bucket-option': {
    says: 'this option shapes the bucket that the construct would make, but an existing bucket is given',
    allowed: 'this option without `bucket`, or `bucket` without this option',
  },
  'policy-option': {
    says: 'this option shapes the response headers policy that the construct would make, but corsPolicy is given',
    allowed: 'this option on the CorsPolicy itself',
  },
  'failover-same-bucket': {
    says: 'the bucket that should answer when the first does not is the first',
    allowed: 'another bucket, best in another region',
  },
  'failover-status': {
    says: 'CloudFront does not fail over for this status',
    allowed: '400, 403, 404, 416, 500, 502, 503, 504',
  },
  'failover-without-bucket': {
    says: 'statuses are given, and no bucket that would answer then',
    allowed: 'failoverStatusCodes together with failoverBucket',
  },
  'header-value': {
    says: 'not a value that CloudFront takes for a header',
    allowed: '1 to 1783 printable ASCII characters',
  },
  'custom-header-reserved': {
    says: 'another property says this header, and CloudFront refuses most of these as custom headers',
    allowed: 'headers that no other property says',
  },
  'custom-header-of-cloudfront': {
    says: 'CloudFront sets this header itself, and refuses it in a policy',
    allowed: 'headers of your own',
  },
  'custom-header-twice': {
    says: 'the same header in another case, and CloudFront refuses that',
    allowed: 'each header once',
  },
  'custom-headers-quota': {
    says: 'more headers than a response headers policy takes',
    allowed: '10 headers with those that are always sent, 10240 characters in all',
  },
  'files-key-prefix': {
    says: 'not a prefix of keys that files can be put below',
    allowed: 'at most 104 characters without wildcards, such as app1 or app1/v2',
  },
  'files-max-age': {
    says: 'the duration is not a whole number of seconds, and Cache-Control takes no other',
    allowed: 'whole seconds',
  },
  'files-overlap': {
    says: 'two deployments put their files into one place, and one prunes: it deletes what the other brought',
    allowed: 'a keyPrefix for each, or no prune',
  },
  'invalidation-path': {
    says: 'not a path that CloudFront can invalidate',
    allowed: 'paths that begin with a slash, with one * at the end if wanted',
  },
  'upload-key-pattern': {
    says: 'no key below the upload prefix can match',
    allowed: 'a pattern relative to the upload prefix, such as avatars/*',
  },
  'asset-key': {
    says: 'the key has a query; percent-encoded, it would be part of the name of another file',
    allowed: 'the key of an object',
  },
  'access-logs-bucket': {
    says: 'the logs would go into the bucket of the assets, from where anybody could read them',
    allowed: 'another bucket for the logs',
  },
  'upload-key-prefix': {
    says: 'the upload prefix is empty, which is the whole bucket, or starts with a slash or has a wildcard, so no uploaded key would match it',
    allowed: 'a key prefix such as uploads/',
  },
  'upload-prefix-without-uploads': {
    says: 'there is an upload prefix, and neither this construct nor one of its paths promises uploads, so nobody could upload there',
    allowed: '`uploads`, or no prefix',
  },
  'upload-without-contract': {
    says: 'this construct promises no uploads',
    allowed: 'a construct with `uploads`',
  },
  'web-acl-scope': {
    says: 'the web ACL is regional, and CloudFront takes only global ones',
    allowed: 'the ARN of a web ACL of scope CLOUDFRONT (…:global/webacl/…)',
  },
  'access-logs-region': {
    says: 'CloudFront\'s log delivery can only be set up in us-east-1',
    allowed: 'accessLogs in a us-east-1 stack, or the construct AssetAccessLogs in a us-east-1 stack of the same app',
  },
  'settings-of-own-bucket': {
    says: 'this app makes the bucket, so CloudFormation already sets its CORS rules and its policy',
    allowed: 'applyBucketSettings() for imported buckets',
  },
  'settings-applied-twice': {
    says: 'the settings of the imported buckets are applied twice',
    allowed: 'one call of applyBucketSettings()',
  },
  'settings-of-other-account': {
    says: 'the bucket belongs to another account, and S3 lets only its own account write its policy',
    allowed: 'a bucket of the account of the stack',
  },
  'settings-without-assets': {
    says: 'the code of the function that applies the settings is an asset, and the BootstraplessSynthesizer takes no assets',
    allowed: 'a stack whose synthesizer takes assets',
  },
  'sources-empty': {
    says: 'there are no sources to deploy',
    allowed: 'at least one source, such as Source.asset("dist")',
  },
} as const;
