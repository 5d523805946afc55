import { mapKnown, valueOr } from '../../graph/types/known';
import { isSymbolic } from '../../graph/types/symbolic-text';
import { isSameSite } from '../../model/browser/site';
import { behaviorPlace, policyPlace } from '../subjects/asset-path';
import { customHeader } from '../subjects/custom-header';
import { exampleStack } from '../engine/example-stack';
import { fail, judgeKnown, pass } from '../engine/judge';
import type { CorsPromise, PromisedPath } from '../promise/promise';
import { eachPromise, oncePerPlace } from '../promise/promised-paths';
import { sampleOrigin } from '../promise/promised-requests';
import type { Judgement, Place, Rule } from '../engine/rule';

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
  check: (graph) => oncePerPlace(eachPromise(graph, placeOf, (promise, path, place) => judgeKnown(place, path.behavior.responseHeadersPolicy, (policy) =>
    policy && judgeKnown(place, customHeader(policy, 'cross-origin-resource-policy'), (value) => (value === undefined ? undefined : judge(value, promise, path, place)))))),
};

function placeOf(path: PromisedPath): Place {
  const policy = valueOr(path.behavior.responseHeadersPolicy, undefined);
  return policy ? policyPlace(path, policy, 'Properties.ResponseHeadersPolicyConfig.CustomHeadersConfig') : behaviorPlace(path, 'ResponseHeadersPolicyId');
}

function judge(value: string, promise: CorsPromise, path: PromisedPath, place: Place): Judgement {
  switch (value.trim()) {
    case 'same-origin':
      return fail(place, 'Cross-Origin-Resource-Policy is same-origin, while other origins are promised the files');
    case 'same-site':
      // With credentials a narrower circle of embedders is the careful choice
      return promise.credentials ? pass(place) : judgeSites(sitesOf(promise, path), place);
    default:
      return pass(place);
  }
}

function judgeSites(sites: Sites, place: Place): Judgement {
  return sites === 'one' ? pass(place)
    : fail(place, 'Cross-Origin-Resource-Policy is same-site: pages on another site than the files are kept out', sites === 'several' ? {} : { severity: 'warning' });
}

type Sites = 'one' | 'several' | 'undecided';

/** Whether pages and files are on one site. A distribution without aliases is on cloudfront.net, which is no site of anybody's pages. */
function sitesOf({ origins }: CorsPromise, { distribution: { aliases, domainName } }: PromisedPath): Sites {
  const hosts = mapKnown(aliases, (names) => (names.length > 0 ? names : [domainName]));
  if (!hosts.known || [...origins, ...valueOr(aliases, [])].some(isSymbolic)) {
    return 'undecided';
  }
  const together = origins.map((entry) => hosts.value.map((host) => !isSymbolic(host) && entry !== '*' && isSameSite(sampleOrigin(entry), `https://${host}`)));
  return together.every((each) => each.every(Boolean)) ? 'one' : together.some((each) => !each.some(Boolean)) ? 'several' : 'undecided';
}
