import { valueOr } from '../../../graph/types/known';
import { decided } from '../../../model/undecided';
import { variesByOrigin } from './vary';
import { exampleStack } from '../../engine/example-stack';
import { failIf, pass } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { UNREADABLE } from '../../evidence/witness-shape';
import { eachPromise, oncePerPlace } from '../../promise/promised-paths';
import { policySection } from '../../subjects/asset-path';

const WITHOUT_VARY = `
Headers:
  Type: AWS::CloudFront::ResponseHeadersPolicy
  Properties:
    ResponseHeadersPolicyConfig:
      Name: headers
      RemoveHeadersConfig: { Items: [{ Header: Vary }] }`;

export const varyRemoved: Rule = {
  id: 'vary-removed',
  severity: 'warning',
  family: 'browser',
  title: 'The policy removes Vary, and has no CORS block that would add it back',
  why: 'The browser then reuses a copy that it fetched for another origin, or without CORS, and blocks the page: whether the file works depends on what was loaded before.',
  fix: 'Take Vary out of RemoveHeadersConfig. Better, give the policy a CORS block with OriginOverride: true, which sends Vary: Origin by itself.',
  see: [
    'https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches',
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/creating-response-headers-policies.html',
  ],
  unless: 'The policy adds Vary back as a custom header.',
  witness: [{ ...UNREADABLE, after: 'browser' }],
  example: () => ({
    wrong: exampleStack({
      cors: null, behavior: { ResponseHeadersPolicyId: '!Ref Headers', CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad # CachingDisabled' }, more: WITHOUT_VARY,
    }),
    right: exampleStack(),
  }),
  check: oncePerPlace(eachPromise((path) => policySection(path, 'RemoveHeadersConfig'), (_promise, path, place) => {
    const policy = valueOr(path.behavior.responseHeadersPolicy, undefined);
    if (!policy) {
      return undefined;
    }
    // Removal comes first, so that a CORS block says it again; one that yields to S3 does not
    const saysItself = valueOr(policy.cors, undefined)?.originOverride;
    if (saysItself && decided(saysItself)) {
      return pass(place);
    }
    const isRemoved = decided(policy.removeHeaders).some((name) => name.toLowerCase() === 'vary') && !variesByOrigin(policy);
    return failIf(place, isRemoved ? 'removes Vary and does not set it again' : undefined);
  }, { code: ['viewer-response'], vary: true })),
};
