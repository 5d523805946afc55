import { MANAGED_POLICIES, managedPolicy } from '../../../graph/readers/managed-policies';
import type { ManagedPolicy } from '../../../graph/readers/managed-policies';
import type { Behavior, DeliveryGraph } from '../../../graph/types';
import { isSymbolic } from '../../../graph/types/symbolic-text';
import { decided, compileOnce } from '../../../model/undecided';
import { exampleStack } from '../../engine/example-stack';
import { fail, judged, pass, unknownAt } from '../../engine/judge';
import type { Judgement, Place, Rule } from '../../engine/rule';
import { eachBehavior, placeIn } from '../../subjects/deliveries';

export const policyId: Rule = {
  id: 'policy-id',
  severity: 'error',
  family: 'deploy',
  title: 'A behavior names a policy that does not exist, or one of another kind',
  why: 'CloudFront refuses the distribution (NoSuchCachePolicy, NoSuchOriginRequestPolicy, NoSuchResponseHeadersPolicy), so the stack does not deploy.',
  fix: 'Copy the id from the page of that kind of managed policies, or refer to the policy resource of the template.',
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html',
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html',
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-response-headers-policies.html',
  ],
  unless: 'Never. An id that may be a policy of your own account is not judged.',
  example: () => ({
    wrong: exampleStack({ behavior: { OriginRequestPolicyId: 'Managed-CORS-S3Origin' } }),
    right: exampleStack(),
  }),
  check: eachBehavior('', (behavior, _place, distribution, graph) => attachments(behavior).flatMap(([property, kind, attached]) =>
    judged(placeIn(distribution, behavior.path, property), (place) => {
      const id = decided<string | undefined>(attached) ?? '';
      return id === '' ? undefined : judgeId(id, kind, kindsById(graph).get(id) ?? managedPolicy(id)?.kind, place);
    }))),
};

type Kind = 'cache' | 'origin request' | 'response headers';

/** What a property of a behavior takes the id of. */
export const KIND_OF_PROPERTY: Readonly<Record<string, Kind | undefined>> = { CachePolicyId: 'cache', OriginRequestPolicyId: 'origin request', ResponseHeadersPolicyId: 'response headers' };

/** The managed policy whose name is written in place of its id, or whose id begins alike. */
export function meantPolicy(id: string, kind: Kind): ManagedPolicy | undefined {
  return MANAGED_POLICIES.find(({ kind: each, policy }) => each === kind && (isNameOf(id, policy.managed) || hasStartOf(id, policy.id)));
}

function attachments({ cache, originRequestPolicyId, responseHeadersPolicyId }: Behavior) {
  return [
    ...(cache.mode === 'policy' ? [['CachePolicyId', 'cache', cache.policyId] as const] : []),
    ['OriginRequestPolicyId', 'origin request', originRequestPolicyId] as const,
    ['ResponseHeadersPolicyId', 'response headers', responseHeadersPolicyId] as const,
  ];
}

const kindsById = compileOnce((graph: DeliveryGraph): ReadonlyMap<string, Kind> => {
  const all = (kind: Kind, policies: readonly { readonly id: string }[]) => policies.map(({ id }) => [id, kind] as const);
  return new Map([
    ...all('cache', graph.cachePolicies),
    ...all('origin request', graph.originRequestPolicies),
    ...all('response headers', graph.responseHeadersPolicies),
  ]);
});

function judgeId(id: string, kind: Kind, found: Kind | undefined, place: Place): Judgement {
  if (found !== undefined) {
    const name = managedPolicy(id)?.policy.managed;
    return found === kind ? pass(place) : fail(place, `${id}${name === undefined ? '' : ` (${name})`} is ${withArticle(found)} policy, not ${withArticle(kind)} policy`);
  }
  if (isSymbolic(id)) {
    return unknownAt(place, `the policy ${id} is not a resource of these templates`);
  }
  const meant = meantPolicy(id, kind);
  const details = meant && { fix: `Write ${meant.policy.id} (${meant.policy.managed ?? ''}).` };
  if (!UUID.test(id)) {
    return fail(place, `${JSON.stringify(id)} is not a policy id`, details);
  }
  return meant ? fail(place, `there is no managed policy ${id}`, details) : unknownAt(place, `the policy ${id} may be one of the account`);
}

function withArticle(kind: Kind): string {
  return `${kind === 'origin request' ? 'an' : 'a'} ${kind}`;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function isNameOf(text: string, managed: string | undefined): boolean {
  return managed !== undefined && text.replace(/^Managed-/, '').toLowerCase() === managed.toLowerCase();
}

// Invented ids keep the start of the one they were copied from; by chance that happens once in four billion
function hasStartOf(text: string, id: string): boolean {
  return text.slice(0, 8).toLowerCase() === id.slice(0, 8);
}
