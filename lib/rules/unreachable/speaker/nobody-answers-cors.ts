import { known } from '../../../graph/types/known';
import { assetPaths, behaviorPlace, codeAtTheEdge } from '../../subjects/asset-path';
import { policyCorsOf } from '../../promise/cors-wish';
import type { AssetPath } from '../../subjects/asset-path';
import { exampleStack } from '../../engine/example-stack';
import { fail, judgeKnown, pass, unknownAt } from '../../engine/judge';
import type { Judgement, Rule } from '../../engine/rule';

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
  check: (graph) => assetPaths(graph).filter(namesOrigin).map(judge),
};

function judge(path: AssetPath): Judgement {
  const place = behaviorPlace(path, 'OriginRequestPolicyId');
  return judgeKnown(place, policyCorsOf(path.behavior), (cors) => (cors ? pass(place) : judgeKnown(place, path.bucket, ({ cors: rules, address }) =>
    judgeKnown(place, rules, (list) => {
      const code = codeAtTheEdge(path.behavior);
      return list?.length ? pass(place) : code !== undefined ? unknownAt(place, code)
        : fail(place, `forwards Origin, but the bucket ${address.logicalId} has no CORS rules and no policy adds CORS headers`);
    }))));
}

/** Forwarding everything is no sign of a wish for CORS; naming Origin is. */
function namesOrigin({ behavior: { cache, originRequestPolicy } }: AssetPath): boolean {
  const policy = cache.mode === 'policy' && cache.policy.known ? cache.policy.value.headers : undefined;
  const lists = [
    originRequestPolicy.known && originRequestPolicy.value?.headers.known && originRequestPolicy.value.headers.value.behavior === 'whitelist'
      ? originRequestPolicy.value.headers.value.names : [],
    policy?.known ? policy.value.names : [],
    cache.mode === 'legacy' ? (cache.headers.known ? cache.headers : known([])).value : [],
  ];
  return lists.flat().some((name) => name.toLowerCase() === 'origin');
}
