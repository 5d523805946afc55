import { behaviorPlace } from '../../subjects/asset-path';
import { exampleStack } from '../../engine/example-stack';
import { fail, judgeKnown, pass } from '../../engine/judge';
import { eachPromise, oncePerPlace, REFUSED_PREFLIGHT } from '../../promise/promised-paths';
import type { Rule } from '../../engine/rule';

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
  example: {
    wrong: exampleStack({ rule: null }),
    right: exampleStack(),
  },
  check: (graph) => oncePerPlace(eachPromise(
    graph,
    (path) => (path.bucket.known ? { address: path.bucket.value.address, path: 'Properties.CorsConfiguration' } : behaviorPlace(path)),
    ({ preflight }, path, place) =>
      (preflight.kind !== 'promised' ? undefined : judgeKnown(place, path.bucket, ({ cors }) => judgeKnown(place, cors, (rules) =>
        (rules?.length ? pass(place) : fail(place, `has no CORS rules, but ${preflight.because}`))))),
    REFUSED_PREFLIGHT,
  )),
};
