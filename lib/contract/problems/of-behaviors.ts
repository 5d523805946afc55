/** What can be wrong with the behaviors of a distribution: paths, caches, functions, routing; see `PROBLEMS`. */
export const BEHAVIOR_PROBLEMS = {
  'distribution-imported': {
    says: 'the distribution is imported, so nothing here can change its behaviors',
    allowed: 'a distribution that this app makes',
  },
  'behavior-unknown': {
    says: 'the distribution has no behavior for this path',
    allowed: 'the path of a behavior that was added before, or a new path with its bucket',
  },
  'behavior-bucket': {
    says: 'a bucket makes a new path, and this is not a new path',
    allowed: 'bucket together with a path pattern that the distribution does not have',
  },
  'behavior-writes': {
    says: 'the behavior allows methods that write; S3 behind CloudFront answers none of them, and they are not part of a contract for reading',
    allowed: 'GET, HEAD, OPTIONS',
  },
  'behavior-origin': {
    says: 'the behavior reads something other than the REST endpoint of a bucket, so no CORS rule of a bucket answers for it',
    allowed: 'a bucket as the origin: not a website endpoint, not a server',
  },
  'behavior-headers-policy': {
    says: 'the behavior has a response headers policy already, and CloudFront takes one',
    allowed: 'a behavior without one, or with the managed policies SimpleCORS or CORS-With-Preflight, which the contract replaces',
  },
  'behavior-option': {
    says: 'the behavior has this option already',
    allowed: 'the option in one place',
  },
  'behavior-contract-twice': {
    says: 'the behavior has a contract already',
    allowed: 'one CorsAssetBehavior for each behavior',
  },
  'cache-ttl': {
    says: 'the duration is not a whole number of seconds, and CloudFront takes no other',
    allowed: 'whole seconds',
  },
  'cache-ttl-zero': {
    says: 'nothing may be kept, and CloudFront refuses such a policy together with compression',
    allowed: 'a maxTtl of at least a second, or AssetCache.DISABLED',
  },
  'cache-ttl-order': {
    says: 'the durations contradict each other, and CloudFront refuses that',
    allowed: 'minTtl <= ttl <= maxTtl',
  },
  'cache-query-string': {
    says: 'not the name of a query string as it is in a URL',
    allowed: 'a name without =, & and spaces, percent-encoded where needed',
  },
  'cache-query-string-of-s3': {
    says: 'S3 acts on this query string, and CloudFront signs what it forwards: whoever writes the URL would change the answer',
    allowed: 'names that mean something to your files only',
  },
  'cache-query-strings-quota': {
    says: 'more query strings than a cache policy takes',
    allowed: 'at most 10 names, 1024 characters in all',
  },
  'routing-page': {
    says: 'no object can have this key',
    allowed: 'the key of a page, such as index.html or app/index.html',
  },
  'routing-index': {
    says: 'no object in a folder can have this name',
    allowed: 'a name without slashes, such as index.html',
  },
  'vary-header': {
    says: 'not a header that a response can vary by; with "*" no cache could keep anything',
    allowed: 'names of request headers',
  },
  'function-event-twice': {
    says: 'the behavior has two functions for one event, and CloudFront takes one',
    allowed: 'one function for each event; routing is one for viewer-request, vary one for viewer-response',
  },
  'function-kinds-mixed': {
    says: 'CloudFront functions and Lambda@Edge functions for viewer events are in one behavior, and CloudFront refuses that',
    allowed: 'one kind for viewer-request and viewer-response; Lambda@Edge for origin-request and origin-response',
  },
  'edge-lambda-body': {
    says: 'only requests have a body that a Lambda@Edge function could see',
    allowed: 'includeBody for viewer-request and origin-request',
  },
  'edge-code-effect': {
    says: 'what the code at the edge does is declared in a form that is not known',
    allowed: 'exactly one of transparent, rewritesPaths, answersPreflights, setsResponseHeaders, code',
  },
  'edge-code-function': {
    says: 'the function that is declared has no name that a template could hold',
    allowed: 'an ARN, the name in it, a logical id, or the path of a construct',
  },
  'edge-code-path': {
    says: 'not a change of a path',
    allowed: 'path and to, each beginning with "/" or "*", with at most one "*" for the rest of the path',
  },
  'edge-code-size': {
    says: 'CloudFront refuses a function of this length',
    allowed: '10240 bytes of code at most',
  },
  'edge-code-status': {
    says: 'not a status that code at the edge can answer with',
    allowed: '200 to 599',
  },
  'edge-code-deploy-time': {
    says: 'the declaration holds a value that only deployment brings, and what is declared runs before that',
    allowed: 'values written out',
  },
  'missing-file-needs-root-object': {
    says: 'answering 404 for missing files needs s3:ListBucket, and without a default root object `GET /` would then list the bucket',
    allowed: 'missingFileStatus together with defaultRootObject',
  },
  'default-root-object': {
    says: 'the default root object is empty or starts with a slash, and CloudFront then finds no object',
    allowed: 'an object key such as index.html',
  },
  'path-pattern': {
    says: 'the path pattern is empty, or is "*", which is the default behavior\'s',
    allowed: 'a CloudFront path pattern such as fonts/*',
  },
  'path-pattern-twice': {
    says: 'two paths have the same pattern, and CloudFront refuses that',
    allowed: 'each pattern once',
  },
} as const;
