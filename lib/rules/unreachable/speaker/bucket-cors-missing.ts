import { exampleStack } from '../../engine/example-stack';
import { fail, pass } from '../../engine/judge';
import type { Place, Rule } from '../../engine/rule';
import type { PromisedPath } from '../../promise/promise';
import { eachPromise, oncePerPlace, REFUSED_PREFLIGHT } from '../../promise/promised-paths';
import { behaviorPlace, bucketRules } from '../../subjects/asset-path';

export const bucketCorsMissing: Rule = {
  id: 'bucket-cors-missing',
  severity: 'error',
  family: 'unreachable',
  title: 'The policy promises preflights, but the bucket has no CORS rules',
  why: 'S3 answers every preflight with 403 "CORS is not enabled for this bucket", and no header that CloudFront adds turns a 403 into permission.',
  fix: 'Give the bucket a CORS rule with the origins, methods and headers of the response headers policy.',
  see: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors-troubleshooting.html',
    'https://github.com/aws-amplify/amplify-hosting/issues/3267',
  ],
  unless: 'A function at the edge answers preflights, or no page ever sends a request that needs one.',
  witness: [{ by: 'S3', step: 'preflight', cause: 'cors-not-enabled' }],
  example: () => ({
    wrong: exampleStack({ rule: null }),
    right: exampleStack(),
  }),
  check: oncePerPlace(eachPromise(placeOf, ({ preflight }, path, place) => {
    if (preflight.kind !== 'promised') {
      return undefined;
    }
    return bucketRules(path).length > 0 ? pass(place) : fail(place, `has no CORS rules, but ${preflight.because}`);
  }, REFUSED_PREFLIGHT)),
};

function placeOf(path: PromisedPath): Place {
  return path.bucket.known ? { address: path.bucket.value.address, path: 'Properties.CorsConfiguration' } : behaviorPlace(path);
}
