/** Systems that the page and the report are shown with. */
import { exampleStack } from '../../lib/rules/engine/example-stack';
import type { ExampleParts } from '../../lib/rules/engine/example-stack';
import type { DeliveryGraph } from '../../lib/graph/types';
import { graphOf } from '../rules/judging';

export const APP = 'https://app.example.com';

/** A stack that is right in everything that `parts` does not change. */
export function systemWith(parts: ExampleParts = {}): DeliveryGraph {
  return graphOf(exampleStack(parts));
}

/** The mistake of most teams: preflights are promised, and the behavior does not let them through. */
export const WITHOUT_OPTIONS: ExampleParts = { cors: { AccessControlAllowHeaders: '{ Items: [X-Trace, Priority, If-None-Match, If-Modified-Since, Cache-Control, Pragma] }' }, behavior: { AllowedMethods: '[GET, HEAD]' } };

/** S3 is to answer, and CloudFront does not forward Origin to it. */
export const ORIGIN_NOT_FORWARDED: ExampleParts = { cors: null, behavior: { OriginRequestPolicyId: undefined } };

/** S3 is to answer, and the cache hands the answer for one origin to another. */
export const ORIGIN_NOT_IN_KEY: ExampleParts = { cors: null, rule: { AllowedOrigins: '[https://app.example.com, https://admin.example.com]' } };
