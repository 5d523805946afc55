import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { propertyOf } from '../../../contract/custom-header';
import type { Problems } from '../../../contract/problem';
import { CorsPolicy } from '../../cors-policy';
import { ContractPolicy } from '../headers/contract-policy';
import type { BehaviorJson } from './existing-distribution';
import { constructBehind, openTokens, shown } from './open-tokens';

/**
 * Managed policies of CORS alone: whatever they say, the contract says it more exactly. `managed-policies.ts` of the graph has their
 * contents.
 */
const REPLACED: readonly string[] = [
  cloudfront.ResponseHeadersPolicy.CORS_ALLOW_ALL_ORIGINS,
  cloudfront.ResponseHeadersPolicy.CORS_ALLOW_ALL_ORIGINS_WITH_PREFLIGHT,
].map(({ responseHeadersPolicyId }) => responseHeadersPolicyId);

/**
 * Managed policies with the five security headers, of which two have to be said again; the construct always sends the others that matter.
 */
const MANAGED_SECURITY: readonly string[] = [
  cloudfront.ResponseHeadersPolicy.SECURITY_HEADERS,
  cloudfront.ResponseHeadersPolicy.CORS_ALLOW_ALL_ORIGINS_AND_SECURITY_HEADERS,
  cloudfront.ResponseHeadersPolicy.CORS_ALLOW_ALL_ORIGINS_WITH_PREFLIGHT_AND_SECURITY_HEADERS,
].map(({ responseHeadersPolicyId }) => responseHeadersPolicyId);

/** A behavior has one response headers policy, so what another one says has to be said by ours. */
export function checkHeadersPolicy({ responseHeadersPolicyId: id }: BehaviorJson, problems: Problems): void {
  if (id === undefined || (typeof id === 'string' && REPLACED.includes(id))) {
    return;
  }
  const policy = constructBehind(id, (construct): construct is cloudfront.CfnResponseHeadersPolicy =>
    cloudfront.CfnResponseHeadersPolicy.isCfnResponseHeadersPolicy(construct));
  if (policy?.node.scopes.some((scope) => scope instanceof ContractPolicy || scope instanceof CorsPolicy) === true) {
    problems.add('behavior-contract-twice', 'distribution', shown(id), 'the contract where the behavior has it, with all origins');
    return;
  }
  problems.add('behavior-headers-policy', 'distribution', shown(id),
    `the behavior without responseHeadersPolicy, and its headers here: ${headersOf(id, policy)}`);
}

/** The headers of a policy as the properties that say them. */
function headersOf(id: unknown, policy: cloudfront.CfnResponseHeadersPolicy | undefined): string {
  if (typeof id === 'string' && MANAGED_SECURITY.includes(id)) {
    return 'referrerPolicy: HeadersReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN, frameOptions: HeadersFrameOption.SAMEORIGIN';
  }
  const config =
    policy &&
    (openTokens(policy, policy.responseHeadersPolicyConfig) as cloudfront.CfnResponseHeadersPolicy.ResponseHeadersPolicyConfigProperty);
  const custom = config?.customHeadersConfig as cloudfront.CfnResponseHeadersPolicy.CustomHeadersConfigProperty | undefined;
  const security = (config?.securityHeadersConfig ?? {}) as cloudfront.CfnResponseHeadersPolicy.SecurityHeadersConfigProperty;
  const items = (custom?.items ?? []) as readonly cloudfront.CfnResponseHeadersPolicy.CustomHeaderProperty[];
  const further = items.map(({ header }) => header).filter((header) => propertyOf(header) === undefined);
  const said = [
    ...(security.contentSecurityPolicy === undefined ? [] : ['contentSecurityPolicy']),
    ...(security.referrerPolicy === undefined ? [] : ['referrerPolicy']),
    ...(security.frameOptions === undefined ? [] : ['frameOptions']),
    ...(security.strictTransportSecurity === undefined ? [] : ['strictTransportSecurity']),
    ...new Set(items.map(({ header }) => propertyOf(header)).filter((property) => property !== undefined)),
    ...(further.length === 0 ? [] : [`customHeaders (${further.join(', ')})`]),
  ];
  return said.length > 0 ? said.join(', ') : 'contentSecurityPolicy, referrerPolicy, frameOptions, strictTransportSecurity, customHeaders, as the policy has them';
}
