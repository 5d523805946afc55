import type { BucketCorsRule } from '../../contract/bucket-cors-rule';
import { valueOr } from '../../graph/types/known';
import { cachePlan } from '../../model/cloudfront/cache-key';
import { decided } from '../../model/undecided';
import { keepsCopies } from '../cache/order-dependence';
import { exampleStack } from '../engine/example-stack';
import { fail, pass } from '../engine/judge';
import type { Place, Rule } from '../engine/rule';
import { UNREADABLE, UNREADABLE_COPY } from '../evidence/witness-shape';
import { corsOf, readRules } from '../promise/cors-wish';
import type { PromisedPath } from '../promise/promise';
import { eachPromise, oncePerPlace } from '../promise/promised-paths';
import { bucketAllowOrigin, sampleOrigin } from '../promise/promised-requests';
import { behaviorPlace, bucketRules, originReachesS3, pinnedOrigin, policyPlace, silencesS3 } from '../subjects/asset-path';

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
  witness: [UNREADABLE, UNREADABLE_COPY],
  example: () => ({
    wrong: exampleStack({ cors: null, behavior: { ResponseHeadersPolicyId: '60669652-455b-4ae9-85a4-c4c02393f86c # SimpleCORS allows every origin' } }),
    right: exampleStack(),
  }),
  check: oncePerPlace(eachPromise(placeOf, (promise, path, place) => {
    const cors = corsOf(path.behavior);
    if (!cors) {
      return undefined;
    }
    const rules = decided(cors.originOverride) ? [] : heardRules(path);
    if (rules.length === 0) {
      return pass(place);
    }
    const pinned = pinnedOrigin(path);
    const answers = promise.origins.map((entry) => ({ entry, values: bucketAllowOrigin(rules, pinned ?? sampleOrigin(entry)) }));
    if (promise.credentials && answers.some(isAnyOrigin)) {
      return fail(place, 'does not override, so S3\'s * stays, which browsers refuse for requests with credentials');
    }
    const plan = cachePlan(path.behavior);
    const unkeyed = pinned !== undefined || plan.headers.includes('origin') ? 'never' : keepsCopies(plan);
    const wrongCopy = unkeyed === 'never' ? undefined : copyForAnother(answers, decided(cors.allowOrigins));
    if (wrongCopy !== undefined) {
      // Whose rule answers in an imported bucket is an assumption
      const isCertain = unkeyed === 'always' && !decided(path.bucket).imported;
      return fail(place, `does not override, so ${wrongCopy}`, isCertain ? {} : { severity: 'warning' });
    }
    return isManaged(path) && answers.every(isAnyOrigin) ? pass(place)
      : fail(place, 'does not override, and S3 answers too: AWS does not document what of the policy still counts', { severity: 'warning' });
  })),
};

function placeOf(path: PromisedPath): Place {
  const policy = valueOr(path.behavior.responseHeadersPolicy, undefined);
  const cors = policy && valueOr(policy.cors, undefined);
  return policy && cors ? policyPlace(path, policy, `${cors.path}.OriginOverride`) : behaviorPlace(path);
}

/** The rules by which S3 answers reading requests of this path; none when it does not see Origin, or the policy takes its words away. */
function heardRules(path: PromisedPath): readonly BucketCorsRule[] {
  return silencesS3(path.behavior) || !originReachesS3(path) ? [] : readRules(bucketRules(path));
}

interface Answer {
  readonly entry: string;
  /** Access-Control-Allow-Origin of S3, under each assumption. */
  readonly values: readonly (string | undefined)[];
}

function isAnyOrigin({ values }: Answer): boolean {
  return values.every((value) => value === '*');
}

/** A promised origin that is told the wrong thing by a copy made for somebody else. */
function copyForAnother(answers: readonly Answer[], listed: readonly string[]): string | undefined {
  const echoed = answers.find(({ values }) => values.every((value) => value !== undefined && value !== '*'));
  if (echoed && (new Set(answers.map(({ entry }) => sampleOrigin(entry))).size > 1 || echoed.entry.includes('*'))) {
    return `a copy that S3 made for ${sampleOrigin(echoed.entry)} is served to all other origins`;
  }
  const unlisted = listed.includes('*') ? undefined : answers.find(({ entry }) => !listed.some((other) => other === entry || sampleOrigin(other) === sampleOrigin(entry)));
  return unlisted && `a copy that S3 made for a request without Origin is served to ${unlisted.entry === '*' ? 'every origin' : unlisted.entry}, which the policy does not list`;
}

function isManaged({ behavior }: PromisedPath): boolean {
  return valueOr(behavior.responseHeadersPolicy, undefined)?.managed !== undefined;
}
