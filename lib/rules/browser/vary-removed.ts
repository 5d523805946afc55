import { chainKnown, mapKnown, valueOr } from '../../graph/known';
import type { Known } from '../../graph/known';
import type { ResponseHeadersPolicy } from '../../graph/types';
import { behaviourPlace, policyPlace } from '../asset-path';
import { exampleStack } from '../example-stack';
import { fail, judgeKnown, pass } from '../judge';
import type { PromisedPath } from '../promise';
import { eachPromise, oncePerPlace } from '../promised';
import type { Place, Rule } from '../rule';
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
    const policy = valueOr(path.behaviour.responseHeadersPolicy, undefined);
    return policy && judgeKnown(place, removesVary(policy), (removed) => (removed ? fail(place, 'removes Vary and does not set it again') : pass(place)));
  }, { code: ['viewer-response'] })),
};

function placeOf(path: PromisedPath): Place {
  const policy = valueOr(path.behaviour.responseHeadersPolicy, undefined);
  return policy ? policyPlace(path, policy, 'Properties.ResponseHeadersPolicyConfig.RemoveHeadersConfig') : behaviourPlace(path, 'ResponseHeadersPolicyId');
}

function removesVary(policy: ResponseHeadersPolicy): Known<boolean> {
  return chainKnown(policy.removeHeaders, (removed) => mapKnown(customVary(policy), (vary) =>
    removed.some((name) => name.toLowerCase() === 'vary') && !namesOrigin(vary)));
}
