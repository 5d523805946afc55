/** The only file that imports every rule. One line each, in the order of the ids. */
import { accessControlName } from './deploy/distribution/access-control-name';
import { accessIdentityFormat } from './deploy/distribution/access-identity-format';
import { allowedHeaderNeverAsked } from './browser/allowed-header-never-asked';
import { authorizationBehindWildcard } from './browser/authorization-behind-wildcard';
import { behaviorMethods } from './deploy/distribution/behavior-methods';
import { bucketCorsDuplicates } from './deploy/bucket/bucket-cors-duplicates';
import { bucketCorsEmpty } from './deploy/bucket/bucket-cors-empty';
import { bucketCorsExposedHeader } from './deploy/bucket/bucket-cors-exposed-header';
import { bucketCorsLimits } from './deploy/bucket/bucket-cors-limits';
import { bucketCorsMethod } from './deploy/bucket/bucket-cors-method';
import { bucketCorsMissing } from './unreachable/speaker/bucket-cors-missing';
import { bucketCorsWildcards } from './deploy/bucket/bucket-cors-wildcards';
import { bucketLacksHeader } from './disagreement/bucket-lacks-header';
import { bucketLacksMethod } from './disagreement/bucket-lacks-method';
import { bucketLacksOrigin } from './disagreement/bucket-lacks-origin';
import { bucketOriginNeverSent } from './unreachable/speaker/bucket-origin-never-sent';
import { bucketWiderThanPolicy } from './disagreement/bucket-wider-than-policy';
import { cacheSettings } from './deploy/distribution/cache-settings';
import { corsOnWrongBucket } from './unreachable/speaker/cors-on-wrong-bucket';
import { credentialsForWeakOrigin } from './exposure/credentials-for-weak-origin';
import { credentialsFromBucket } from './exposure/credentials-from-bucket';
import { credentialsWithWildcard } from './browser/credentials-with-wildcard';
import { denyBlocksCloudfront } from './unreachable/access/deny-blocks-cloudfront';
import { distributionNotAdmitted } from './unreachable/access/distribution-not-admitted';
import { errorPageBehavior } from './masking/error-page-behavior';
import { errorPageMasks } from './masking/error-page-masks';
import { functionAndPreflights } from './unreachable/forwarding/function-and-preflights';
import { getWithoutHead } from './browser/get-without-head';
import { globalEndpoint } from './unreachable/access/global-endpoint';
import { grantBeyondReading } from './exposure/grant-beyond-reading';
import { grantForAccount } from './exposure/grant-for-account';
import { grantWithoutSource } from './exposure/grant-without-source';
import { headerPatternInPolicy } from './browser/header-pattern-in-policy';
import { headersPolicyCredentials } from './deploy/headers-policy/headers-policy-credentials';
import { headersPolicyEmptyList } from './deploy/headers-policy/headers-policy-empty-list';
import { headersPolicyHeaderName } from './deploy/headers-policy/headers-policy-header-name';
import { headersPolicyMethod } from './deploy/headers-policy/headers-policy-method';
import { headersPolicyMissingField } from './deploy/headers-policy/headers-policy-missing-field';
import { headersPolicyOrigin } from './deploy/headers-policy/headers-policy-origin';
import { headersPolicyOriginNeverSent } from './unreachable/speaker/headers-policy-origin-never-sent';
import { headersPolicyWithoutSection } from './deploy/headers-policy/headers-policy-without-section';
import { hostForwardedToS3 } from './unreachable/forwarding/host-forwarded-to-s3';
import { kmsGrantWithoutSource } from './exposure/kms-grant-without-source';
import { kmsManagedKey } from './unreachable/access/kms-managed-key';
import { kmsWithoutGrant } from './unreachable/access/kms-without-grant';
import { legacyOriginNotListed } from './cache/legacy-origin-not-listed';
import { listWithoutRootObject } from './exposure/list-without-root-object';
import { managedPreflightAllowsNoHeader } from './browser/managed-preflight-allows-no-header';
import { methodRefusedByBehavior } from './disagreement/method-refused-by-behavior';
import { nobodyAnswersCors } from './unreachable/speaker/nobody-answers-cors';
import { nullOrigin } from './exposure/null-origin';
import { optionsCachedWithoutKey } from './cache/options-cached-without-key';
import { optionsNotAllowed } from './unreachable/forwarding/options-not-allowed';
import { originConfig } from './deploy/distribution/origin-config';
import { originHeaderPinned } from './cache/origin-header-pinned';
import { originNotForwarded } from './unreachable/forwarding/origin-not-forwarded';
import { originNotInCacheKey } from './cache/origin-not-in-cache-key';
import { originWithoutScheme } from './browser/origin-without-scheme';
import { pathWithoutCorsPolicy } from './disagreement/path-without-cors-policy';
import { plainHttpViewers } from './unreachable/access/plain-http-viewers';
import { policyId } from './deploy/distribution/policy-id';
import { policyLacksHeader } from './disagreement/policy-lacks-header';
import { policyRemovesPermission } from './disagreement/policy-removes-permission';
import { policyYieldsToS3 } from './disagreement/policy-yields-to-s3';
import { preflightHeadersNotForwarded } from './unreachable/forwarding/preflight-headers-not-forwarded';
import { publicAcl } from './exposure/public-acl';
import { publicBesideAccessControl } from './exposure/public-beside-access-control';
import { requestHeadersNotInCacheKey } from './cache/request-headers-not-in-cache-key';
import { resourcePolicyForbids } from './browser/resource-policy-forbids';
import { responseHeaderAsRequestHeader } from './cache/response-header-as-request-header';
import { signedRequestsAndPreflights } from './unreachable/access/signed-requests-and-preflights';
import { signingNotAlways } from './unreachable/access/signing-not-always';
import { twoAccessControls } from './deploy/distribution/two-access-controls';
import { twoBucketPolicies } from './deploy/bucket/two-bucket-policies';
import { uploadEtag } from './unreachable/speaker/upload-etag';
import { uploadHeaders } from './unreachable/speaker/upload-headers';
import { uploadThroughCloudfront } from './disagreement/upload-through-cloudfront';
import { varyMissing } from './browser/vary-missing';
import { varyRemoved } from './browser/vary-removed';
import { websiteEndpointAsBucket } from './deploy/distribution/website-endpoint-as-bucket';
import { wildcardAmongOrigins } from './browser/wildcard-among-origins';
import { wildcardOriginDepth } from './browser/wildcard-origin-depth';
import type { Rule } from './engine/rule';

export const RULES: readonly Rule[] = [
  accessControlName,
  accessIdentityFormat,
  allowedHeaderNeverAsked,
  authorizationBehindWildcard,
  behaviorMethods,
  bucketCorsDuplicates,
  bucketCorsEmpty,
  bucketCorsExposedHeader,
  bucketCorsLimits,
  bucketCorsMethod,
  bucketCorsMissing,
  bucketCorsWildcards,
  bucketLacksHeader,
  bucketLacksMethod,
  bucketLacksOrigin,
  bucketOriginNeverSent,
  bucketWiderThanPolicy,
  cacheSettings,
  corsOnWrongBucket,
  credentialsForWeakOrigin,
  credentialsFromBucket,
  credentialsWithWildcard,
  denyBlocksCloudfront,
  distributionNotAdmitted,
  errorPageBehavior,
  errorPageMasks,
  functionAndPreflights,
  getWithoutHead,
  globalEndpoint,
  grantBeyondReading,
  grantForAccount,
  grantWithoutSource,
  headerPatternInPolicy,
  headersPolicyCredentials,
  headersPolicyEmptyList,
  headersPolicyHeaderName,
  headersPolicyMethod,
  headersPolicyMissingField,
  headersPolicyOrigin,
  headersPolicyOriginNeverSent,
  headersPolicyWithoutSection,
  hostForwardedToS3,
  kmsGrantWithoutSource,
  kmsManagedKey,
  kmsWithoutGrant,
  legacyOriginNotListed,
  listWithoutRootObject,
  managedPreflightAllowsNoHeader,
  methodRefusedByBehavior,
  nobodyAnswersCors,
  nullOrigin,
  optionsCachedWithoutKey,
  optionsNotAllowed,
  originConfig,
  originHeaderPinned,
  originNotForwarded,
  originNotInCacheKey,
  originWithoutScheme,
  pathWithoutCorsPolicy,
  plainHttpViewers,
  policyId,
  policyLacksHeader,
  policyRemovesPermission,
  policyYieldsToS3,
  preflightHeadersNotForwarded,
  publicAcl,
  publicBesideAccessControl,
  requestHeadersNotInCacheKey,
  resourcePolicyForbids,
  responseHeaderAsRequestHeader,
  signedRequestsAndPreflights,
  signingNotAlways,
  twoAccessControls,
  twoBucketPolicies,
  uploadEtag,
  uploadHeaders,
  uploadThroughCloudfront,
  varyMissing,
  varyRemoved,
  websiteEndpointAsBucket,
  wildcardAmongOrigins,
  wildcardOriginDepth,
];
