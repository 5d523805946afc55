import { chainKnown, mapKnown, valueOr } from '../../graph/types/known';
import type { Known } from '../../graph/types/known';
import type { ResponseHeadersPolicy } from '../../graph/types';
import { behaviorPlace, policyPlace } from '../subjects/asset-path';
import { exampleStack } from '../engine/example-stack';
import { fail, judgeKnown, pass } from '../engine/judge';
import type { PromisedPath } from '../promise/promise';
import { eachPromise, oncePerPlace } from '../promise/promised-paths';
import type { Place, Rule } from '../engine/rule';
import { customVary, namesOrigin } from './vary';

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
  example: {
    wrong: exampleStack({ policy: { CustomHeadersConfig: undefined, RemoveHeadersConfig: '{ Items: [{ Header: Vary }] }' } }),
    right: exampleStack(),
  },
  check: (graph) => oncePerPlace(eachPromise(graph, placeOf, (_promise, path, place) => {
    const policy = valueOr(path.behavior.responseHeadersPolicy, undefined);
    return policy && judgeKnown(place, removesVary(policy), (removed) => (removed ? fail(place, 'removes Vary and does not set it again') : pass(place)));
  }, { code: ['viewer-response'] })),
};

function placeOf(path: PromisedPath): Place {
  const policy = valueOr(path.behavior.responseHeadersPolicy, undefined);
  return policy ? policyPlace(path, policy, 'Properties.ResponseHeadersPolicyConfig.RemoveHeadersConfig') : behaviorPlace(path, 'ResponseHeadersPolicyId');
}

function removesVary(policy: ResponseHeadersPolicy): Known<boolean> {
  return chainKnown(policy.removeHeaders, (removed) => mapKnown(customVary(policy), (vary) =>
    removed.some((name) => name.toLowerCase() === 'vary') && !namesOrigin(vary)));
}
