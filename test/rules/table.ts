/** Tables of cases for one rule: what is changed in a right stack, and every judgement of the rule. */
import type { ExampleParts } from '../../lib/rules/engine/example-stack';
import { exampleStack } from '../../lib/rules/engine/example-stack';
import type { Rule } from '../../lib/rules/engine/rule';
import { judgements } from './judging';

/** Why the case matters; what it changes; the judgements, one line each. None at all: the rule has nothing to say here. */
export type Case = readonly [why: string, changes: ExampleParts, expected: readonly string[]];

export function table(rule: Rule, cases: readonly Case[]): void {
  describe(rule.id, () => {
    test.each(cases)('%s', (_, changes, expected) => {
      expect(judgements(rule, exampleStack(changes))).toEqual(expected);
    });
  });
}

export const READ = { AllowedMethods: '[GET, HEAD]' };
export const ALL = { AllowedMethods: '[GET, HEAD, OPTIONS, PUT, PATCH, POST, DELETE]' };
export const SIMPLE = { ResponseHeadersPolicyId: '60669652-455b-4ae9-85a4-c4c02393f86c' };
export const WITH_PREFLIGHT = { ResponseHeadersPolicyId: '5cc3b908-e619-4b99-88e5-2cf7f45965bd' };
/** A bucket of somebody else. */
export const IMPORTED = { DomainName: 'other-team.s3.eu-west-1.amazonaws.com' };
export const NOT_S3 = { DomainName: 'api.example.com', OriginAccessControlId: undefined, S3OriginConfig: undefined, CustomOriginConfig: '{ OriginProtocolPolicy: https-only }' };
export const NO_WISH: ExampleParts = { rule: null, cors: null, behavior: { OriginRequestPolicyId: undefined } };

/** The unknown that an imported bucket leaves. */
export const CANNOT_SEE = 'the bucket other-team is not a resource of these templates';

/** A path behavior with further properties. */
export function path(properties: string): ExampleParts['distribution'] {
  return { CacheBehaviors: `[{ PathPattern: fonts/*, TargetOriginId: assets, ViewerProtocolPolicy: https-only, CachePolicyId: 658327ea-f89d-4fab-a63d-7e88639e58f6${properties} }]` };
}

/** Functions at the edge, one for each event. */
export function functions(...events: readonly string[]): { readonly FunctionAssociations: string } {
  return { FunctionAssociations: `[${events.map((event) => `{ EventType: ${event}, FunctionARN: !GetAtt Function.FunctionARN }`).join(', ')}]` };
}

export const CODE = 'the function at Properties.DistributionConfig.DefaultCacheBehavior.FunctionAssociations.0 may change it, and the function ⟨Web.Function.FunctionARN⟩ is not a resource of these templates';
