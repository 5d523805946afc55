import { answerOr } from '../../../model/undecided';
import { exampleStack } from '../../engine/example-stack';
import { fail, pass } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { UNREADABLE } from '../../evidence/witness-shape';
import { corsOf } from '../../promise/cors-wish';
import type { CorsPromise } from '../../promise/promise';
import { BEFORE_THE_REFUSAL, eachPromise } from '../../promise/promised-paths';
import { allows, behaviorPlace, originReachesS3, type AssetPath } from '../../subjects/asset-path';

export const originNotForwarded: Rule = {
  id: 'origin-not-forwarded',
  severity: 'error',
  family: 'unreachable',
  title: 'S3 is meant to answer CORS requests, but CloudFront does not forward Origin to it',
  why: 'S3 never learns that a request is a CORS request: it sends no Access-Control-Allow-Origin, and refuses every preflight with 400.',
  fix: 'Attach the origin request policy CORS-S3Origin (88a5eaf4-2fd4-4709-b370-b4c650ea3fcf), and a response headers policy with the CORS headers.',
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/controlling-origin-requests.html',
    'https://github.com/aws-solutions-library-samples/live-streaming-on-aws-with-amazon-s3/issues/8',
    'https://github.com/kozakdenys/qr-code-styling/issues/120',
  ],
  unless: 'The rules of the bucket are for requests that go straight to the bucket, not through CloudFront.',
  witness: [
    { ...UNREADABLE, code: 'allow-origin-missing' },
    { by: 'S3', step: 'preflight' },
  ],
  example: () => ({
    wrong: exampleStack({ cors: null, behavior: { OriginRequestPolicyId: undefined } }),
    right: exampleStack(),
  }),
  check: eachPromise(
      (path) => behaviorPlace(path, 'OriginRequestPolicyId'),
      (promise, path, place) => {
        const need = needOfOrigin(promise, path);
        return need === undefined || originReachesS3(path)
          ? pass(place)
          : fail(place, `Origin is neither in the cache policy nor in an origin request policy, so ${need}`);
      },
      {
        code: (_promise, { behavior }) => (answerOr(undefined, () => corsOf(behavior)) ? BEFORE_THE_REFUSAL : undefined),
        refusedPreflight: true,
      },
    ),
};

/** What fails when S3 does not see Origin; nothing when a policy answers everything that is promised. */
function needOfOrigin({ preflight }: CorsPromise, path: AssetPath): string | undefined {
  if (!corsOf(path.behavior)) {
    return 'the bucket\'s CORS rules answer nobody';
  }
  return preflight.kind === 'promised' && allows(path, 'OPTIONS') ? 'S3 refuses every preflight' : undefined;
}
