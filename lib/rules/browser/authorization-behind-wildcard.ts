import { valueOr } from '../../graph/types/known';
import type { BucketCorsRule } from '../../contract/bucket-cors-rule';
import { assetPaths, policyPlace, removes } from '../subjects/asset-path';
import { policyCorsOf, readRules } from '../promise/cors-wish';
import type { AssetPath } from '../subjects/asset-path';
import { exampleStack } from '../engine/example-stack';
import { fail, judgeKnown, pass } from '../engine/judge';
import { oncePerPlace } from '../promise/promised-paths';
import type { Judgement, Rule } from '../engine/rule';

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
  example: {
    wrong: exampleStack({ rule: { AllowedHeaders: '[\'*\', Authorization]' } }),
    right: exampleStack({ rule: { AllowedHeaders: '[\'*\', Authorization]' }, cors: { AccessControlAllowHeaders: '{ Items: [\'*\', Authorization] }' } }),
  },
  check: (graph) => oncePerPlace(assetPaths(graph).flatMap(judge)),
};

function judge(path: AssetPath): readonly Judgement[] {
  const policy = valueOr(path.behavior.responseHeadersPolicy, undefined);
  const cors = valueOr(policyCorsOf(path.behavior), undefined);
  if (!policy || !cors || valueOr(cors.originOverride, true) !== true) {
    return [];
  }
  const place = policyPlace(path, policy, `${cors.path}.AccessControlAllowHeaders`);
  return [judgeKnown(place, cors.allowHeaders, (headers) => {
    // Who removes S3's permission means the policy to speak alone: the bucket's rule may be for another path
    if (!headers.includes('*') || namesAuthorization(headers) || removes(policy, 'access-control-allow-headers')) {
      return pass(place);
    }
    const rules = path.bucket.known ? valueOr(path.bucket.value.cors, undefined) : undefined;
    return readRules(rules ?? []).some(meansAuthorization) ? fail(place, 'is *, which does not cover Authorization, named by the bucket\'s rules') : pass(place);
  })];
}

function meansAuthorization({ allowedHeaders }: BucketCorsRule): boolean {
  return namesAuthorization(allowedHeaders ?? []);
}

function namesAuthorization(headers: readonly string[]): boolean {
  return headers.some((name) => name.toLowerCase() === 'authorization');
}
