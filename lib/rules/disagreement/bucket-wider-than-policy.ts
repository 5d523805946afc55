import { chainKnown, known } from '../../graph/types/known';
import type { Known } from '../../graph/types/known';
import type { ResponseHeadersCors, ResponseHeadersPolicy } from '../../graph/types';
import { isSymbolic } from '../../graph/types/symbolic-text';
import { compileOriginPattern, parseOrigin } from '../../model/cloudfront/origin-pattern';
import { assetPaths, behaviorPlace, codeAtTheEdge, isForwarded, policyPlace } from '../subjects/asset-path';
import type { AssetPath } from '../subjects/asset-path';
import { exampleStack } from '../engine/example-stack';
import { fail, judgeKnown, pass, unknownAt } from '../engine/judge';
import { readRules } from '../promise/cors-wish';
import { firstKnown, underAllAssumptions, sampleOrigin } from '../promise/promised-requests';
import { oncePerPlace } from '../promise/promised-paths';
import type { Judgement, Rule } from '../engine/rule';

const REMOVED = '{ Items: [{ Header: Access-Control-Allow-Origin }, { Header: Access-Control-Allow-Credentials }] }';

export const bucketWiderThanPolicy: Rule = {
  id: 'bucket-wider-than-policy',
  severity: 'warning',
  family: 'disagreement',
  title: 'The bucket allows origins that the policy does not list, and nothing takes S3\'s permission away',
  why: 'It is not documented whether an overriding policy removes S3\'s headers for an origin it does not list: pages there may be able to read the files.',
  fix: 'List the same origins in both, or remove the six Access-Control headers of S3 in the policy (RemoveHeadersConfig).',
  see: ['https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html'],
  unless: 'The other origins may read the files through this behavior as well.',
  example: {
    wrong: exampleStack({ rule: { AllowedOrigins: '[\'*\']' } }),
    right: exampleStack({ rule: { AllowedOrigins: '[\'*\']' }, policy: { RemoveHeadersConfig: REMOVED } }),
  },
  check: (graph) => oncePerPlace(assetPaths(graph).flatMap((path) => {
    const policy = path.behavior.responseHeadersPolicy;
    if (!policy.known) {
      return [unknownAt(behaviorPlace(path, 'ResponseHeadersPolicyId'), policy.reason)];
    }
    const cors = policy.value?.cors;
    return policy.value && cors?.known && cors.value ? [judge(path, policy.value, cors.value)] : [];
  })),
};

function judge(path: AssetPath, policy: ResponseHeadersPolicy, cors: ResponseHeadersCors): Judgement {
  const place = policyPlace(path, policy, `${cors.path}.AccessControlAllowOrigins`);
  return judgeKnown(place, letsS3Speak(path, policy), (lets) => (lets ? judgeKnown(place, cors.allowOrigins, (listed) =>
    judgeKnown(place, strangerOf(path, listed), (stranger) => {
      const code = codeAtTheEdge(path.behavior);
      return stranger === undefined ? pass(place) : code !== undefined ? unknownAt(place, code)
        : fail(place, stranger === '*' ? 'does not list every origin, which the bucket allows' : `does not list ${stranger}, which the bucket allows`);
    })) : pass(place)));
}

function letsS3Speak({ behavior }: AssetPath, policy: ResponseHeadersPolicy): Known<boolean> {
  return chainKnown(policy.removeHeaders, (removed) =>
    (removed.some((name) => name.toLowerCase() === 'access-control-allow-origin') ? known(false) : isForwarded(behavior, 'origin')));
}

/** An entry of the bucket's read rules that the policy may not allow. */
function strangerOf({ bucket }: AssetPath, listed: readonly string[]): Known<string | undefined> {
  if (listed.includes('*')) {
    return known(undefined);
  }
  return chainKnown(bucket, ({ cors }) => chainKnown(cors, (rules) => firstKnown(
    readRules(rules ?? []).flatMap(({ allowedOrigins }) => allowedOrigins).filter((entry) => !listed.includes(entry)),
    (entry) => isStranger(entry, listed),
  )));
}

function isStranger(entry: string, listed: readonly string[]): Known<boolean> {
  const origin = parseOrigin(sampleOrigin(entry));
  if (isSymbolic(entry)) {
    return { known: false, reason: `whether the policy allows ${entry} is decided at deployment` };
  }
  return chainKnown(underAllAssumptions((reading) => listed.some((other) => compileOriginPattern(other)(origin, reading))), (allowed) => known(allowed === 'never'));
}
