/** How each mistake is fixed, by the rule that finds it. A rule that is not here has advice only: nobody but its owner knows what is meant. */
import {
  admitDistribution, bucketArn, bucketConfig, controlForBuckets, drop, grantKey, identityFormat, oneBucketPolicy, onlyAccessControl, readOnly, regionalEndpoint, restrictKey, restrictToSource, signAlways,
} from './access';
import {
  addRules, allowContentType, allowHeaders, allowMethods, allowOrigins, alsoHead, asSent, each, everyHeader, exposedNames, exposeETag, knownMethods, onlyWildcard, policyMethods, rulesOfOtherBucket, separateNames,
  settableHeaders,
} from './bucket';
import type { Repair, RepairContext } from './context';
import { rawList, set } from './context';
import {
  allowOptions, borrowPolicy, cacheReadsOnly, failoverCodes, forwardThree, keepHost, keyByOrigin, offeredMethods, onlyOrigin, unpinOrigin, withoutCompression, withoutForwardedValues,
} from './forwarding';
import {
  allowBrowserHeaders, allowGet, keepPermission, keepRequired, keepVary, listHeaders, nameAuthorization, namedHeaders, openResource, override, removeCredentials, requiredFields, varyByOrigin, withoutCorsHeaders,
} from './policy';

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

/** The first repair, alone or together with what it may take to work. */
function both(first: Repair, second: Repair): Repair {
  return (context) => first(context).flatMap((edits) => [edits, ...second(context).map((more) => [...edits, ...more])]);
}

export const REPAIRS: Readonly<Record<string, Repair | undefined>> = {
  'access-control-type': controlForBuckets,
  'access-identity-format': identityFormat,
  'allowed-header-never-asked': settableHeaders,
  'authorization-behind-wildcard': nameAuthorization,
  'behavior-methods': offeredMethods,
  'browser-headers-not-allowed': allowBrowserHeaders,
  'bucket-cors-duplicates': each,
  'bucket-cors-exposed-header': exposedNames,
  'bucket-cors-method': knownMethods,
  'bucket-cors-missing': addRules,
  'bucket-lacks-header': allowHeaders,
  'bucket-lacks-method': allowMethods,
  'bucket-lacks-origin': allowOrigins,
  'bucket-origin-never-sent': asSent,
  'cache-settings': withoutForwardedValues,
  'compression-without-caching': withoutCompression,
  'cors-on-wrong-bucket': rulesOfOtherBucket,
  'credentials-from-bucket': removeCredentials,
  'custom-header-for-cors': withoutCorsHeaders,
  'distribution-not-admitted': admitDistribution,
  'failover-status-codes': failoverCodes,
  'function-never-sees-preflights': allowOptions,
  'get-without-head': alsoHead,
  'global-endpoint': regionalEndpoint,
  'grant-beyond-reading': readOnly,
  'grant-without-source': restrictToSource,
  'headers-policy-credentials': namedHeaders,
  'headers-policy-header-name': items(separateNames),
  'headers-policy-method': items(policyMethods),
  'headers-policy-missing-field': requiredFields,
  'headers-policy-origin': items(asSent),
  'headers-policy-origin-never-sent': items(asSent),
  'host-forwarded-to-s3': keepHost,
  'kms-grant-without-source': restrictKey,
  'kms-without-grant': grantKey,
  'legacy-origin-not-listed': forwardThree,
  'managed-preflight-allows-no-header': everyHeader,
  'options-cached-without-key': cacheReadsOnly,
  'options-not-allowed': allowOptions,
  'origin-config': bucketConfig,
  'origin-group-methods': allowOptions,
  'origin-header-pinned': both(unpinOrigin, keyByOrigin),
  'origin-not-forwarded': forwardThree,
  'origin-not-in-cache-key': keyByOrigin,
  'origin-without-scheme': items(asSent),
  'path-without-cors-policy': borrowPolicy,
  'policy-lacks-get': allowGet,
  'policy-lacks-header': listHeaders,
  'policy-removes-permission': keepPermission,
  'policy-resource-format': bucketArn,
  'policy-yields-to-s3': override,
  'preflight-headers-not-forwarded': forwardThree,
  'public-acl': drop,
  'public-beside-access-control': drop,
  'removed-header-is-required': keepRequired,
  'request-headers-not-in-cache-key': keyByOrigin,
  'resource-policy-forbids': openResource,
  'response-header-as-request-header': withoutUnknownHeaders,
  'signing-not-always': signAlways,
  'source-arn-by-literal-id': restrictToSource,
  'target-names-no-origin': onlyOrigin,
  'two-access-controls': onlyAccessControl,
  'two-bucket-policies': oneBucketPolicy,
  'upload-etag': exposeETag,
  'upload-headers': allowContentType,
  'vary-missing': varyByOrigin,
  'vary-removed': keepVary,
  'wildcard-among-origins': onlyWildcard,
};
