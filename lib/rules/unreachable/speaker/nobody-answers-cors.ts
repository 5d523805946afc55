import type { Behavior, EdgeFunction } from '../../../graph/types';
import { valueOr } from '../../../graph/types/known';
import { nameOf } from '../../../model/edge-code';
import { answerOr, decided, Undecided } from '../../../model/undecided';
import { exampleStack } from '../../engine/example-stack';
import { fail, judged, pass } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { corsOf } from '../../promise/cors-wish';
import { assetPaths, behaviorPlace, bucketRules, codeAtTheEdge } from '../../subjects/asset-path';
import { effectsOf } from '../../subjects/edge-effects';
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
      return decided(path.behavior.edgeFunctions).some((found) => answersCors(path.behavior, found)) ? pass(place)
        : fail(place, `forwards Origin, but the bucket ${bucketTitle(decided(path.bucket))} has no CORS rules and no policy adds CORS headers`);
    });
  }),
};

/** Whether a function speaks of CORS in place of bucket and policy, if only to origins that nobody can tell from its code. */
function answersCors(behavior: Behavior, found: EdgeFunction): boolean {
  if (!found.code.known) {
    throw new Undecided(codeAtTheEdge(behavior) ?? found.code.reason);
  }
  const { text } = found.code.value;
  return effectsOf(behavior, found).some(({ request, result }) => {
    if (result.kind === 'undecided') {
      throw new Undecided(`${nameOf(found)} decides, and ${result.reason}`);
    }
    // One that fails is another mistake, and what it would say is not known
    return result.kind === 'failure' || (result.kind === 'response' && request.method === 'GET' && (ALLOW_ORIGIN in result.headers || text.toLowerCase().includes(ALLOW_ORIGIN)));
  });
}

const ALLOW_ORIGIN = 'access-control-allow-origin';

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
