import { allKnown, chainKnown, known, mapKnown } from '../../../graph/types/known';
import type { Known } from '../../../graph/types/known';
import type { Behavior } from '../../../graph/types';
import { behaviorPlace, isForwarded, originReachesS3 } from '../../subjects/asset-path';
import { policyCorsOf } from '../../promise/cors-wish';
import type { AssetPath } from '../../subjects/asset-path';
import { exampleStack } from '../../engine/example-stack';
import { fail, judgeKnown, pass } from '../../engine/judge';
import type { CorsPromise } from '../../promise/promise';
import { eachPromise } from '../../promise/promised-paths';
import type { Rule } from '../../engine/rule';

export const preflightHeadersNotForwarded: Rule = {
  id: 'preflight-headers-not-forwarded',
  severity: 'error',
  family: 'unreachable',
  title: 'Preflights reach S3 without the headers that say what is asked for (CORS-CustomOrigin in front of S3)',
  why: 'Without Access-Control-Request-Method S3 cannot match any rule and refuses the preflight with 403; without Access-Control-Request-Headers it permits no header.',
  fix: 'Use the origin request policy CORS-S3Origin (88a5eaf4-2fd4-4709-b370-b4c650ea3fcf): it forwards Origin and both Access-Control-Request headers.',
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html',
    'https://docs.aws.amazon.com/AmazonS3/latest/API/RESTOPTIONSobject.html',
  ],
  unless: 'A function at the edge answers preflights.',
  example: {
    wrong: exampleStack({ behavior: { OriginRequestPolicyId: '59781a5b-3903-41f3-afcb-af62929ccde1 # CORS-CustomOrigin' } }),
    right: exampleStack(),
  },
  check: (graph) => eachPromise(graph, (path) => behaviorPlace(path, 'OriginRequestPolicyId'), (promise, path, place) =>
    (promise.preflight.kind === 'promised' ? judgeKnown(place, forwarded(path), ([options, origin, method, headers]) => {
      if (!options || !origin) {
        return undefined;
      }
      if (!method) {
        return fail(place, 'Access-Control-Request-Method is not forwarded, so S3 refuses every preflight');
      }
      return headers || !asksForHeaders(promise) ? pass(place) : judgeKnown(place, policyAllowsHeaders(path.behavior), (allows) => {
        const message = 'Access-Control-Request-Headers is not forwarded, so S3 permits no header';
        return allows === 'always' ? pass(place) : fail(place, message, allows === 'depends' ? { severity: 'warning' } : {});
      });
    }) : undefined)),
};

/** Whether OPTIONS is allowed, and whether Origin and the two request headers reach S3. */
function forwarded(path: AssetPath): Known<readonly boolean[]> {
  const { behavior } = path;
  return allKnown([
    mapKnown(behavior.allowedMethods, (methods) => methods.includes('OPTIONS')),
    originReachesS3(path),
    ...['access-control-request-method', 'access-control-request-headers'].map((name) => isForwarded(behavior, name)),
  ]);
}

function asksForHeaders({ anyHeader, headers }: CorsPromise): boolean {
  return anyHeader || headers.length > 0;
}

/** Whether the policy puts its own Access-Control-Allow-Headers on an answer of S3 that has other CORS headers, but not this one. */
function policyAllowsHeaders(behavior: Behavior): Known<'always' | 'depends' | 'never'> {
  return chainKnown(policyCorsOf(behavior), (cors) => (cors
    ? chainKnown(cors.allowHeaders, (headers) => mapKnown(cors.originOverride, (override) =>
      (headers.length === 0 ? 'never' : override ? 'always' : 'depends')))
    : known('never')));
}
