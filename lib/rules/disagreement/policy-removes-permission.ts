import { valueOr } from '../../graph/types/known';
import { exampleStack } from '../engine/example-stack';
import { fail, pass } from '../engine/judge';
import type { Rule } from '../engine/rule';
import { UNREADABLE } from '../evidence/witness-shape';
import { corsOf } from '../promise/cors-wish';
import { eachPromise, oncePerPlace } from '../promise/promised-paths';
import { policySection, removes } from '../subjects/asset-path';
import { customHeader } from '../subjects/custom-header';

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
  example: {
    wrong: exampleStack({ cors: null, behavior: { ResponseHeadersPolicyId: '!Ref Headers' }, more: WITHOUT_CORS }),
    right: exampleStack({ policy: REMOVED }),
  },
  check: (graph) => oncePerPlace(eachPromise(graph, (path) => policySection(path, 'RemoveHeadersConfig'), (_promise, { behavior }, place) => {
    const policy = valueOr(behavior.responseHeadersPolicy, undefined);
    if (!policy || !removes(policy, HEADER)) {
      return undefined;
    }
    return corsOf(behavior) || customHeader(policy, HEADER) !== undefined ? pass(place) : fail(place, 'removes Access-Control-Allow-Origin and does not set it again');
  }, { code: ['viewer-response'] })),
};
