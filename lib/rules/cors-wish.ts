import { chainKnown, known, mapKnown, unknown, type Known } from '../graph/known';
import type { Behaviour, Distribution, Origin } from '../graph/types';

/**
 * Whether a distribution is meant to be read by pages on other origins: one of its response headers policies allows
 * origins, or one of its buckets has a CORS rule for reading. A bucket's rules for uploads are no such wish.
 */
export function wishesCors({ behaviours }: Distribution): Known<boolean> {
  return chainKnown(behaviours, (all) => anyOf(all.flatMap((behaviour) => [policyWishes(behaviour), chainKnown(behaviour.origin, bucketWishes)])));
}

function policyWishes({ responseHeadersPolicy }: Behaviour): Known<boolean> {
  return chainKnown(responseHeadersPolicy, (policy) => (policy
    ? anyOf([
      mapKnown(policy.cors, (cors) => cors !== undefined),
      chainKnown(policy.customHeaders, (headers) => anyOf(headers.map(({ header }) => mapKnown(header, (name) => name.toLowerCase() === 'access-control-allow-origin')))),
    ])
    : known(false)));
}

function bucketWishes({ target }: Origin): Known<boolean> {
  switch (target.kind) {
    case 'custom':
      return known(false);
    case 'unknown':
      return unknown(target.reason);
    case 's3':
    case 's3-website':
      return chainKnown(target.bucket, ({ cors }) => mapKnown(cors, (rules = []) =>
        rules.some(({ allowedMethods }) => allowedMethods.some((method) => method === 'GET' || method === 'HEAD'))));
  }
}

function anyOf(facts: readonly Known<boolean>[]): Known<boolean> {
  return facts.find((fact) => fact.known && fact.value) ?? facts.find((fact) => !fact.known) ?? known(false);
}
