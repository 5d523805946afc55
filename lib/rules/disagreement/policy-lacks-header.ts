import { valueOr } from '../../graph/types/known';
import type { ResponseHeadersPolicy } from '../../graph/types';
import { assetPaths, policyPlace, removes } from '../subjects/asset-path';
import type { AssetPath } from '../subjects/asset-path';
import { exampleStack } from '../engine/example-stack';
import { failIf, judgeKnown } from '../engine/judge';
import { alwaysPreflights } from '../promise/page-header';
import { readRules } from '../promise/cors-wish';
import { oncePerPlace } from '../promise/promised-paths';
import type { Judgement, Rule } from '../engine/rule';

export const policyLacksHeader: Rule = {
  id: 'policy-lacks-header',
  severity: 'warning',
  family: 'disagreement',
  title: 'A rule of the bucket allows a request header that the overriding policy does not list',
  why: 'The policy replaces what S3 permits: the browser refuses to send the header, although the bucket allows it.',
  fix: 'List the header in AccessControlAllowHeaders too, or take it out of the bucket\'s rule.',
  see: ['https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html'],
  unless: 'The header is for requests that go straight to the bucket, or through another behavior.',
  example: {
    wrong: exampleStack({ rule: { AllowedHeaders: '[X-Trace, X-Requested-With]' }, cors: { AccessControlAllowHeaders: '{ Items: [X-Requested-With] }' } }),
    right: exampleStack({ rule: { AllowedHeaders: '[X-Trace, X-Requested-With]' }, cors: { AccessControlAllowHeaders: '{ Items: [X-Trace, X-Requested-With] }' } }),
  },
  check: (graph) => oncePerPlace(assetPaths(graph).flatMap((path) => {
    const policy = valueOr(path.behavior.responseHeadersPolicy, undefined);
    return policy ? judge(path, policy) : [];
  })),
};

function judge(path: AssetPath, policy: ResponseHeadersPolicy): readonly Judgement[] {
  const rules = path.bucket.known ? valueOr(path.bucket.value.cors, undefined) : undefined;
  const named = readRules(rules ?? []).flatMap(({ allowedHeaders }) => allowedHeaders ?? []).filter((name) => name !== '*' && alwaysPreflights(name.toLowerCase()));
  const cors = valueOr(policy.cors, undefined);
  if (!cors || named.length === 0 || removes(policy, 'access-control-allow-headers')) {
    return [];
  }
  const place = policyPlace(path, policy, `${cors.path}.AccessControlAllowHeaders`);
  return [judgeKnown(place, cors.allowHeaders, (headers) => judgeKnown(place, cors.originOverride, (override) => {
    const listed = headers.map((name) => name.toLowerCase());
    const hidden = override && !listed.includes('*') ? named.filter((name) => !listed.includes(name.toLowerCase())) : [];
    return failIf(place, hidden.length === 0 ? undefined : `does not list ${hidden.join(', ')}, which the bucket allows`);
  }))];
}
