/** Which part of a promise the rules of a bucket refuse: each part is asked for with the others waved through. */
import type { BucketCorsRule } from '../../contract/bucket-cors-rule';
import { chainKnown, known } from '../../graph/types/known';
import type { Known } from '../../graph/types/known';
import type { DeliveryGraph } from '../../graph/types';
import { compileOnce } from '../../model/undecided';
import { behaviorPlace, pinnedOrigin } from '../subjects/asset-path';
import type { AssetPath } from '../subjects/asset-path';
import { judgeKnown, pass } from '../engine/judge';
import type { CorsPromise, PromisedPath } from '../promise/promise';
import { eachPromise, oncePerPlace, REFUSED_PREFLIGHT } from '../promise/promised-paths';
import { preflightPasses, sampleOrigin } from '../promise/promised-requests';
import type { Certainty } from '../promise/promised-requests';
import type { Judgement, Place } from '../engine/rule';

/** What a bucket refuses, and whether it does so under every assumption. */
export interface Refusal {
  /** Entry of the promise, as written. */
  readonly entry: string;
  readonly certain: boolean;
}

/** Judges the CORS rules of every bucket for whose path a preflight is promised. With a pinned Origin S3 is asked for that one only. */
export function eachAskedBucket(
  graph: DeliveryGraph,
  judge: (rules: readonly BucketCorsRule[], promise: CorsPromise, path: PromisedPath, place: Place) => Judgement | undefined,
): readonly Judgement[] {
  return oncePerPlace(eachPromise(
    graph,
    placeOfRules,
    (promise, path, place) => (promise.preflight.kind !== 'promised' ? undefined : judgeKnown(place, path.bucket, ({ cors }) =>
      judgeKnown(place, cors, (rules) => (rules?.length ? judgeKnown(place, pinnedOrigin(path), (pinned) =>
        judge(rules, pinned === undefined ? promise : { ...promise, origins: [pinned] }, path, place)) : undefined)))),
    REFUSED_PREFLIGHT,
  ));
}

/** The rules of the bucket behind a path. */
export function placeOfRules(path: AssetPath): Place {
  return path.bucket.known ? { address: path.bucket.value.address, path: 'Properties.CorsConfiguration.CorsRules' } : behaviorPlace(path);
}

/** Whether the rules let everything through at once, which is the rule and quickly asked: then no part needs to be looked at. */
export function allPass(rules: readonly BucketCorsRule[], { origins, methods, headers, anyHeader }: CorsPromise): boolean {
  const all = anyHeader ? [...headers, UNNAMED] : headers;
  return origins.every((entry) => methods.every((method) => {
    const passes = preflightPasses(rules, sampleOrigin(entry), method, all);
    return passes.known && passes.value === 'always';
  }));
}

/** Stands for the headers that nobody names. */
export const UNNAMED = 'unnamed-header';

/** The first promised origin that no rule allows. */
export function refusedOrigin(rules: readonly BucketCorsRule[], promise: CorsPromise): Known<Refusal | undefined> {
  return allPass(rules, promise) ? known(undefined) : firstRefusal(promise.origins, (entry) => preflightPasses(anyMethod(rules), sampleOrigin(entry), 'GET'));
}

/** The first of `methods` that no rule allows to an origin which the bucket knows. */
export function refusedMethod(rules: readonly BucketCorsRule[], promise: CorsPromise, methods: readonly string[]): Known<Refusal | undefined> {
  return allPass(rules, promise) ? known(undefined) : firstRefusal(methods, (method) => worst(promise.origins, (entry) => {
    const ofOrigin = rulesFor(rules, entry);
    return ofOrigin.length === 0 ? known('always') : preflightPasses(ofOrigin, sampleOrigin(entry), method);
  }));
}

/** The first of `headers` that no rule allows to an origin and a method which the bucket knows. */
export function refusedHeader(rules: readonly BucketCorsRule[], { origins, methods }: CorsPromise, headers: readonly (readonly string[])[]): Known<Refusal | undefined> {
  return firstRefusal(headers.map((names) => names.join(', ')), (names) => worst(origins, (entry) => worst(methods, (method) => {
    const ofOrigin = rulesFor(rules, entry);
    const ofMethod = ofOrigin.every(({ allowedMethods }) => allowedMethods.includes(method)) ? ofOrigin : ofOrigin.filter(({ allowedMethods }) => allowedMethods.includes(method));
    return ofMethod.length === 0 ? known('always') : preflightPasses(ofMethod, sampleOrigin(entry), method, names.split(', '));
  })));
}

/** The rules, as if each allowed the method that is asked for. */
const anyMethod = compileOnce((rules: readonly BucketCorsRule[]): readonly BucketCorsRule[] => rules.map((rule) => ({ ...rule, allowedMethods: ['GET'] })));

const alone = compileOnce((rule: BucketCorsRule): readonly BucketCorsRule[] => [rule]);

/** The rules that may answer an origin. */
function rulesFor(rules: readonly BucketCorsRule[], entry: string): readonly BucketCorsRule[] {
  const may = anyMethod(rules).map((rule) => preflightPasses(alone(rule), sampleOrigin(entry), 'GET'));
  const answering = rules.filter((_, index) => !may[index]?.known || may[index].value !== 'never');
  return answering.length === rules.length ? rules : answering;
}

function firstRefusal(entries: readonly string[], passes: (entry: string) => Known<Certainty>): Known<Refusal | undefined> {
  let found: Refusal | undefined;
  for (const entry of entries) {
    const answer = passes(entry);
    if (!answer.known) {
      return answer;
    }
    if (answer.value !== 'always' && (!found || (!found.certain && answer.value === 'never'))) {
      found = { entry, certain: answer.value === 'never' };
    }
  }
  return known(found);
}

const RANK: readonly Certainty[] = ['never', 'depends', 'always'];

function worst(entries: readonly string[], passes: (entry: string) => Known<Certainty>): Known<Certainty> {
  return entries.reduce<Known<Certainty>>((sofar, entry) => chainKnown(sofar, (one) => chainKnown(passes(entry), (other) =>
    known(RANK.indexOf(one) < RANK.indexOf(other) ? one : other))), known('always'));
}

/** Passes without a refusal; one that depends on an assumption is a warning. */
export function judgeRefusal(place: Place, refusal: Known<Refusal | undefined>, say: (refusal: Refusal) => Judgement): Judgement {
  return judgeKnown(place, refusal, (found) => {
    if (!found) {
      return pass(place);
    }
    const judgement = say(found);
    return found.certain || judgement.verdict !== 'fail' ? judgement : { ...judgement, severity: 'warning' };
  });
}
