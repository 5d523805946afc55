import type { Behavior } from '../../../graph/types';
import { known, valueOr } from '../../../graph/types/known';
import { answerOr, decided } from '../../../model/undecided';
import { exampleStack } from '../../engine/example-stack';
import { judged, pass } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { corsOf } from '../../promise/cors-wish';
import { assetPaths, behaviorPlace, bucketRules, failUnlessCode } from '../../subjects/asset-path';
import { seeWholeOf } from '../../subjects/imported-bucket';

export const nobodyAnswersCors: Rule = {
  id: 'nobody-answers-cors',
  severity: 'warning',
  family: 'unreachable',
  title: 'Origin is forwarded for CORS, but neither the bucket nor a policy answers it',
  why: 'No page on another origin can read the files: nobody sends Access-Control-Allow-Origin.',
  fix: 'Attach a response headers policy with the CORS headers, and give the bucket CORS rules when pages send preflights. Or drop the origin request policy.',
  see: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html'],
  unless: 'No page on another origin reads the files: then the origin request policy is not needed either.',
  example: {
    wrong: exampleStack({ rule: null, cors: null }),
    right: exampleStack(),
  },
  check: (graph) => assetPaths(graph).filter(({ behavior }) => namesOrigin(behavior)).flatMap((path) => judged(behaviorPlace(path, 'OriginRequestPolicyId'), (place) => {
      if (corsOf(path.behavior) || bucketRules(path).length > 0) {
        return pass(place);
      }
      seeWholeOf(path.bucket);
      return failUnlessCode(path, place, `forwards Origin, but the bucket ${decided(path.bucket).address.logicalId} has no CORS rules and no policy adds CORS headers`);
    })),
};

/** Forwarding everything is no sign of a wish for CORS; naming Origin is. */
function namesOrigin({ cache, originRequestPolicy }: Behavior): boolean {
  const requested = answerOr(undefined, () => decided(decided(originRequestPolicy)?.headers ?? NOTHING));
  const lists = [
    requested?.behavior === 'whitelist' ? requested.names : [],
    cache.mode === 'policy' ? answerOr([], () => decided(decided(cache.policy).headers).names) : [],
    cache.mode === 'legacy' ? valueOr(cache.headers, []) : [],
  ];
  return lists.flat().some((name) => name.toLowerCase() === 'origin');
}

const NOTHING = known({ behavior: 'none', names: [] as readonly string[] });
