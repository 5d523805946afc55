import { allKnown, chainKnown, known, mapKnown, unknown, type Known } from '../types/known';
import { at, booleanOr, isPresent, itemsOf, literalAt, literalsAt, oneOf, textAt, textsAt, textOr, numberOr, type TemplatePlace } from '../intrinsics/template-place';
import { withDeclaration } from './declared-code';
import { codeBehind } from './edge-code';
import { readForwardedValues } from './cloudfront-policies';
import { attachedPolicy, type ResourceIndex } from './resource-index';
import { reasonOf } from '../intrinsics/resolved';
import type { Behavior, CacheSettings, EdgeFunction, Failover, Origin, OriginGroup } from '../types';

/** What a behavior's `TargetOriginId` can name. */
export interface Targets {
  readonly origins: Known<readonly Origin[]>;
  readonly groups: Known<readonly OriginGroup[]>;
}

/** `DefaultCacheBehavior`, or an item of `CacheBehaviors`. */
export function readBehavior(place: TemplatePlace, targets: Targets, index: ResourceIndex): Behavior {
  const isDefault = place.path.endsWith('.DefaultCacheBehavior');
  const targetOriginId = required(textAt(at(place, 'TargetOriginId')), `${place.path}.TargetOriginId`);
  const originRequestPolicyId = textAt(at(place, 'OriginRequestPolicyId'));
  const responseHeadersPolicyId = textAt(at(place, 'ResponseHeadersPolicyId'));
  return {
    path: place.path,
    isDefault,
    pathPattern: isDefault ? known('*') : required(literalAt(at(place, 'PathPattern')), `${place.path}.PathPattern`),
    allowedMethods: methodsAt(at(place, 'AllowedMethods')),
    cachedMethods: methodsAt(at(place, 'CachedMethods')),
    viewerProtocolPolicy: oneOf(at(place, 'ViewerProtocolPolicy'), ['allow-all', 'https-only', 'redirect-to-https']),
    targetOriginId,
    ...targetOf(targetOriginId, targets),
    compress: booleanOr(at(place, 'Compress'), false),
    trustedKeyGroups: textsAt(at(place, 'TrustedKeyGroups')),
    trustedSigners: textsAt(at(place, 'TrustedSigners')),
    edgeFunctions: readEdgeFunctions(place, index),
    cache: readCacheSettings(place, index),
    originRequestPolicyId,
    originRequestPolicy: attachedPolicy('origin request', originRequestPolicyId, index.originRequestPolicies),
    responseHeadersPolicyId,
    responseHeadersPolicy: attachedPolicy('response headers', responseHeadersPolicyId, index.responseHeadersPolicies),
  };
}

function required(text: Known<string | undefined>, path: string): Known<string> {
  return chainKnown(text, (value) => (value === undefined ? unknown(`${path} is missing`) : known(value)));
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-cloudfront-distribution-cachebehavior.html */
function methodsAt(place: TemplatePlace): Known<readonly string[]> {
  return isPresent(place) ? literalsAt(place) : known(['GET', 'HEAD']);
}

function targetOf(id: Known<string>, { origins, groups }: Targets): { readonly origin: Known<Origin>; readonly failover?: Failover } {
  const group = id.known && groups.known ? groups.value.find((each) => each.id.known && each.id.value === id.value) : undefined;
  if (!group) {
    return { origin: chainKnown(id, (text) => originNamed(text, origins)) };
  }
  const member = (position: number) =>
    chainKnown(group.members, (ids) => {
      const origin = ids[position];
      return origin === undefined ? unknown('the origin group has fewer than two members') : originNamed(origin, origins);
    });
  return { origin: member(0), failover: { statusCodes: group.statusCodes, origin: member(1) } };
}

function originNamed(id: string, origins: Known<readonly Origin[]>): Known<Origin> {
  return chainKnown(origins, (all) => {
    const found = all.find((origin) => origin.id.known && origin.id.value === id);
    return found ? known(found) : unknown(`the distribution has no origin ${id}`);
  });
}

/** `OriginGroups`. @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html */
export function readOriginGroups(place: TemplatePlace): Known<readonly OriginGroup[]> {
  return mapKnown(itemsOf(at(place, 'Items')), (groups) =>
    groups.map((group) => ({
      path: group.path,
      id: textAt(at(group, 'Id')),
      members: chainKnown(itemsOf(at(group, 'Members.Items')), (members) => allKnown(members.map((member) => textOr(at(member, 'OriginId'), '')))),
      statusCodes: chainKnown(itemsOf(at(group, 'FailoverCriteria.StatusCodes.Items')), (codes) => allKnown(codes.map((code) => numberOr(code, 0)))),
    })),
  );
}

const EVENTS = ['viewer-request', 'viewer-response', 'origin-request', 'origin-response'] as const;

function readEdgeFunctions(place: TemplatePlace, index: ResourceIndex): Known<readonly EdgeFunction[]> {
  const both = [
    readAssociations(at(place, 'FunctionAssociations'), 'cloudfront-function', 'FunctionARN', index),
    readAssociations(at(place, 'LambdaFunctionAssociations'), 'lambda-at-edge', 'LambdaFunctionARN', index),
  ];
  return mapKnown(allKnown(both), (lists) => lists.flat());
}

function readAssociations(list: TemplatePlace, kind: EdgeFunction['kind'], arn: string, { functions }: ResourceIndex): Known<readonly EdgeFunction[]> {
  return mapKnown(itemsOf(list), (items) => items.map((item) => {
    const named = textOr(at(item, arn), '');
    const code = withDeclaration(named, codeBehind(kind, named, functions), list);
    return { path: item.path, kind, event: oneOf(at(item, 'EventType'), EVENTS), arn: named, code };
  }));
}

function readCacheSettings(place: TemplatePlace, index: ResourceIndex): CacheSettings {
  const policyId = at(place, 'CachePolicyId');
  const hasForwardedValues = isPresent(at(place, 'ForwardedValues'));
  if (isPresent(policyId)) {
    const id = textAt(policyId);
    const policy = attachedPolicy('cache', id, index.cachePolicies);
    return {
      mode: 'policy',
      policyId: required(id, policyId.path),
      policy: chainKnown(policy, (value) => (value ? known(value) : unknown(`${policyId.path} is empty`))),
      besideForwardedValues: hasForwardedValues,
    };
  }
  const reason = reasonOf(place.value);
  if (reason !== undefined) {
    return { mode: 'unknown', reason };
  }
  return hasForwardedValues ? { mode: 'legacy', ...readForwardedValues(place) } : { mode: 'none' };
}
