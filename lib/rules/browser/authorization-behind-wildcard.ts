import { valueOr } from '../../graph/types/known';
import { answerOr, decided } from '../../model/undecided';
import { exampleStack } from '../engine/example-stack';
import { failIf, pass } from '../engine/judge';
import type { Rule } from '../engine/rule';
import { eachIn } from '../engine/subject';
import { readRules } from '../promise/cors-wish';
import { oncePerPlace } from '../promise/promised-paths';
import { assetPaths, bucketRules, policySection, removes } from '../subjects/asset-path';

export const authorizationBehindWildcard: Rule = {
  id: 'authorization-behind-wildcard',
  severity: 'warning',
  family: 'browser',
  title: 'Authorization is meant to be covered by `*` in the policy\'s allowed headers',
  why: 'Neither browsers nor CloudFront let `*` stand for Authorization: the preflight fails for pages that send it.',
  fix: 'List it: `AccessControlAllowHeaders: ["*", "Authorization"]`.',
  see: [
    'https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name',
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html',
  ],
  unless: 'No page sends Authorization: then take it out of the bucket\'s rule.',
  witness: [{ by: 'browser', step: 'preflight', asks: 'authorization' }],
  example: () => ({
    wrong: exampleStack({ rule: { AllowedHeaders: '[\'*\', Authorization]' } }),
    right: exampleStack({ rule: { AllowedHeaders: '[\'*\', Authorization]' }, cors: { AccessControlAllowHeaders: '{ Items: [\'*\', Authorization] }' } }),
  }),
  check: oncePerPlace(eachIn(assetPaths, (path) => policySection(path, 'CorsConfig.AccessControlAllowHeaders'), (path, place) => {
    const policy = valueOr(path.behavior.responseHeadersPolicy, undefined);
    const cors = policy && valueOr(policy.cors, undefined);
    if (!cors || !valueOr(cors.originOverride, true)) {
      return undefined;
    }
    const headers = decided(cors.allowHeaders);
    // Who removes S3's permission means the policy to speak alone: the bucket's rule may be for another path
    if (!headers.includes('*') || namesAuthorization(headers) || removes(policy, 'access-control-allow-headers')) {
      return pass(place);
    }
    const isMeant = readRules(answerOr([], () => bucketRules(path))).some(({ allowedHeaders = [] }) => namesAuthorization(allowedHeaders));
    return failIf(place, isMeant ? 'is *, which does not cover Authorization, named by the bucket\'s rules' : undefined);
  })),
};

function namesAuthorization(headers: readonly string[]): boolean {
  return headers.some((name) => name.toLowerCase() === 'authorization');
}
