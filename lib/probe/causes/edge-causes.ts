import type { Cause } from './cause';

/** What CloudFront, a firewall or code at the edge does before anybody else is asked, or instead. */
export const EDGE_CAUSES = {
  'rate-limit': {
    hop: 'CloudFront',
    settings: [],
    says: 'the distribution limits how often it is asked, and refuses for now',
    fix: {
      console: 'wait, or raise the limit of the rate rule in AWS WAF',
      cloudFormation: 'AWS::WAFv2::WebACL: the RateBasedStatement',
      construct: 'webAclArn: the rules of that web ACL',
    },
  },
  'firewall-blocks': {
    hop: 'firewall',
    settings: ['AWS::CloudFront::Distribution DistributionConfig.WebACLId'],
    says: 'a firewall (AWS WAF) blocks the request; it may block the probe and let browsers pass',
    fix: {
      console: 'WAF > Web ACLs > Sampled requests: see which rule blocks',
      cloudFormation: 'AWS::WAFv2::WebACL: allow OPTIONS, and CORS headers on the Block action',
      construct: 'webAclArn: the rules of that web ACL',
    },
  },
  'country-blocked': {
    hop: 'CloudFront',
    settings: ['AWS::CloudFront::Distribution DistributionConfig.Restrictions.GeoRestriction'],
    says: 'the distribution does not serve this country',
    fix: {
      console: 'Security > Geographic restrictions',
      cloudFormation: 'Restrictions.GeoRestriction',
      construct: 'geoRestriction',
    },
  },
  'https-required': {
    hop: 'CloudFront',
    settings: ['CacheBehavior.ViewerProtocolPolicy'],
    says: 'the behavior answers this over https only',
    fix: {
      console: 'load the file by its https URL',
      cloudFormation: 'load the file by its https URL',
      construct: 'load the file by its https URL',
    },
  },
  'options-not-allowed': {
    hop: 'CloudFront',
    settings: ['CacheBehavior.AllowedMethods'],
    says: 'CloudFront refuses the preflight (OPTIONS) itself: the behavior of this path does not allow the method, and S3 is never '
      + 'asked',
    fix: {
      console: 'Behaviors > the path > Allowed HTTP methods: GET, HEAD, OPTIONS',
      cloudFormation: 'AllowedMethods: [GET, HEAD, OPTIONS]',
      construct: 'CorsAssetDistribution allows OPTIONS by itself',
    },
  },
  'preflight-not-signed': {
    hop: 'CloudFront',
    settings: ['CacheBehavior.TrustedKeyGroups', 'CacheBehavior.TrustedSigners'],
    says: 'the behavior wants a signed URL or signed cookies, and a browser sends preflights without cookies',
    fix: {
      console: 'use signed URLs, whose preflights are signed too, or serve requests that need a preflight from a behavior without '
        + '"Restrict viewer access"',
      cloudFormation: 'signed URLs, or a CacheBehavior without TrustedKeyGroups',
      construct: 'keyGroups: only on paths whose requests need no preflight, or signed URLs',
    },
  },
  'not-signed': {
    hop: 'CloudFront',
    settings: ['CacheBehavior.TrustedKeyGroups', 'CacheBehavior.TrustedSigners'],
    says: 'the behavior wants a signed URL or signed cookies, and this request has neither',
    fix: {
      console: 'Behaviors > the path > Restrict viewer access; probe with the signed URL, or --send \'Cookie: …\'',
      cloudFormation: 'TrustedKeyGroups',
      construct: 'keyGroups',
    },
  },
  'edge-code-answers-preflight': {
    hop: 'code at the edge',
    settings: ['CacheBehavior.FunctionAssociations', 'CacheBehavior.LambdaFunctionAssociations'],
    says: 'a function at the edge answers the preflight instead of S3: a preflight carries no cookies and no Authorization, and may '
      + 'not be redirected',
    fix: {
      console: 'let the function return the request as it is when its method is OPTIONS',
      cloudFormation: 'FunctionAssociations: code with `if (request.method === \'OPTIONS\') return request;`',
      construct: 'the same in the function that is given as `functions`',
    },
  },
  'edge-code-answers': {
    hop: 'code at the edge',
    settings: ['CacheBehavior.FunctionAssociations', 'CacheBehavior.LambdaFunctionAssociations'],
    says: 'a function at the edge answers instead of the origin',
    fix: {
      console: 'Functions: the code of the function of this path',
      cloudFormation: 'FunctionAssociations, LambdaFunctionAssociations',
      construct: 'functions, edgeLambdas',
    },
  },
  'edge-code-fails': {
    hop: 'code at the edge',
    settings: ['CacheBehavior.FunctionAssociations', 'CacheBehavior.LambdaFunctionAssociations'],
    says: 'a function at the edge throws or returns something that CloudFront refuses',
    fix: {
      console: 'Functions > the function > Test, and its logs in CloudWatch',
      cloudFormation: 'FunctionCode',
      construct: 'functions, edgeLambdas',
    },
  },
  'error-page-masks': {
    hop: 'CloudFront',
    settings: ['DistributionConfig.CustomErrorResponses'],
    says: 'an error is replaced by a page whose status says all is well, so that a missing file or a refused preflight looks like '
      + 'success',
    fix: {
      console: 'Error pages: remove the response code 200 for 403 and 404',
      cloudFormation: 'CustomErrorResponses without ResponseCode: 200',
      construct: 'serve the app from a distribution of its own',
    },
  },
  'redirected': {
    hop: 'CloudFront',
    settings: [],
    says: 'the file is redirected; a probe follows no redirect, and a browser fetches the new URL as another request',
    fix: {
      console: 'probe the URL to which it is redirected',
      cloudFormation: 'probe the URL to which it is redirected',
      construct: 'probe the URL to which it is redirected',
    },
  },
  'origin-fails': {
    hop: 'CloudFront',
    settings: ['DistributionConfig.Origins'],
    says: 'the origin answers with an error, and the error carries no permission either',
    fix: {
      console: 'Origins: ask the origin itself for the file',
      cloudFormation: 'Origins',
      construct: 'the bucket',
    },
  },
} as const satisfies Readonly<Record<string, Cause>>;
