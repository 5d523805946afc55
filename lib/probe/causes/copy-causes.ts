import type { Cause } from './cause';
import { OVERRIDING_POLICY } from './permission-causes';

const OVERRIDING_POLICY_OR_KEY = { ...OVERRIDING_POLICY, cloudFormation: `${OVERRIDING_POLICY.cloudFormation}, or a cache policy with Origin in the key` };
const WHAT_MAKES_ONE_COPY = [
  'CacheBehavior.CachePolicyId',
  'CacheBehavior.ForwardedValues',
  'AWS::CloudFront::ResponseHeadersPolicy CorsConfig.OriginOverride',
  'CacheBehavior.ResponseHeadersPolicyId',
];

/** What is wrong with a copy, at the edge or in the browser: it carries the answer for somebody else. */
export const COPY_CAUSES = {
  'preflights-shared': {
    hop: 'cache of CloudFront',
    settings: ['CacheBehavior.CachedMethods', 'CacheBehavior.CachePolicyId', 'CacheBehavior.ForwardedValues'],
    says: 'answers to OPTIONS are cached without the origin in the key, so a page gets the answer for another one',
    now: 'invalidate the path',
    fix: {
      console: 'Behaviors > the path > Cached methods: without OPTIONS',
      cloudFormation: 'CachedMethods: [GET, HEAD]',
      construct: 'CorsAssetDistribution caches GET and HEAD only',
    },
  },
  'copy-without-permission': {
    hop: 'cache of CloudFront',
    settings: [
      'CacheBehavior.CachePolicyId',
      'CacheBehavior.ForwardedValues',
      'CacheBehavior.ResponseHeadersPolicyId',
      'CacheBehavior.OriginRequestPolicyId',
    ],
    says: 'the cached copy carries no permission, and a fresh answer does: somebody asked without Origin first, and CloudFront keeps '
      + 'one copy for all origins',
    now: 'invalidate the path',
    fix: OVERRIDING_POLICY_OR_KEY,
  },
  'copy-of-another-origin': {
    hop: 'cache of CloudFront',
    settings: WHAT_MAKES_ONE_COPY,
    says: 'the cached copy is made for another origin: S3\'s answer is kept, and CloudFront keeps one copy for all origins',
    now: 'invalidate the path',
    fix: OVERRIDING_POLICY_OR_KEY,
  },
  'copies-shared': {
    hop: 'cache of CloudFront',
    settings: WHAT_MAKES_ONE_COPY,
    says: 'the permission comes from S3 alone, and pages of all origins share one copy: the next copy may be made for a visitor '
      + 'without Origin, and then nobody may read it',
    fix: OVERRIDING_POLICY_OR_KEY,
  },
  'vary-missing': {
    hop: 'browser',
    settings: [
      'CacheBehavior.ResponseHeadersPolicyId',
      'AWS::CloudFront::ResponseHeadersPolicy CustomHeadersConfig',
      'AWS::CloudFront::ResponseHeadersPolicy RemoveHeadersConfig',
    ],
    says: 'an answer without CORS headers has no Vary: Origin, so a browser that showed the file in an <img> without crossorigin '
      + 'keeps that answer and then blocks the page\'s own request',
    fix: {
      console: 'attach a response headers policy with CORS configured, or add crossorigin to every element that loads the file',
      cloudFormation: 'a ResponseHeadersPolicy with CorsConfig, and no RemoveHeadersConfig of Vary',
      construct: 'CorsAssetDistribution sees to it',
    },
  },
} as const satisfies Readonly<Record<string, Cause>>;
