import { eachBehavior, placeIn } from '../../subjects/deliveries';
import { failIf, judgeKnown } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { exampleStack } from '../../engine/example-stack';

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
  example: {
    wrong: exampleStack({ behavior: { AllowedMethods: '[GET, OPTIONS]' } }),
    right: exampleStack(),
  },
  check: (graph) =>
    eachBehavior(graph, ({ path, allowedMethods, cachedMethods }, distribution) => {
      const allowed = placeIn(distribution, `${path}.AllowedMethods`);
      const cached = placeIn(distribution, `${path}.CachedMethods`);
      return [
        judgeKnown(allowed, allowedMethods, (methods) => failIf(allowed, offered(methods, ALLOWED) ? undefined : `CloudFront offers no set ${methods.join(', ')}`)),
        judgeKnown(cached, cachedMethods, (methods) => {
          if (!offered(methods, CACHED)) {
            return failIf(cached, `CloudFront caches no set ${methods.join(', ')}`);
          }
          return methods.length === 2 ? failIf(cached, undefined) : judgeKnown(cached, allowedMethods, (all) =>
            failIf(cached, all.includes('OPTIONS') ? undefined : 'OPTIONS is cached and not allowed'));
        }),
      ];
    }),
};

function offered(methods: readonly string[], sets: readonly (readonly string[])[]): boolean {
  return sets.some((set) => set.length === methods.length && set.every((method) => methods.includes(method)));
}
