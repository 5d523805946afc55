import { known, type Known } from '../graph/known';
import type { Behaviour, Distribution } from '../graph/types';

const ALLOW_ORIGIN = 'access-control-allow-origin';

/**
 * Whether a distribution is meant to be read by pages on other origins: one of its response headers policies allows
 * origins, or one of its buckets has a CORS rule for reading. A bucket's rules for uploads are no such wish.
 */
export function wishesCors({ behaviours }: Distribution): Known<boolean> {
  if (!behaviours.known) {
    return behaviours;
  }
  const wishes = behaviours.value.map(behaviourWishesCors);
  return wishes.find((wish) => wish.known && wish.value) ?? wishes.find((wish) => !wish.known) ?? known(false);
}

function behaviourWishesCors({ responseHeadersPolicy, origin }: Behaviour): Known<boolean> {
  const policy = responseHeadersPolicy.known ? responseHeadersPolicy.value : undefined;
  const hasCors = policy?.cors.known === true && policy.cors.value !== undefined;
  const setsHeader = policy?.customHeaders.known === true && policy.customHeaders.value.some(({ header }) => header.known && header.value.toLowerCase() === ALLOW_ORIGIN);
  if (hasCors || setsHeader) {
    return known(true);
  }
  if (!origin.known) {
    return origin;
  }
  const { target } = origin.value;
  if (target.kind === 'custom' || target.kind === 'unknown') {
    return target.kind === 'custom' ? known(false) : { known: false, reason: target.reason };
  }
  if (!target.bucket.known || !target.bucket.value.cors.known) {
    return responseHeadersPolicy.known ? (target.bucket.known ? unknownCors(target.bucket.value.cors) : target.bucket) : responseHeadersPolicy;
  }
  return known((target.bucket.value.cors.value ?? []).some(({ allowedMethods }) => allowedMethods.some((method) => method === 'GET' || method === 'HEAD')));
}

function unknownCors(cors: Known<unknown>): Known<boolean> {
  return cors.known ? known(false) : cors;
}
