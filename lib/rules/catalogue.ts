/** The only file that imports every rule. One line each, in the order of the ids. */
import { accessControlName } from './deploy/access-control-name';
import { behaviourMethods } from './deploy/behaviour-methods';
import { bucketCorsDuplicates } from './deploy/bucket-cors-duplicates';
import { bucketCorsEmpty } from './deploy/bucket-cors-empty';
import { bucketCorsExposedHeader } from './deploy/bucket-cors-exposed-header';
import { bucketCorsLimits } from './deploy/bucket-cors-limits';
import { bucketCorsMethod } from './deploy/bucket-cors-method';
import { bucketCorsWildcards } from './deploy/bucket-cors-wildcards';
import { bucketOriginNeverSent } from './unreachable/bucket-origin-never-sent';
import { cacheSettings } from './deploy/cache-settings';
import { credentialsForWeakOrigin } from './exposure/credentials-for-weak-origin';
import { credentialsFromBucket } from './exposure/credentials-from-bucket';
import { denyBlocksCloudfront } from './unreachable/deny-blocks-cloudfront';
import { distributionNotAdmitted } from './unreachable/distribution-not-admitted';
import { errorPageMasks } from './masking/error-page-masks';
import { globalEndpoint } from './unreachable/global-endpoint';
import { grantBeyondReading } from './exposure/grant-beyond-reading';
import { grantForAccount } from './exposure/grant-for-account';
import { grantWithoutSource } from './exposure/grant-without-source';
import { headersPolicyCredentials } from './deploy/headers-policy-credentials';
import { headersPolicyEmptyList } from './deploy/headers-policy-empty-list';
import { headersPolicyHeaderName } from './deploy/headers-policy-header-name';
import { headersPolicyMethod } from './deploy/headers-policy-method';
import { headersPolicyMissingField } from './deploy/headers-policy-missing-field';
import { headersPolicyOrigin } from './deploy/headers-policy-origin';
import { headersPolicyOriginNeverSent } from './unreachable/headers-policy-origin-never-sent';
import { kmsGrantWithoutSource } from './exposure/kms-grant-without-source';
import { kmsManagedKey } from './unreachable/kms-managed-key';
import { kmsWithoutGrant } from './unreachable/kms-without-grant';
import { listWithoutRootObject } from './exposure/list-without-root-object';
import { nullOrigin } from './exposure/null-origin';
import { originConfig } from './deploy/origin-config';
import { policyId } from './deploy/policy-id';
import { publicAcl } from './exposure/public-acl';
import { publicBesideAccessControl } from './exposure/public-beside-access-control';
import { signingNotAlways } from './unreachable/signing-not-always';
import { twoAccessControls } from './deploy/two-access-controls';
import { twoBucketPolicies } from './deploy/two-bucket-policies';
import { uploadEtag } from './unreachable/upload-etag';
import { uploadHeaders } from './unreachable/upload-headers';
import { websiteEndpointAsBucket } from './deploy/website-endpoint-as-bucket';
import type { Rule } from './rule';

export const RULES: readonly Rule[] = [
  accessControlName,
  behaviourMethods,
  bucketCorsDuplicates,
  bucketCorsEmpty,
  bucketCorsExposedHeader,
  bucketCorsLimits,
  bucketCorsMethod,
  bucketCorsWildcards,
  bucketOriginNeverSent,
  cacheSettings,
  credentialsForWeakOrigin,
  credentialsFromBucket,
  denyBlocksCloudfront,
  distributionNotAdmitted,
  errorPageMasks,
  globalEndpoint,
  grantBeyondReading,
  grantForAccount,
  grantWithoutSource,
  headersPolicyCredentials,
  headersPolicyEmptyList,
  headersPolicyHeaderName,
  headersPolicyMethod,
  headersPolicyMissingField,
  headersPolicyOrigin,
  headersPolicyOriginNeverSent,
  kmsGrantWithoutSource,
  kmsManagedKey,
  kmsWithoutGrant,
  listWithoutRootObject,
  nullOrigin,
  originConfig,
  policyId,
  publicAcl,
  publicBesideAccessControl,
  signingNotAlways,
  twoAccessControls,
  twoBucketPolicies,
  uploadEtag,
  uploadHeaders,
  websiteEndpointAsBucket,
];
