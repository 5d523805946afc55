import { decided } from '../../../model/undecided';
import { exampleStack } from '../../engine/example-stack';
import { fail, failIf, pass } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { inTurn } from '../../engine/subject';
import { eachBehavior } from '../../subjects/deliveries';

const ASSUMED = ['GET', 'HEAD'];
const CACHED = [ASSUMED, [...ASSUMED, 'OPTIONS']];
const ALLOWED = [...CACHED, [...ASSUMED, 'OPTIONS', 'PUT', 'POST', 'PATCH', 'DELETE']];

export const behaviorMethods: Rule = {
  id: 'behavior-methods',
  severity: 'error',
  family: 'deploy',
  title: 'A behavior allows or caches a set of methods that CloudFront does not offer',
  why: 'CloudFront refuses the distribution, so the stack does not deploy.',
  fix: 'Allow [GET, HEAD], [GET, HEAD, OPTIONS], or all seven; cache [GET, HEAD] (or [GET, HEAD, OPTIONS] where OPTIONS is allowed).',
  see: [
    'https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_AllowedMethods.html',
    'https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CachedMethods.html',
  ],
  unless: 'Never: CloudFront offers exactly these sets.',
  example: () => ({
    wrong: exampleStack({ behavior: { AllowedMethods: '[GET, OPTIONS]' } }),
    right: exampleStack(),
  }),
  check: inTurn(
    eachBehavior('AllowedMethods', ({ allowedMethods }, place) => {
      const allowed = decided(allowedMethods);
      return failIf(place, isOffered(allowed, ALLOWED) ? undefined : `CloudFront does not offer the set ${allowed.join(', ')}`);
    }),
    eachBehavior('CachedMethods', ({ allowedMethods, cachedMethods }, place) => {
      const cached = decided(cachedMethods);
      if (!isOffered(cached, CACHED)) {
        return fail(place, `CloudFront does not cache the set ${cached.join(', ')}`);
      }
      return cached.includes('OPTIONS') && !decided(allowedMethods).includes('OPTIONS') ? fail(place, 'OPTIONS is cached and not allowed') : pass(place);
    }),
  ),
};

function isOffered(methods: readonly string[], sets: readonly (readonly string[])[]): boolean {
  return sets.some((set) => set.length === methods.length && set.every((method) => methods.includes(method)));
}
