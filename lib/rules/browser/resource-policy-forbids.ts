import { valueOr } from '../../graph/known';
import type { ResponseHeadersPolicy } from '../../graph/types';
import { isSymbolic } from '../../graph/symbolic-text';
import { isSameSite } from '../../model/browser/site';
import { behaviourPlace, policyPlace } from '../asset-path';
import { exampleStack } from '../example-stack';
import { fail, judgeKnown, pass } from '../judge';
import type { CorsPromise, PromisedPath } from '../promise';
import { eachPromise, oncePerPlace } from '../promised';
import { sampleOrigin } from '../promised-requests';
import type { Judgement, Place, Rule } from '../rule';

export const resourcePolicyForbids: Rule = {
  id: 'resource-policy-forbids',
  severity: 'error',
  family: 'browser',
  title: 'Cross-Origin-Resource-Policy keeps the files from the pages that CORS allows',
  why: 'A page on another origin cannot show the image, or run the script, unless the element has a crossorigin attribute: the browser blocks the response.',
  fix: 'Set Cross-Origin-Resource-Policy to cross-origin, or to same-site when all pages are on the same site.',
  see: ['https://fetch.spec.whatwg.org/#cross-origin-resource-policy-header'],
  unless: 'Pages load every file with CORS.',
  example: {
    wrong: exampleStack({ policy: { CustomHeadersConfig: '{ Items: [{ Header: Cross-Origin-Resource-Policy, Value: same-origin, Override: true }] }' } }),
    right: exampleStack({ policy: { CustomHeadersConfig: '{ Items: [{ Header: Cross-Origin-Resource-Policy, Value: cross-origin, Override: true }] }' } }),
  },
  check: (graph) => oncePerPlace(eachPromise(graph, placeOf, (promise, path, place) => judgeKnown(place, path.behaviour.responseHeadersPolicy, (policy) => {
    const values = policy && resourcePolicyOf(policy);
    return values ? judgeKnown(place, values, (value) => judge(value, promise, path, place)) : undefined;
  }))),
};

function placeOf(path: PromisedPath): Place {
  const policy = valueOr(path.behaviour.responseHeadersPolicy, undefined);
  return policy ? policyPlace(path, policy, 'Properties.ResponseHeadersPolicyConfig.CustomHeadersConfig') : behaviourPlace(path, 'ResponseHeadersPolicyId');
}

function resourcePolicyOf({ customHeaders }: ResponseHeadersPolicy): ResponseHeadersPolicy['name'] | undefined {
  return customHeaders.known
    ? customHeaders.value.find(({ header }) => header.known && header.value.toLowerCase() === 'cross-origin-resource-policy')?.value
    : customHeaders;
}

function judge(value: string, promise: CorsPromise, path: PromisedPath, place: Place): Judgement {
  switch (value.trim()) {
    case 'same-origin':
      return fail(place, 'Cross-Origin-Resource-Policy is same-origin, while other origins are promised the files');
    case 'same-site':
      // With credentials a narrower circle of embedders is the careful choice
      return promise.credentials || isOneSite(promise, path) ? pass(place)
        : fail(place, 'Cross-Origin-Resource-Policy is same-site: pages on another site than the files are kept out', { severity: 'warning' });
    default:
      return pass(place);
  }
}

function isOneSite({ origins }: CorsPromise, { distribution }: PromisedPath): boolean {
  const aliases = valueOr<readonly string[], readonly string[]>(distribution.aliases, []);
  return aliases.length > 0 && origins.every((entry) => entry !== '*' && !isSymbolic(entry)
    && aliases.every((alias) => isSameSite(sampleOrigin(entry), `https://${alias}`)));
}
