import type { Behavior } from '../../../graph/types';
import { valueOr } from '../../../graph/types/known';
import { answerOr, decided } from '../../../model/undecided';
import { exampleStack } from '../../engine/example-stack';
import { judged, pass } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { corsOf } from '../../promise/cors-wish';
import { assetPaths, behaviorPlace, bucketRules, failUnlessCode } from '../../subjects/asset-path';
import { seeWholeOf } from '../../subjects/imported-bucket';
import { bucketTitle } from '../../subjects/deliveries';

export const nobodyAnswersCors: Rule = {
  id: 'nobody-answers-cors',
  severity: 'warning',
  family: 'unreachable',
  title: 'Origin is forwarded for CORS, but neither the bucket nor a policy answers it',
  why: 'No page on another origin can read the files: nobody sends Access-Control-Allow-Origin.',
  fix: 'Attach a response headers policy with the CORS headers, and give the bucket CORS rules when pages send preflights. Or drop the origin request policy.',
  see: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html'],
  unless: 'No page on another origin reads the files: then the origin request policy is not needed either.',
  noEdit: 'The template does not say which origins may read.',
  example: () => ({
    wrong: exampleStack({ rule: null, cors: null }),
    right: exampleStack(),
  }),
  check: (graph) => assetPaths(graph).flatMap((path) => {
    const property = propertyNamingOrigin(path.behavior);
    return property === undefined ? [] : judged(behaviorPlace(path, property), (place) => {
      if (corsOf(path.behavior) || bucketRules(path).length > 0) {
        return pass(place);
      }
      seeWholeOf(path.bucket);
      return failUnlessCode(path, place, `forwards Origin, but the bucket ${bucketTitle(decided(path.bucket))} has no CORS rules and no policy adds CORS headers`);
    });
  }),
};

/** Where the behavior names Origin. Forwarding everything does not show a wish for CORS. */
function propertyNamingOrigin({ cache, originRequestPolicy }: Behavior): string | undefined {
  const requested = answerOr(undefined, () => decided(originRequestPolicy)?.headers);
  if (requested?.known && requested.value.behavior === 'whitelist' && namesOrigin(requested.value.names)) {
    return 'OriginRequestPolicyId';
  }
  if (cache.mode === 'policy' && namesOrigin(answerOr([], () => decided(decided(cache.policy).headers).names))) {
    return 'CachePolicyId';
  }
  return cache.mode === 'legacy' && namesOrigin(valueOr(cache.headers, [])) ? 'ForwardedValues.Headers' : undefined;
}

function namesOrigin(names: readonly string[]): boolean {
  return names.some((name) => name.toLowerCase() === 'origin');
}
