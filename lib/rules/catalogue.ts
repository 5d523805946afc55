/** The only file that imports every rule. One line each, in the order of the ids. */
import { accessControlName } from './deploy/access-control-name';
import { accessIdentityFormat } from './deploy/access-identity-format';
import { allowedHeaderNeverAsked } from './browser/allowed-header-never-asked';
import { authorizationBehindWildcard } from './browser/authorization-behind-wildcard';
import { behaviourMethods } from './deploy/behaviour-methods';
import { bucketCorsDuplicates } from './deploy/bucket-cors-duplicates';
import { bucketCorsEmpty } from './deploy/bucket-cors-empty';
import { bucketCorsExposedHeader } from './deploy/bucket-cors-exposed-header';
import { bucketCorsLimits } from './deploy/bucket-cors-limits';
import { bucketCorsMethod } from './deploy/bucket-cors-method';
import { bucketCorsMissing } from './unreachable/bucket-cors-missing';
import { bucketCorsWildcards } from './deploy/bucket-cors-wildcards';
import { bucketLacksHeader } from './disagreement/bucket-lacks-header';
import { bucketLacksMethod } from './disagreement/bucket-lacks-method';
import { bucketLacksOrigin } from './disagreement/bucket-lacks-origin';
import { bucketOriginNeverSent } from './unreachable/bucket-origin-never-sent';
import { bucketWiderThanPolicy } from './disagreement/bucket-wider-than-policy';
import { cacheSettings } from './deploy/cache-settings';
import { corsOnWrongBucket } from './unreachable/cors-on-wrong-bucket';
import { credentialsForWeakOrigin } from './exposure/credentials-for-weak-origin';
import { credentialsFromBucket } from './exposure/credentials-from-bucket';
import { credentialsWithWildcard } from './browser/credentials-with-wildcard';
import { denyBlocksCloudfront } from './unreachable/deny-blocks-cloudfront';
import { distributionNotAdmitted } from './unreachable/distribution-not-admitted';
import { errorPageBehaviour } from './masking/error-page-behaviour';
import { errorPageMasks } from './masking/error-page-masks';
import { functionAndPreflights } from './unreachable/function-and-preflights';
import { getWithoutHead } from './browser/get-without-head';
import { globalEndpoint } from './unreachable/global-endpoint';
import { grantBeyondReading } from './exposure/grant-beyond-reading';
import { grantForAccount } from './exposure/grant-for-account';
import { grantWithoutSource } from './exposure/grant-without-source';
import { headerPatternInPolicy } from './browser/header-pattern-in-policy';
import { headersPolicyCredentials } from './deploy/headers-policy-credentials';
import { headersPolicyEmptyList } from './deploy/headers-policy-empty-list';
import { headersPolicyHeaderName } from './deploy/headers-policy-header-name';
import { headersPolicyMethod } from './deploy/headers-policy-method';
import { headersPolicyMissingField } from './deploy/headers-policy-missing-field';
import { headersPolicyOrigin } from './deploy/headers-policy-origin';
import { headersPolicyOriginNeverSent } from './unreachable/headers-policy-origin-never-sent';
import { headersPolicyWithoutSection } from './deploy/headers-policy-without-section';
import { hostForwardedToS3 } from './unreachable/host-forwarded-to-s3';
import { kmsGrantWithoutSource } from './exposure/kms-grant-without-source';
import { kmsManagedKey } from './unreachable/kms-managed-key';
import { kmsWithoutGrant } from './unreachable/kms-without-grant';
import { legacyOriginNotListed } from './cache/legacy-origin-not-listed';
import { listWithoutRootObject } from './exposure/list-without-root-object';
import { managedPreflightAllowsNoHeader } from './browser/managed-preflight-allows-no-header';
import { methodRefusedByBehaviour } from './disagreement/method-refused-by-behaviour';
import { nobodyAnswersCors } from './unreachable/nobody-answers-cors';
import { nullOrigin } from './exposure/null-origin';
import { optionsCachedWithoutKey } from './cache/options-cached-without-key';
import { optionsNotAllowed } from './unreachable/options-not-allowed';
import { originConfig } from './deploy/origin-config';
import { originHeaderPinned } from './cache/origin-header-pinned';
import { originNotForwarded } from './unreachable/origin-not-forwarded';
import { originNotInCacheKey } from './cache/origin-not-in-cache-key';
import { originWithoutScheme } from './browser/origin-without-scheme';
import { pathWithoutCorsPolicy } from './disagreement/path-without-cors-policy';
import { plainHttpViewers } from './unreachable/plain-http-viewers';
import { policyId } from './deploy/policy-id';
import { policyLacksHeader } from './disagreement/policy-lacks-header';
import { policyRemovesPermission } from './disagreement/policy-removes-permission';
import { policyYieldsToS3 } from './disagreement/policy-yields-to-s3';
import { preflightHeadersNotForwarded } from './unreachable/preflight-headers-not-forwarded';
import { publicAcl } from './exposure/public-acl';
import { publicBesideAccessControl } from './exposure/public-beside-access-control';
import { requestHeadersNotInCacheKey } from './cache/request-headers-not-in-cache-key';
import { resourcePolicyForbids } from './browser/resource-policy-forbids';
import { responseHeaderAsRequestHeader } from './cache/response-header-as-request-header';
import { signedRequestsAndPreflights } from './unreachable/signed-requests-and-preflights';
import { signingNotAlways } from './unreachable/signing-not-always';
import { twoAccessControls } from './deploy/two-access-controls';
import { twoBucketPolicies } from './deploy/two-bucket-policies';
import { uploadEtag } from './unreachable/upload-etag';
import { uploadHeaders } from './unreachable/upload-headers';
import { uploadThroughCloudfront } from './disagreement/upload-through-cloudfront';
import { varyMissing } from './browser/vary-missing';
import { varyRemoved } from './browser/vary-removed';
import { websiteEndpointAsBucket } from './deploy/website-endpoint-as-bucket';
import { wildcardAmongOrigins } from './browser/wildcard-among-origins';
import { wildcardOriginDepth } from './browser/wildcard-origin-depth';
import type { Rule } from './rule';

export const RULES: readonly Rule[] = [
  accessControlName,
  accessIdentityFormat,
  allowedHeaderNeverAsked,
  authorizationBehindWildcard,
  behaviourMethods,
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
  errorPageBehaviour,
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
  methodRefusedByBehaviour,
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
