/** How each mistake is fixed, by the rule that finds it. A rule that is not here says itself why (`noEdit`). */
import {
  admitDistribution,
  bucketArn,
  bucketConfig,
  controlForBuckets,
  drop,
  dropStatement,
  grantKey,
  identityFormat,
  oneBucketPolicy,
  onlyAccessControl,
  readOnly,
  regionalEndpoint,
  restrictKey,
  restrictToSource,
  signAlways,
} from './access';
import {
  addRules,
  allowContentType,
  allowHeaders,
  allowMethods,
  allowOrigins,
  alsoHead,
  asSent,
  each,
  everyHeader,
  exposedNames,
  exposeETag,
  fillRules,
  knownMethods,
  onlyWildcard,
  policyMethods,
  rulesOfOtherBucket,
  separateNames,
  settableHeaders,
} from './bucket';
import { letPreflightsPass, sayVary } from './code';
import type { Repair, RepairContext } from './context';
import { rawList, set } from './context';
import {
  allowOptions,
  borrowPolicy,
  cacheReadsOnly,
  failoverCodes,
  forwardThree,
  keepHost,
  keyByOrigin,
  offeredMethods,
  onlyOrigin,
  pageWithPolicy,
  redirectToHttps,
  unpinOrigin,
  oneCacheSetting,
  withoutCompression,
} from './forwarding';
import {
  allowBrowserHeaders,
  allowGet,
  fillLists,
  keepPermission,
  keepRequired,
  keepVary,
  listHeaders,
  nameAuthorization,
  namedHeaders,
  openResource,
  override,
  removeCredentials,
  requiredFields,
  varyByOrigin,
  withoutCorsHeaders,
} from './policy';

import { intoSecurityHeaders, onlyPolicySpeaks, withoutCredentials, withoutPolicy } from './sections';
import { firstOfPattern, hostAlone, meantId, shortName, withinLimits, withoutHttp3 } from './spelling';
import { spareDistribution, withoutListing } from './statements';
import { withdrawMethods, withdrawUploads } from './withdrawals';

/** A list of a policy stands under `Items`, which the place of a finding leaves out. */
function items(repair: Repair): Repair {
  return (context) => {
    const { finding } = context;
    return repair({ ...context, finding: { ...finding, place: { ...finding.place, path: `${finding.place.path}.Items` } } });
  };
}

/** A method that only exists in words goes, and the sets that CloudFront offers stay. */
const withoutUnknownHeaders: Repair = (context: RepairContext) => {
  const { finding: { place: { address, path } } } = context;
  const kept = (rawList(context, address, path) ?? []).filter((name) => !/^access-control-(allow|expose|max)/i.test(String(name)));
  return kept.length === 0 ? [[set(address, path.replace(/\.Headers$/, ''), { HeaderBehavior: 'none' })]] : [[set(address, path, kept)]];
};

/**
 * The first repair, alone or together with what it may take to work; or the second alone, where there is nothing for the first to change.
 */
function both(first: Repair, second: Repair): Repair {
  return (context) => {
    const [ones, others] = [first(context), second(context)];
    return ones.length === 0 ? others : ones.flatMap((edits) => [edits, ...others.map((more) => [...edits, ...more])]);
  };
}

export const REPAIRS: Readonly<Record<string, Repair | undefined>> = {
  'access-control-name': shortName,
  'access-control-type': controlForBuckets,
  'access-identity-format': identityFormat,
  'allowed-header-never-asked': settableHeaders,
  'authorization-behind-wildcard': nameAuthorization,
  'behavior-methods': offeredMethods,
  'browser-headers-not-allowed': allowBrowserHeaders,
  'bucket-cors-duplicates': each,
  'bucket-cors-empty': fillRules,
  'bucket-cors-exposed-header': exposedNames,
  'bucket-cors-limits': withinLimits,
  'bucket-cors-method': knownMethods,
  'bucket-cors-missing': addRules,
  'bucket-lacks-header': allowHeaders,
  'bucket-lacks-method': allowMethods,
  'bucket-lacks-origin': allowOrigins,
  'bucket-origin-never-sent': asSent,
  'bucket-wider-than-policy': onlyPolicySpeaks,
  'cache-settings': oneCacheSetting,
  'compression-without-caching': withoutCompression,
  'cors-on-wrong-bucket': rulesOfOtherBucket,
  'credentials-from-bucket': removeCredentials,
  'credentials-with-wildcard': withoutCredentials,
  'custom-header-for-cors': withoutCorsHeaders,
  'custom-header-for-security': intoSecurityHeaders,
  'deny-blocks-cloudfront': both(spareDistribution, admitDistribution),
  'distribution-not-admitted': admitDistribution,
  'error-page-behavior': pageWithPolicy,
  'failover-status-codes': failoverCodes,
  'function-and-preflights': letPreflightsPass,
  'function-echoes-origin': sayVary,
  'function-never-sees-preflights': allowOptions,
  'get-without-head': alsoHead,
  'global-endpoint': regionalEndpoint,
  'grant-beyond-reading': readOnly,
  'grant-without-source': restrictToSource,
  'headers-policy-credentials': namedHeaders,
  'headers-policy-empty-list': fillLists,
  'headers-policy-header-name': items(separateNames),
  'headers-policy-method': items(policyMethods),
  'headers-policy-missing-field': requiredFields,
  'headers-policy-origin': items(asSent),
  'headers-policy-origin-never-sent': items(asSent),
  'headers-policy-without-section': withoutPolicy,
  'host-forwarded-to-s3': keepHost,
  'kms-grant-without-source': restrictKey,
  'kms-without-grant': grantKey,
  'legacy-origin-not-listed': forwardThree,
  'list-without-root-object': withoutListing,
  'managed-preflight-allows-no-header': everyHeader,
  'method-refused-by-behavior': withdrawMethods,
  'options-cached-without-key': cacheReadsOnly,
  'options-not-allowed': allowOptions,
  'origin-config': bucketConfig,
  'origin-group-methods': allowOptions,
  'origin-header-pinned': both(unpinOrigin, keyByOrigin),
  'origin-host-name': hostAlone,
  'origin-not-forwarded': forwardThree,
  'origin-not-in-cache-key': keyByOrigin,
  'origin-without-scheme': items(asSent),
  'path-without-cors-policy': borrowPolicy,
  'path-pattern-twice': firstOfPattern,
  'plain-http-viewers': redirectToHttps,
  'policy-id': meantId,
  'policy-lacks-get': allowGet,
  'policy-lacks-header': listHeaders,
  'policy-removes-permission': keepPermission,
  'policy-resource-format': bucketArn,
  'policy-yields-to-s3': override,
  'preflight-headers-not-forwarded': forwardThree,
  'public-acl': drop,
  'public-beside-access-control': dropStatement,
  'removed-header-is-required': keepRequired,
  'request-headers-not-in-cache-key': keyByOrigin,
  'resource-policy-forbids': openResource,
  'response-header-as-request-header': withoutUnknownHeaders,
  'signing-not-always': signAlways,
  'source-arn-by-literal-id': restrictToSource,
  'staging-with-http3': withoutHttp3,
  'target-names-no-origin': onlyOrigin,
  'two-access-controls': onlyAccessControl,
  'two-bucket-policies': oneBucketPolicy,
  'upload-etag': exposeETag,
  'upload-headers': allowContentType,
  'upload-through-cloudfront': withdrawUploads,
  'vary-missing': varyByOrigin,
  'vary-removed': keepVary,
  'website-endpoint-as-bucket': regionalEndpoint,
  'wildcard-among-origins': onlyWildcard,
};
