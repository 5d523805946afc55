import { eachBehaviour, placeIn } from '../deliveries';
import { failIf, judgeKnown } from '../judge';
import type { Rule } from '../rule';
import { exampleStack } from '../example-stack';

const READING = ['GET', 'HEAD'];
const CACHED = [READING, [...READING, 'OPTIONS']];
const ALLOWED = [...CACHED, [...READING, 'OPTIONS', 'PUT', 'POST', 'PATCH', 'DELETE']];

export const behaviourMethods: Rule = {
  id: 'behaviour-methods',
  severity: 'error',
  family: 'deploy',
  title: 'A behaviour allows or caches a set of methods that CloudFront does not offer',
  why: 'CloudFront refuses the distribution, so the stack does not deploy.',
  fix: 'Allow [GET, HEAD], [GET, HEAD, OPTIONS], or all seven; cache [GET, HEAD] (or [GET, HEAD, OPTIONS] where OPTIONS is allowed).',
  see: [
    'https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_AllowedMethods.html',
    'https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CachedMethods.html',
  ],
  unless: 'Never: CloudFront offers exactly these sets.',
  example: {
    wrong: exampleStack({ behaviour: { AllowedMethods: '[GET, OPTIONS]' } }),
    right: exampleStack(),
  },
  check: (graph) =>
    eachBehaviour(graph, ({ path, allowedMethods, cachedMethods }, distribution) => {
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
