import { valueOr } from '../../graph/types/known';
import type { ResponseHeadersPolicy } from '../../graph/types';
import { decided } from '../../model/undecided';
import { exampleStack } from '../engine/example-stack';
import { failIf } from '../engine/judge';
import type { Rule } from '../engine/rule';
import { UNREADABLE } from '../evidence/witness-shape';
import { corsOf, readRules } from '../promise/cors-wish';
import type { CorsPromise, PromisedPath } from '../promise/promise';
import { eachPromise, oncePerPlace } from '../promise/promised-paths';
import { bucketRules, originReachesS3, policySection, removes } from '../subjects/asset-path';
import { customHeader } from '../subjects/headers-policy';

const HEADER = 'access-control-allow-origin';
const REMOVED = { RemoveHeadersConfig: '{ Items: [{ Header: Access-Control-Allow-Origin }] }' };
/** A policy with every section but the one about CORS. */
const WITHOUT_CORS = `
Headers:
  Type: AWS::CloudFront::ResponseHeadersPolicy
  Properties:
    ResponseHeadersPolicyConfig:
      Name: headers
      CustomHeadersConfig: { Items: [{ Header: Vary, Value: 'Origin, Accept-Encoding', Override: true }] }
      RemoveHeadersConfig: ${REMOVED.RemoveHeadersConfig}`;

export const policyRemovesPermission: Rule = {
  id: 'policy-removes-permission',
  severity: 'error',
  family: 'disagreement',
  title: 'The policy removes Access-Control-Allow-Origin of S3 and has no CORS of its own',
  why: 'The bucket allows the page, CloudFront takes the permission out of the answer, and the browser keeps the file from the page.',
  fix: 'Give the policy a CorsConfig, or take Access-Control-Allow-Origin out of RemoveHeadersConfig.',
  see: ['https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html'],
  unless: 'No page on another origin reads the files: then the bucket needs no CORS rules either.',
  witness: [{ ...UNREADABLE, code: 'allow-origin-missing' }],
  example: () => ({
    wrong: exampleStack({ cors: null, behavior: { ResponseHeadersPolicyId: '!Ref Headers' }, more: WITHOUT_CORS }),
    right: exampleStack({ policy: REMOVED }),
  }),
  check: oncePerPlace(eachPromise((path) => policySection(path, 'RemoveHeadersConfig'), (promise, path, place) => {
    const policy = valueOr(path.behavior.responseHeadersPolicy, undefined);
    if (!policy || !removes(policy, HEADER)) {
      return undefined;
    }
    const cors = corsOf(path.behavior);
    if (!cors) {
      return failIf(place, customHeader(policy, HEADER) === undefined ? 'removes Access-Control-Allow-Origin and does not set it again' : undefined);
    }
    const left = decided(cors.originOverride) || !s3Speaks(path) ? undefined : leftOfS3(promise, policy);
    return failIf(place, left && `removes Access-Control-Allow-Origin and leaves ${left} of S3, which keeps the policy's own headers out`);
  }, { code: ['viewer-response'] })),
};

/** One CORS header of S3 keeps out a block that does not override: this one is on every answer of S3, the other on preflights. */
function leftOfS3({ preflight }: CorsPromise, policy: ResponseHeadersPolicy): string | undefined {
  return ['Access-Control-Allow-Methods', ...(preflight.kind === 'promised' ? ['Access-Control-Allow-Headers'] : [])].find((name) => !removes(policy, name.toLowerCase()));
}

function s3Speaks(path: PromisedPath): boolean {
  return originReachesS3(path) && readRules(bucketRules(path)).length > 0;
}
