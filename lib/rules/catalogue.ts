/**
 * The rules: one mistake, one file, by family. Adding a rule is adding its file, its line here, and its test. A rule reads like its
 * title: it asks for facts, and one that only deployment decides makes its place unknown. `subjects` are the things that rules look at,
 * `promise` is what a hand-written stack promises, `evidence` shows a finding to be true, `engine` runs them all.
 */
import { accessControlName } from './deploy/distribution/access-control-name';
import { accessControlType } from './deploy/origin/access-control-type';
import { accessIdentityFormat } from './deploy/distribution/access-identity-format';
import { allowedHeaderNeverAsked } from './browser/allowed-header-never-asked';
import { authorizationBehindWildcard } from './browser/authorization-behind-wildcard';
import { behaviorMethods } from './deploy/distribution/behavior-methods';
import { browserHeadersNotAllowed } from './browser/browser-headers-not-allowed';
import { bucketCorsDuplicates } from './deploy/bucket/bucket-cors-duplicates';
import { bucketCorsEmpty } from './deploy/bucket/bucket-cors-empty';
import { bucketCorsExposedHeader } from './deploy/bucket/bucket-cors-exposed-header';
import { bucketCorsLimits } from './deploy/bucket/bucket-cors-limits';
import { bucketCorsMethod } from './deploy/bucket/bucket-cors-method';
import { bucketCorsMissing } from './unreachable/speaker/bucket-cors-missing';
import { bucketCorsWildcards } from './deploy/bucket/bucket-cors-wildcards';
import { bucketEchoesEveryOrigin } from './exposure/bucket-echoes-every-origin';
import { bucketSettingsOverwritten } from './deploy/bucket/bucket-settings-overwritten';
import { bucketLacksHeader } from './disagreement/bucket-lacks-header';
import { bucketLacksMethod } from './disagreement/bucket-lacks-method';
import { bucketLacksOrigin } from './disagreement/bucket-lacks-origin';
import { bucketOriginNeverSent } from './unreachable/speaker/bucket-origin-never-sent';
import { bucketWiderThanPolicy } from './disagreement/bucket-wider-than-policy';
import { cacheBehaviorsTooMany } from './deploy/distribution/cache-behaviors-too-many';
import { cacheSettings } from './deploy/distribution/cache-settings';
import { compressionWithoutCaching } from './deploy/distribution/compression-without-caching';
import { corsOnWrongBucket } from './unreachable/speaker/cors-on-wrong-bucket';
import { credentialsForWeakOrigin } from './exposure/credentials-for-weak-origin';
import { credentialsFromBucket } from './exposure/credentials-from-bucket';
import { credentialsWithWildcard } from './browser/credentials-with-wildcard';
import { customHeaderForCors } from './deploy/headers-policy/custom-header-for-cors';
import { customHeaderForSecurity } from './deploy/headers-policy/custom-header-for-security';
import { customHeadersTooMany } from './deploy/headers-policy/custom-headers-too-many';
import { denyBlocksCloudfront } from './unreachable/access/deny-blocks-cloudfront';
import { distributionNotAdmitted } from './unreachable/access/distribution-not-admitted';
import { errorPageBehavior } from './masking/error-page-behavior';
import { errorPageMasks } from './masking/error-page-masks';
import { failoverStatusCodes } from './deploy/origin/failover-status-codes';
import { functionAndPreflights } from './unreachable/functions/function-and-preflights';
import { functionAsksForLogin } from './unreachable/functions/function-asks-for-login';
import { functionChangesOrigin } from './unreachable/functions/function-changes-origin';
import { functionCorsNotOnErrors } from './browser/function-cors-not-on-errors';
import { functionCorsOnRequest } from './unreachable/functions/function-cors-on-request';
import { functionDoesNotLoad } from './unreachable/functions/function-does-not-load';
import { functionEchoesOrigin } from './browser/function-echoes-origin';
import { functionFails } from './unreachable/functions/function-fails';
import { functionNeverSeesPreflights } from './unreachable/functions/function-never-sees-preflights';
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
import { noOrigins } from './deploy/origin/no-origins';
import { nobodyAnswersCors } from './unreachable/speaker/nobody-answers-cors';
import { nullOrigin } from './exposure/null-origin';
import { oneFunctionPerEvent } from './deploy/distribution/one-function-per-event';
import { optionsCachedWithoutKey } from './cache/options-cached-without-key';
import { optionsNotAllowed } from './unreachable/forwarding/options-not-allowed';
import { originConfig } from './deploy/distribution/origin-config';
import { originGroupMethods } from './deploy/origin/origin-group-methods';
import { originHeaderPinned } from './cache/origin-header-pinned';
import { originHostName } from './deploy/origin/origin-host-name';
import { originNotForwarded } from './unreachable/forwarding/origin-not-forwarded';
import { originNotInCacheKey } from './cache/origin-not-in-cache-key';
import { originWithoutScheme } from './browser/origin-without-scheme';
import { pathPatternTwice } from './deploy/distribution/path-pattern-twice';
import { pathWithoutCorsPolicy } from './disagreement/path-without-cors-policy';
import { plainHttpViewers } from './unreachable/access/plain-http-viewers';
import { policyId } from './deploy/distribution/policy-id';
import { policyLacksGet } from './disagreement/policy-lacks-get';
import { policyLacksHeader } from './disagreement/policy-lacks-header';
import { policyRemovesPermission } from './disagreement/policy-removes-permission';
import { policyResourceFormat } from './deploy/bucket/policy-resource-format';
import { policyYieldsToS3 } from './disagreement/policy-yields-to-s3';
import { preflightHeadersNotForwarded } from './unreachable/forwarding/preflight-headers-not-forwarded';
import { publicAccessBlockedByDefault } from './deploy/bucket/public-access-blocked-by-default';
import { publicAcl } from './exposure/public-acl';
import { publicBesideAccessControl } from './exposure/public-beside-access-control';
import { removedHeaderIsRequired } from './deploy/headers-policy/removed-header-is-required';
import { requestHeadersNotInCacheKey } from './cache/request-headers-not-in-cache-key';
import { resourcePolicyForbids } from './browser/resource-policy-forbids';
import { responseHeaderAsRequestHeader } from './cache/response-header-as-request-header';
import { signedRequestsAndPreflights } from './unreachable/access/signed-requests-and-preflights';
import { sourceArnByLiteralId } from './unreachable/access/source-arn-by-literal-id';
import { signingNotAlways } from './unreachable/access/signing-not-always';
import { stagingWithHttp3 } from './deploy/distribution/staging-with-http3';
import { targetNamesNoOrigin } from './deploy/origin/target-names-no-origin';
import { twoAccessControls } from './deploy/distribution/two-access-controls';
import { twoBucketPolicies } from './deploy/bucket/two-bucket-policies';
import { uploadEtag } from './unreachable/speaker/upload-etag';
import { uploadHeaders } from './unreachable/speaker/upload-headers';
import { uploadThroughCloudfront } from './disagreement/upload-through-cloudfront';
import { varyMissing } from './browser/vary/vary-missing';
import { varyRemoved } from './browser/vary/vary-removed';
import { websiteEndpointAsBucket } from './deploy/distribution/website-endpoint-as-bucket';
import { wildcardAmongOrigins } from './browser/wildcard-among-origins';
import { wildcardOriginDepth } from './browser/wildcard-origin-depth';
import type { Rule } from './engine/rule';

export const RULES: readonly Rule[] = [
  accessControlName,
  accessControlType,
  accessIdentityFormat,
  allowedHeaderNeverAsked,
  authorizationBehindWildcard,
  behaviorMethods,
  browserHeadersNotAllowed,
  bucketCorsDuplicates,
  bucketCorsEmpty,
  bucketCorsExposedHeader,
  bucketCorsLimits,
  bucketCorsMethod,
  bucketCorsMissing,
  bucketCorsWildcards,
  bucketEchoesEveryOrigin,
  bucketLacksHeader,
  bucketLacksMethod,
  bucketLacksOrigin,
  bucketOriginNeverSent,
  bucketSettingsOverwritten,
  bucketWiderThanPolicy,
  cacheBehaviorsTooMany,
  cacheSettings,
  compressionWithoutCaching,
  corsOnWrongBucket,
  credentialsForWeakOrigin,
  credentialsFromBucket,
  credentialsWithWildcard,
  customHeaderForCors,
  customHeaderForSecurity,
  customHeadersTooMany,
  denyBlocksCloudfront,
  distributionNotAdmitted,
  errorPageBehavior,
  errorPageMasks,
  failoverStatusCodes,
  functionAndPreflights,
  functionAsksForLogin,
  functionChangesOrigin,
  functionCorsNotOnErrors,
  functionCorsOnRequest,
  functionDoesNotLoad,
  functionEchoesOrigin,
  functionFails,
  functionNeverSeesPreflights,
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
  noOrigins,
  nobodyAnswersCors,
  nullOrigin,
  oneFunctionPerEvent,
  optionsCachedWithoutKey,
  optionsNotAllowed,
  originConfig,
  originGroupMethods,
  originHeaderPinned,
  originHostName,
  originNotForwarded,
  originNotInCacheKey,
  originWithoutScheme,
  pathPatternTwice,
  pathWithoutCorsPolicy,
  plainHttpViewers,
  policyId,
  policyLacksGet,
  policyLacksHeader,
  policyRemovesPermission,
  policyResourceFormat,
  policyYieldsToS3,
  preflightHeadersNotForwarded,
  publicAccessBlockedByDefault,
  publicAcl,
  publicBesideAccessControl,
  removedHeaderIsRequired,
  requestHeadersNotInCacheKey,
  resourcePolicyForbids,
  responseHeaderAsRequestHeader,
  signedRequestsAndPreflights,
  signingNotAlways,
  sourceArnByLiteralId,
  stagingWithHttp3,
  targetNamesNoOrigin,
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
