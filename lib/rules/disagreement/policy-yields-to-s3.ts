import type { BucketCorsRule } from '../../contract/bucket-cors-rule';
import { allKnown, chainKnown, known, mapKnown, valueOr } from '../../graph/types/known';
import type { Known } from '../../graph/types/known';
import { cachePlan } from '../../model/cloudfront/cache-key';
import { keepsCopies } from '../cache/order-dependence';
import type { Keeps } from '../cache/order-dependence';
import { modelled } from '../engine/modelled';
import { originReachesS3, pinnedOrigin, policyPlace, silencesS3 } from '../subjects/asset-path';
import { policyCorsOf, readRules } from '../promise/cors-wish';
import { exampleStack } from '../engine/example-stack';
import { fail, judgeKnown, pass } from '../engine/judge';
import type { CorsPromise, PromisedPath } from '../promise/promise';
import { bucketAllowOrigin, sampleOrigin } from '../promise/promised-requests';
import { eachPromise, oncePerPlace } from '../promise/promised-paths';
import type { Judgement, Place, Rule } from '../engine/rule';

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
    wrong: exampleStack({ cors: null, behavior: { ResponseHeadersPolicyId: '60669652-455b-4ae9-85a4-c4c02393f86c # SimpleCORS allows every origin' } }),
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
  const policy = valueOr(path.behavior.responseHeadersPolicy, undefined);
  const cors = policy && valueOr(policy.cors, undefined);
  return policy && cors ? policyPlace(path, policy, `${cors.path}.OriginOverride`) : { address: path.distribution.address, path: path.behavior.path };
}

/** Nothing without a CORS block. */
function policyYields({ behavior }: PromisedPath): Known<boolean | undefined> {
  return chainKnown(policyCorsOf(behavior), (cors) => (cors ? mapKnown(cors.originOverride, (override) => !override) : known(undefined)));
}

/** The rules by which S3 answers reading requests of this path; none when it does not see Origin, or the policy takes its words away. */
function heardRules(path: PromisedPath): Known<readonly BucketCorsRule[]> {
  return silencesS3(path.behavior) ? known([]) : chainKnown(originReachesS3(path), (reaches) => (reaches
    ? chainKnown(path.bucket, ({ cors }) => mapKnown(cors, (rules) => readRules(rules ?? [])))
    : known([])));
}

function judge(rules: readonly BucketCorsRule[], promise: CorsPromise, path: PromisedPath, place: Place): Judgement {
  return judgeKnown(place, factsOf(rules, promise, path), ({ each, listed, unkeyed }) => {
    if (promise.credentials && each.some(({ values }) => values.every((value) => value === '*'))) {
      return fail(place, 'does not override, so S3\'s * stays, which browsers refuse for requests with credentials');
    }
    const message = unkeyed === 'never' ? undefined : replay(each, listed);
    if (message !== undefined) {
      return fail(place, `does not override, so ${message}`, unkeyed === 'always' ? {} : { severity: 'warning' });
    }
    const saysTheSame = managedName(path) !== undefined && each.every(({ values }) => values.every((value) => value === '*'));
    return saysTheSame ? pass(place) : fail(place, 'does not override, and S3 answers too: what of the policy still counts is not documented', { severity: 'warning' });
  });
}

interface Facts {
  readonly each: readonly Answer[];
  /** The policy's origins. */
  readonly listed: readonly string[];
  /** When a copy made for one origin is served to another. */
  readonly unkeyed: Keeps;
}

// With a pinned Origin S3 answers everybody alike
function factsOf(rules: readonly BucketCorsRule[], { origins }: CorsPromise, path: PromisedPath): Known<Facts> {
  return chainKnown(pinnedOrigin(path), (pinned) =>
    chainKnown(allKnown(origins.map((entry) => mapKnown(bucketAllowOrigin(rules, pinned ?? sampleOrigin(entry)), (values) => ({ entry, values })))), (each) =>
      chainKnown(policyOrigins(path), (listed) =>
        mapKnown(modelled(() => cachePlan(path.behavior)), (plan) =>
          ({ each, listed, unkeyed: pinned !== undefined || plan.headers.includes('origin') ? 'never' : keepsCopies(plan) })))));
}

/** A promised origin that is told the wrong thing by a copy made for somebody else. */
function replay(each: readonly Answer[], listed: readonly string[]): string | undefined {
  const echoed = each.find(({ values }) => values.every((value) => value !== undefined && value !== '*'));
  if (echoed && (new Set(each.map(({ entry }) => sampleOrigin(entry))).size > 1 || echoed.entry.includes('*'))) {
    return `a copy that S3 made for ${sampleOrigin(echoed.entry)} is served to all other origins`;
  }
  const unlisted = listed.includes('*') ? undefined : each.find(({ entry }) => !listed.some((other) => other === entry || sampleOrigin(other) === sampleOrigin(entry)));
  return unlisted && `a copy that S3 made for a request without Origin is served to ${unlisted.entry === '*' ? 'every origin' : unlisted.entry}, which the policy does not list`;
}

interface Answer {
  readonly entry: string;
  /** Access-Control-Allow-Origin of S3, under each assumption. */
  readonly values: readonly (string | undefined)[];
}

function policyOrigins({ behavior }: PromisedPath): Known<readonly string[]> {
  return chainKnown(policyCorsOf(behavior), (cors) => cors?.allowOrigins ?? known([]));
}

function managedName({ behavior }: PromisedPath): string | undefined {
  return valueOr(behavior.responseHeadersPolicy, undefined)?.managed;
}
