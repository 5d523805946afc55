import type { ResponseHeadersPolicy } from '../../graph/types';
import { applyResponseHeadersPolicy } from '../cloudfront/response-headers-policy';
import type { ViewerRequest } from '../cloudfront/viewer-refusal';
import { mergedHeaders, withHeaders, without } from '../http/message';
import type { HeaderMap, HttpResponse } from '../http/message';
import type { Simulation } from '../simulation';
import { decided } from '../undecided';

/** A response headers policy on what a function has made, or on CloudFront's error for one that failed. */
// Recorded on answers of viewer-request functions: https://github.com/Gatika-CL/lotus-site (301 and policy headers), v4.ipv6test.app (200)
export function withPolicyOnFunction(
  policy: ResponseHeadersPolicy,
  request: ViewerRequest,
  response: HttpResponse,
  simulation: Simulation,
): HttpResponse {
  const decisive = request.method !== 'OPTIONS' || response.status < 300;
  if (response.error && decisive && simulation.assumptions.choose('policy-on-function-errors') === 'not-applied') {
    return response;
  }
  const { headers } = response;
  const own = Object.keys(headers).filter((name) => name.startsWith('access-control-'));
  const contested = own.length > 0 && decisive && decided(policy.cors) !== undefined;
  const precedence = contested ? simulation.assumptions.choose('policy-over-function-cors') : 'as-over-an-origin';
  const given = precedence === 'as-over-an-origin' ? headers : without(headers, new Set(own));
  const applied = applyResponseHeadersPolicy(policy, request, given, { assumptions: simulation.assumptions });
  const after = precedence === 'function-always' ? mergedHeaders(applied, only(headers, own)) : applied;
  simulation.log?.applies?.(policy, headers, after);
  return withHeaders(response, after);
}

function only(headers: HeaderMap, names: readonly string[]): HeaderMap {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => names.includes(name)));
}
