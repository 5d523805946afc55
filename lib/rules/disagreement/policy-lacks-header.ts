import { valueOr } from '../../graph/types/known';
import { answerOr, decided } from '../../model/undecided';
import { exampleStack } from '../engine/example-stack';
import { fail, pass } from '../engine/judge';
import type { Rule } from '../engine/rule';
import { eachIn } from '../engine/subject';
import { readRules } from '../promise/cors-wish';
import { alwaysPreflights } from '../promise/page-header';
import { oncePerPlace } from '../promise/promised-paths';
import { assetPaths, bucketRules, policySection, removes, type AssetPath } from '../subjects/asset-path';

export const policyLacksHeader: Rule = {
  id: 'policy-lacks-header',
  severity: 'warning',
  family: 'disagreement',
  title: 'A rule of the bucket allows a request header that the overriding policy does not list',
  why: 'The policy replaces what S3 permits: the browser refuses to send the header, although the bucket allows it.',
  fix: 'List the header in AccessControlAllowHeaders too, or take it out of the bucket\'s rule.',
  see: ['https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html'],
  unless: 'The header is for requests that go straight to the bucket, or through another behavior.',
  example: () => ({
    wrong: exampleStack({ rule: { AllowedHeaders: '[X-Trace, X-Requested-With]' }, cors: { AccessControlAllowHeaders: '{ Items: [X-Requested-With, Priority, If-None-Match] }' } }),
    right: exampleStack({ rule: { AllowedHeaders: '[X-Trace, X-Requested-With]' }, cors: { AccessControlAllowHeaders: '{ Items: [X-Trace, X-Requested-With, Priority, If-None-Match] }' } }),
  }),
  check: oncePerPlace(eachIn(assetPaths, (path) => policySection(path, 'CorsConfig.AccessControlAllowHeaders'), (path, place) => {
    const policy = valueOr(path.behavior.responseHeadersPolicy, undefined);
    const cors = policy && valueOr(policy.cors, undefined);
    const named = namedHeaders(path);
    if (!cors || named.length === 0 || removes(policy, 'access-control-allow-headers')) {
      return undefined;
    }
    const listed = decided(cors.allowHeaders).map((name) => name.toLowerCase());
    const hidden = listed.includes('*') ? [] : named.filter((name) => !listed.includes(name.toLowerCase()));
    return hidden.length > 0 && decided(cors.originOverride) ? fail(place, `does not list ${hidden.join(', ')}, which the bucket allows`) : pass(place);
  })),
};

/** The headers that the bucket's read rules name, as far as browsers ask for them. */
function namedHeaders(path: AssetPath): readonly string[] {
  return readRules(answerOr([], () => bucketRules(path))).flatMap(({ allowedHeaders }) => allowedHeaders ?? [])
    .filter((name) => name !== '*' && alwaysPreflights(name.toLowerCase()));
}
