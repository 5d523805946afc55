import { valueOr } from '../../graph/types/known';
import { decided } from '../../model/undecided';
import { variesByOrigin } from './vary';
import { exampleStack } from '../engine/example-stack';
import { failIf } from '../engine/judge';
import type { Rule } from '../engine/rule';
import { UNREADABLE } from '../evidence/witness-shape';
import { eachPromise, oncePerPlace } from '../promise/promised-paths';
import { policySection } from '../subjects/asset-path';

export const varyRemoved: Rule = {
  id: 'vary-removed',
  severity: 'warning',
  family: 'browser',
  title: 'The policy removes Vary',
  why: 'The browser then reuses a copy that it fetched for another origin, or without CORS, and blocks the page: the file works or fails by what was loaded before.',
  fix: 'Take Vary out of RemoveHeadersConfig, and add the custom header Vary: Origin, Accept-Encoding with override.',
  see: [
    'https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches',
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/creating-response-headers-policies.html',
  ],
  unless: 'The policy adds Vary back as a custom header.',
  witness: [{ ...UNREADABLE, after: 'browser' }],
  example: {
    wrong: exampleStack({ policy: { CustomHeadersConfig: undefined, RemoveHeadersConfig: '{ Items: [{ Header: Vary }] }' } }),
    right: exampleStack(),
  },
  check: (graph) => oncePerPlace(eachPromise(graph, (path) => policySection(path, 'RemoveHeadersConfig'), (_promise, path, place) => {
    const policy = valueOr(path.behavior.responseHeadersPolicy, undefined);
    if (!policy) {
      return undefined;
    }
    const isRemoved = decided(policy.removeHeaders).some((name) => name.toLowerCase() === 'vary') && !variesByOrigin(policy);
    return failIf(place, isRemoved ? 'removes Vary and does not set it again' : undefined);
  }, { code: ['viewer-response'] })),
};
