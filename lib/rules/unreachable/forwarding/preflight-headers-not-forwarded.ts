import type { Behavior } from '../../../graph/types';
import { decided } from '../../../model/undecided';
import { exampleStack } from '../../engine/example-stack';
import { fail, pass } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { corsOf } from '../../promise/cors-wish';
import { eachPromise } from '../../promise/promised-paths';
import type { Certainty } from '../../promise/promised-requests';
import { allows, behaviorPlace, isForwarded, originReachesS3 } from '../../subjects/asset-path';

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
  witness: [{ by: 'S3', step: 'preflight' }, { by: 'browser', step: 'preflight' }],
  example: () => ({
    wrong: exampleStack({ behavior: { OriginRequestPolicyId: '59781a5b-3903-41f3-afcb-af62929ccde1 # CORS-CustomOrigin' } }),
    right: exampleStack(),
  }),
  check: eachPromise((path) => behaviorPlace(path, 'OriginRequestPolicyId'), (promise, path, place) => {
    if (promise.preflight.kind !== 'promised' || !allows(path, 'OPTIONS') || !originReachesS3(path)) {
      return undefined;
    }
    if (!isForwarded(path, 'access-control-request-method')) {
      return fail(place, 'Access-Control-Request-Method is not forwarded, so S3 refuses every preflight');
    }
    const asksForHeaders = promise.anyHeader || promise.headers.length > 0;
    if (!asksForHeaders || isForwarded(path, 'access-control-request-headers')) {
      return pass(place);
    }
    const byPolicy = policyAllowsHeaders(path.behavior);
    return byPolicy === 'always' ? pass(place)
      : fail(place, 'Access-Control-Request-Headers is not forwarded, so S3 permits no header', byPolicy === 'depends' ? { severity: 'warning' } : {});
  }),
};

/** Whether the policy puts its own Access-Control-Allow-Headers on an answer of S3 that has other CORS headers, but not this one. */
function policyAllowsHeaders(behavior: Behavior): Certainty {
  const cors = corsOf(behavior);
  if (!cors || decided(cors.allowHeaders).length === 0) {
    return 'never';
  }
  return decided(cors.originOverride) ? 'always' : 'depends';
}
