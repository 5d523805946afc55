import { chainKnown, known } from '../../graph/known';
import type { Known } from '../../graph/known';
import type { ResponseHeadersCors, ResponseHeadersPolicy } from '../../graph/types';
import { isSymbolic } from '../../graph/symbolic-text';
import { compileOriginPattern, parseOrigin } from '../../model/cloudfront/origin-pattern';
import { assetPaths, behaviourPlace, codeAtTheEdge, isForwarded, policyPlace } from '../asset-path';
import type { AssetPath } from '../asset-path';
import { exampleStack } from '../example-stack';
import { fail, judgeKnown, pass, unknownAt } from '../judge';
import { readRules } from '../cors-wish';
import { firstKnown, overReadings, sampleOrigin } from '../promised-requests';
import { oncePerPlace } from '../promised';
import type { Judgement, Rule } from '../rule';

const REMOVED = '{ Items: [{ Header: Access-Control-Allow-Origin }, { Header: Access-Control-Allow-Credentials }] }';

export const bucketWiderThanPolicy: Rule = {
  id: 'bucket-wider-than-policy',
  severity: 'warning',
  family: 'disagreement',
  title: 'The bucket allows origins that the policy does not list, and nothing takes S3\'s permission away',
  why: 'It is not documented whether an overriding policy removes S3\'s headers for an origin it does not list: pages there may be able to read the files.',
  fix: 'List the same origins in both, or remove the six Access-Control headers of S3 in the policy (RemoveHeadersConfig).',
  see: ['https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html'],
  unless: 'The other origins may read the files through this behaviour as well.',
  example: {
    wrong: exampleStack({ rule: { AllowedOrigins: '[\'*\']' } }),
    right: exampleStack({ rule: { AllowedOrigins: '[\'*\']' }, policy: { RemoveHeadersConfig: REMOVED } }),
  },
  check: (graph) => oncePerPlace(assetPaths(graph).flatMap((path) => {
    const policy = path.behaviour.responseHeadersPolicy;
    if (!policy.known) {
      return [unknownAt(behaviourPlace(path, 'ResponseHeadersPolicyId'), policy.reason)];
    }
    const cors = policy.value?.cors;
    return policy.value && cors?.known && cors.value ? [judge(path, policy.value, cors.value)] : [];
  })),
};

function judge(path: AssetPath, policy: ResponseHeadersPolicy, cors: ResponseHeadersCors): Judgement {
  const place = policyPlace(path, policy, `${cors.path}.AccessControlAllowOrigins`);
  return judgeKnown(place, letsS3Speak(path, policy), (lets) => (lets ? judgeKnown(place, cors.allowOrigins, (listed) =>
    judgeKnown(place, strangerOf(path, listed), (stranger) => {
      const code = codeAtTheEdge(path.behaviour);
      return stranger === undefined ? pass(place) : code !== undefined ? unknownAt(place, code)
        : fail(place, stranger === '*' ? 'does not list every origin, which the bucket allows' : `does not list ${stranger}, which the bucket allows`);
    })) : pass(place)));
}

function letsS3Speak({ behaviour }: AssetPath, policy: ResponseHeadersPolicy): Known<boolean> {
  return chainKnown(policy.removeHeaders, (removed) =>
    (removed.some((name) => name.toLowerCase() === 'access-control-allow-origin') ? known(false) : isForwarded(behaviour, 'origin')));
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
  return chainKnown(overReadings((reading) => listed.some((other) => compileOriginPattern(other)(origin, reading))), (allowed) => known(allowed === 'never'));
}
