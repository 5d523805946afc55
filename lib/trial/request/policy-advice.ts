/** What to change in a response headers policy that says nothing to the page. */
import { valueOr } from '../../graph/types/known';
import type { Behavior, ResponseHeadersCors, ResponseHeadersPolicy } from '../../graph/types';
import type { WireExchange } from '../../model';
import { compileAllowedRequests, uncoveredIn } from '../../model/cloudfront/policy/actual-request';
import { policyCorsOf } from '../../rules/promise/cors-wish';

/** Nothing where the behavior's policy has no CORS block, or is not to blame. */
export function silentPolicyAdvice(behavior: Behavior | undefined, origin: string, front: WireExchange): string | undefined {
  const policy = behavior && valueOr(behavior.responseHeadersPolicy, undefined);
  const cors = behavior && valueOr(policyCorsOf(behavior), undefined);
  const origins = cors && valueOr<readonly string[] | undefined, undefined>(cors.allowOrigins, undefined);
  if (policy === undefined || cors === undefined || origins === undefined) {
    return undefined;
  }
  return origins.includes(origin) || origins.includes('*') ? withheldAdvice(policy, cors, front)
    : `The response headers policy ${nameOf(policy)} does not list ${origin}; it lists ${listed(origins)}. If pages on ${origin} are meant to read this, add the origin there and to the bucket's CORS rule.`;
}

/** It lists the origin, and keeps its headers back because of what the request carries. */
function withheldAdvice(
  policy: ResponseHeadersPolicy,
  { allowHeaders, allowMethods }: ResponseHeadersCors,
  { request, response }: WireExchange,
): string | undefined {
  const spoken = Object.keys(response.headers).some((name) => name.startsWith('access-control-'));
  if (spoken || request.method === 'OPTIONS' || !allowHeaders.known || !allowMethods.known) {
    return undefined;
  }
  const allowed = compileAllowedRequests(
    allowHeaders.value.map((name) => name.toLowerCase()),
    allowMethods.value,
  );
  const uncovered = uncoveredIn(allowed, request);
  return uncovered === ''
    ? undefined
    : `The response headers policy ${nameOf(policy)} keeps its CORS headers back, because it does not allow ${uncovered}. Allow it${policy.managed === undefined ? ' there' : ' in a policy of your own'}` +
        `${allowed.allowsMethod(request.method) ? ': AccessControlAllowHeaders *, or with credentials each name, those that browsers add by themselves included' : ''}.`;
}

function nameOf({ managed, address }: ResponseHeadersPolicy): string {
  return managed ?? address.logicalId;
}

export function listed(values: readonly string[]): string {
  return values.length === 0 ? 'none' : values.join(', ');
}
