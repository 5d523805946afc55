import { originValues } from './bucket-rules';
import type { ReadContract } from './contract';
import { CORS_RESPONSE_HEADERS } from './cors-response-headers';

/** The CORS block of a CloudFront response headers policy. */
export interface ResponseHeadersCors {
  readonly allowOrigins: readonly string[];
  readonly allowMethods: readonly string[];
  readonly allowHeaders: readonly string[];
  readonly exposeHeaders?: readonly string[];
  readonly maxAgeSeconds?: number;
  readonly allowCredentials: boolean;
  readonly originOverride: true;
}

/** A header that CloudFront sets on every response, whatever S3 said. */
export interface FixedHeader {
  readonly header: string;
  readonly value: string;
}

/** The contract as CloudFront's response headers policy states it. */
export function responseHeadersCors(contract: ReadContract): ResponseHeadersCors {
  return {
    allowOrigins: originValues(contract.origins),
    allowMethods: ['GET', 'HEAD'],
    allowHeaders: contract.allowedHeaders,
    exposeHeaders: contract.exposedHeaders.length === 0 ? undefined : contract.exposedHeaders,
    maxAgeSeconds: contract.maxAgeSeconds,
    allowCredentials: contract.credentials,
    originOverride: true,
  };
}

/**
 * Removed from what S3 said before the policy adds its own (removal comes first: CloudFront Developer Guide,
 * understanding-response-headers-policies, "Remove headers"). A bucket has one rule list for all its readers and S3 adds
 * Allow-Credentials by itself, so none of the six may reach a browser unless this policy says it.
 */
export const REMOVED_HEADERS: readonly string[] = CORS_RESPONSE_HEADERS;

/**
 * Without `Vary: Origin` on every response a browser reuses a copy that it fetched without CORS (`<img>` first, `fetch`
 * later), and S3 sends Vary only for CORS requests (apache/trafficserver#3954). CORP lets pages that are cross-origin isolated
 * embed the files; with credentials any other site could embed them too, so then only the same site may.
 */
export function fixedHeaders(contract: ReadContract): FixedHeader[] {
  return [
    { header: 'Vary', value: 'Origin, Accept-Encoding' },
    { header: 'Cross-Origin-Resource-Policy', value: contract.credentials ? 'same-site' : 'cross-origin' },
  ];
}
