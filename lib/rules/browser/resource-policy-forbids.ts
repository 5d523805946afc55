import { mapKnown, valueOr } from '../../graph/types/known';
import { isSymbolic } from '../../graph/types/symbolic-text';
import { isSameSite } from '../../model/browser/site';
import { decided } from '../../model/undecided';
import { exampleStack } from '../engine/example-stack';
import { fail, pass } from '../engine/judge';
import type { Judgement, Place, Rule } from '../engine/rule';
import type { CorsPromise, PromisedPath } from '../promise/promise';
import { eachPromise, oncePerPlace } from '../promise/promised-paths';
import { sampleOrigin } from '../promise/promised-requests';
import { policySection } from '../subjects/asset-path';
import { customHeader } from '../subjects/headers-policy';

export const resourcePolicyForbids: Rule = {
  id: 'resource-policy-forbids',
  severity: 'error',
  family: 'browser',
  title: 'Cross-Origin-Resource-Policy keeps the files from the pages that CORS allows',
  why: 'A page on another origin cannot show the image, or run the script, unless the element has a crossorigin attribute: the browser blocks the response.',
  fix: 'Set Cross-Origin-Resource-Policy to cross-origin, or to same-site when all pages are on the same site.',
  see: ['https://fetch.spec.whatwg.org/#cross-origin-resource-policy-header'],
  unless: 'Pages load every file with CORS.',
  witness: [{ by: 'browser', code: 'resource-policy', asks: 'image' }],
  example: () => ({
    wrong: exampleStack({ policy: { CustomHeadersConfig: '{ Items: [{ Header: Cross-Origin-Resource-Policy, Value: same-origin, Override: true }] }' } }),
    right: exampleStack({ policy: { CustomHeadersConfig: '{ Items: [{ Header: Cross-Origin-Resource-Policy, Value: cross-origin, Override: true }] }' } }),
  }),
  check: oncePerPlace(eachPromise((path) => policySection(path, 'CustomHeadersConfig'), (promise, path, place) => {
    const policy = decided(path.behavior.responseHeadersPolicy);
    switch (policy && customHeader(policy, 'cross-origin-resource-policy')?.trim()) {
      case undefined:
        return undefined;
      case 'same-origin':
        return fail(place, 'Cross-Origin-Resource-Policy is same-origin, while other origins are promised the files');
      case 'same-site':
        // With credentials a narrower circle of embedders is the careful choice
        return promise.credentials ? pass(place) : judgeSites(sitesOf(promise, path), place);
      default:
        return pass(place);
    }
  })),
};

function judgeSites(sites: Sites, place: Place): Judgement {
  return sites === 'one' ? pass(place)
    : fail(place, 'Cross-Origin-Resource-Policy is same-site: pages on another site than the files are kept out', sites === 'several' ? {} : { severity: 'warning' });
}

type Sites = 'one' | 'several' | 'undecided';

/** Whether pages and files are on one site. A distribution without aliases is on cloudfront.net, which is nobody's site. */
function sitesOf({ origins }: CorsPromise, { distribution: { aliases, domainName } }: PromisedPath): Sites {
  const hosts = mapKnown(aliases, (names) => (names.length > 0 ? names : [domainName]));
  if (!hosts.known || [...origins, ...valueOr(aliases, [])].some(isSymbolic)) {
    return 'undecided';
  }
  const together = origins.map((entry) => hosts.value.map((host) => !isSymbolic(host) && entry !== '*' && isSameSite(sampleOrigin(entry), `https://${host}`)));
  return together.every((each) => each.every(Boolean)) ? 'one' : together.some((each) => !each.some(Boolean)) ? 'several' : 'undecided';
}
