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
    allowHeaders: withBrowserHeaders(contract.allowedHeaders),
    exposeHeaders: contract.exposedHeaders.length === 0 ? undefined : contract.exposedHeaders,
    maxAgeSeconds: contract.maxAgeSeconds,
    allowCredentials: contract.credentials,
    originOverride: true,
  };
}

/**
 * Request headers that browsers add by themselves to what a page asks for. CloudFront withholds a policy's CORS headers from an actual
 * request that carries a header which the policy's list does not cover. Recorded of Priority (posit-dev/positron#16005), which current
 * browsers put on every fetch over HTTP/2; reported of Cache-Control (a reload); not known of the others, so that they are all listed:
 * revalidation, ranges, privacy settings, prefetching, data saving. Preflights are answered by S3's rule, which has the contract's own
 * list.
 */
export const BROWSER_HEADERS: readonly string[] = [
  'Priority', 'Cache-Control', 'Pragma', 'If-None-Match', 'If-Modified-Since', 'If-Range', 'Range', 'DNT', 'Sec-GPC', 'Sec-Purpose', 'Save-Data',
  'Upgrade-Insecure-Requests',
];

function withBrowserHeaders(names: readonly string[]): readonly string[] {
  const listed = new Set(names.map((name) => name.toLowerCase()));
  return listed.has('*') ? names : [...names, ...BROWSER_HEADERS.filter((name) => !listed.has(name.toLowerCase()))];
}

/**
 * Removed from what S3 said before the policy adds its own (removal comes first: CloudFront Developer Guide,
 * understanding-response-headers-policies, "Remove headers"). A bucket has one rule list for all its readers and S3 adds
 * Allow-Credentials by itself, so none of the six may reach a browser unless this policy says it.
 */
export const REMOVED_HEADERS: readonly string[] = CORS_RESPONSE_HEADERS;

/**
 * Without `Vary: Origin` a browser gives a page the copy that another page of the same site was given. Beside a CORS block CloudFront says
 * it itself where it adds no CORS header, and a custom Vary is reported not to arrive (ttoss/ttoss#1206); where it does arrive, it covers
 * the responses that echo an origin, for which nothing is recorded. CORP lets pages that are cross-origin isolated embed the files; with
 * credentials any other site could embed them too, so then only the same site may.
 */
export function fixedHeaders(contract: ReadContract, resourcePolicy: string = contract.credentials ? 'same-site' : 'cross-origin'): FixedHeader[] {
  return [
    { header: 'Vary', value: 'Origin, Accept-Encoding' },
    { header: 'Cross-Origin-Resource-Policy', value: resourcePolicy },
  ];
}
