import type { BucketCorsRule } from '../../contract/bucket-cors-rule';
import { allKnown, chainKnown, known, mapKnown, valueOr } from '../../graph/known';
import type { Known } from '../../graph/known';
import { cachePlan } from '../../model/cloudfront/cache-key';
import { asked } from '../asked';
import { isForwarded, policyCorsOf, policyPlace } from '../asset-path';
import { exampleStack } from '../example-stack';
import { fail, judgeKnown, pass } from '../judge';
import type { CorsPromise, PromisedPath } from '../promise';
import { readRules } from '../promise';
import { bucketAllowOrigin, sampleOrigin } from '../promised-requests';
import { eachPromise, oncePerPlace } from '../promised';
import type { Judgement, Place, Rule } from '../rule';

export const policyYieldsToS3: Rule = {
  id: 'policy-yields-to-s3',
  severity: 'error',
  family: 'disagreement',
  title: 'The policy does not override (all managed CORS policies), and S3 answers differently',
  why: 'One CORS header from S3 keeps the policy\'s out. S3 names one origin, CloudFront keeps that answer in its cache, and every other origin is told that it may not read.',
  fix: 'Use a policy of your own with OriginOverride: true.',
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html',
    'https://github.com/samvera/serverless-iiif/issues/111',
  ],
  unless: 'S3 and the policy say the same, such as `*` in both.',
  example: {
    wrong: exampleStack({ cors: null, behaviour: { ResponseHeadersPolicyId: '60669652-455b-4ae9-85a4-c4c02393f86c # SimpleCORS allows every origin' } }),
    right: exampleStack(),
  },
  check: (graph) => oncePerPlace(eachPromise(graph, placeOf, (promise, path, place) =>
    judgeKnown(place, policyYields(path), (yields) => {
      if (yields === undefined) {
        return undefined;
      }
      return yields ? judgeKnown(place, heardRules(path), (rules) => (rules.length === 0 ? pass(place) : judge(rules, promise, path, place))) : pass(place);
    }))),
};

function placeOf(path: PromisedPath): Place {
  const policy = valueOr(path.behaviour.responseHeadersPolicy, undefined);
  const cors = policy && valueOr(policy.cors, undefined);
  return policy && cors ? policyPlace(path, policy, `${cors.path}.OriginOverride`) : { address: path.distribution.address, path: path.behaviour.path };
}

/** Nothing without a CORS block. */
function policyYields({ behaviour }: PromisedPath): Known<boolean | undefined> {
  return chainKnown(policyCorsOf(behaviour), (cors) => (cors ? mapKnown(cors.originOverride, (override) => !override) : known(undefined)));
}

/** The rules by which S3 answers reading requests of this path; none when it does not see Origin. */
function heardRules({ behaviour, bucket }: PromisedPath): Known<readonly BucketCorsRule[]> {
  return chainKnown(isForwarded(behaviour, 'origin'), (forwarded) => (forwarded
    ? chainKnown(bucket, ({ cors }) => mapKnown(cors, (rules) => readRules(rules ?? [])))
    : known([])));
}

function judge(rules: readonly BucketCorsRule[], promise: CorsPromise, path: PromisedPath, place: Place): Judgement {
  const answers = allKnown(promise.origins.map((entry) => mapKnown(bucketAllowOrigin(rules, sampleOrigin(entry)), (values) => ({ entry, values }))));
  return judgeKnown(place, answers, (each) => judgeKnown(place, asked(() => cachePlan(path.behaviour)), (plan) => {
    const refused = promise.credentials ? each.find(({ values }) => values.every((value) => value === '*')) : undefined;
    if (refused) {
      return fail(place, 'does not override, so S3\'s * stays, which browsers refuse for requests with credentials');
    }
    const echoed = each.find(({ values }) => values.every((value) => value !== undefined && value !== '*'));
    const keeps = plan.maxTtl > 0 && !plan.headers.includes('origin');
    if (echoed && keeps && (each.length > 1 || echoed.entry.includes('*'))) {
      const message = `does not override, so a copy that S3 made for ${sampleOrigin(echoed.entry)} is served to all other origins`;
      return fail(place, message, plan.defaultTtl > 0 || plan.minTtl > 0 ? {} : { severity: 'warning' });
    }
    return path.behaviour.responseHeadersPolicy.known && path.behaviour.responseHeadersPolicy.value?.managed !== undefined && !echoed
      ? pass(place)
      : fail(place, 'does not override, and S3 answers too: what of the policy still counts is not documented', { severity: 'warning' });
  }));
}
