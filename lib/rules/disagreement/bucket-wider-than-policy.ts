import { valueOr } from '../../graph/types/known';
import { isSymbolic } from '../../graph/types/symbolic-text';
import { compileOriginPattern, parseOrigin } from '../../model/cloudfront/policy/origin-pattern';
import { decided, Undecided } from '../../model/undecided';
import { exampleStack } from '../engine/example-stack';
import { pass } from '../engine/judge';
import type { Place, Rule } from '../engine/rule';
import { eachIn } from '../engine/subject';
import { readRules } from '../promise/cors-wish';
import { oncePerPlace } from '../promise/promised-paths';
import { firstWanted, sampleOrigin, underAllAssumptions } from '../promise/promised-requests';
import { bucketRules, failUnlessCode, isForwarded, pathsOfAllOrigins, policySection, type AssetPath } from '../subjects/asset-path';
import { seeWholeOf } from '../subjects/imported-bucket';

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
  example: () => ({
    wrong: exampleStack({ rule: { AllowedOrigins: '[\'*\']' } }),
    right: exampleStack({ rule: { AllowedOrigins: '[\'*\']' }, policy: { RemoveHeadersConfig: REMOVED } }),
  }),
  check: oncePerPlace(eachIn(pathsOfAllOrigins, placeOf, (path, place) => {
    const policy = decided(path.behavior.responseHeadersPolicy);
    const cors = policy && valueOr(policy.cors, undefined);
    if (!cors) {
      return undefined;
    }
    if (decided(policy.removeHeaders).some((name) => name.toLowerCase() === 'access-control-allow-origin') || !isForwarded(path, 'origin')) {
      return pass(place);
    }
    const stranger = strangerOf(path, decided(cors.allowOrigins));
    if (stranger === undefined) {
      seeWholeOf(path.bucket);
      return pass(place);
    }
    return failUnlessCode(path, place, `does not list ${stranger === '*' ? 'every origin' : stranger}, which the bucket allows`);
  })),
};

function placeOf(path: AssetPath): Place {
  return policySection(path, 'CorsConfig.AccessControlAllowOrigins');
}

/** An entry of the bucket's read rules that the policy does not allow. */
function strangerOf(path: AssetPath, listed: readonly string[]): string | undefined {
  return listed.includes('*') ? undefined : firstWanted(
    readRules(bucketRules(path)).flatMap(({ allowedOrigins }) => allowedOrigins).filter((entry) => !listed.includes(entry)),
    (entry) => isStranger(entry, listed),
  );
}

function isStranger(entry: string, listed: readonly string[]): boolean {
  if (isSymbolic(entry)) {
    throw new Undecided(`whether the policy allows ${entry} is decided at deployment`);
  }
  const origin = parseOrigin(sampleOrigin(entry));
  return underAllAssumptions((assumptions) => listed.some((other) => compileOriginPattern(other)(origin, assumptions))) === 'never';
}
