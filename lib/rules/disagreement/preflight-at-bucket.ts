/** Which part of a promise the rules of a bucket refuse: each part is asked for with the others waved through. */
import type { BucketCorsRule } from '../../contract/bucket-cors-rule';
import { answerOr, answerTo, compileOnce, decided } from '../../model/undecided';
import { fail, pass, type FailureDetails } from '../engine/judge';
import type { Judgement, Place } from '../engine/rule';
import type { Check } from '../engine/subject';
import type { CorsPromise, PromisedPath } from '../promise/promise';
import { eachPromise, oncePerPlace, REFUSED_PREFLIGHT } from '../promise/promised-paths';
import { preflightPasses, sampleOrigin, type Certainty } from '../promise/promised-requests';
import { behaviorPlace, bucketRules, pinnedOrigin, type AssetPath } from '../subjects/asset-path';
import { pathOfRules } from '../subjects/bucket-cors-rules';

/** What a bucket refuses, and whether it does so under every assumption. */
export interface Refusal {
  /** Entry of the promise, as written. */
  readonly entry: string;
  readonly certain: boolean;
}

type Judge = (rules: readonly BucketCorsRule[], promise: CorsPromise, path: PromisedPath, place: Place) => Judgement | undefined;

/** Judges the CORS rules of every bucket for whose path a preflight is promised. With a pinned Origin S3 is asked for that one only. */
export function eachAskedBucket(judge: Judge): Check {
  return oncePerPlace(eachPromise(placeOfRules, (promise, path, place) => {
    if (promise.preflight.kind !== 'promised' || bucketRules(path).length === 0) {
      return undefined;
    }
    const pinned = pinnedOrigin(path);
    return judge(bucketRules(path), pinned === undefined ? promise : { ...promise, origins: [pinned] }, path, place);
  }, REFUSED_PREFLIGHT));
}

/** The rules of the bucket behind a path. */
export function placeOfRules(path: AssetPath): Place {
  return path.bucket.known ? { address: path.bucket.value.address, path: pathOfRules(path.bucket.value) } : behaviorPlace(path);
}

/** Whether the rules let everything through at once, which is the rule and quickly asked: then no part needs to be looked at. */
export function allPass(rules: readonly BucketCorsRule[], { origins, methods, headers, anyHeader }: CorsPromise): boolean {
  const all = anyHeader ? [...headers, UNNAMED] : headers;
  return answerOr(false, () => origins.every((entry) => methods.every((method) => preflightPasses(rules, sampleOrigin(entry), method, all) === 'always')));
}

/** Stands for the headers that nobody names. */
export const UNNAMED = 'unnamed-header';

/** The first promised origin that no rule allows. */
export function refusedOrigin(rules: readonly BucketCorsRule[], promise: CorsPromise): Refusal | undefined {
  return allPass(rules, promise) ? undefined : firstRefusal(promise.origins, (entry) => preflightPasses(anyMethod(rules), sampleOrigin(entry), 'GET'));
}

/** The first of `methods` that no rule allows to an origin which the bucket knows. */
export function refusedMethod(rules: readonly BucketCorsRule[], promise: CorsPromise, methods: readonly string[]): Refusal | undefined {
  return allPass(rules, promise) ? undefined : firstRefusal(methods, (method) => worst(promise.origins, (entry) => {
    const ofOrigin = rulesFor(rules, entry);
    return ofOrigin.length === 0 ? 'always' : preflightPasses(ofOrigin, sampleOrigin(entry), method);
  }));
}

/** The first of `headers` that no rule allows to an origin and a method which the bucket knows. */
export function refusedHeader(
  rules: readonly BucketCorsRule[],
  { origins, methods }: CorsPromise,
  headers: readonly (readonly string[])[],
): Refusal | undefined {
  return firstRefusal(
    headers.map((names) => names.join(', ')),
    (names) =>
      worst(origins, (entry) =>
        worst(methods, (method) => {
          const ofOrigin = rulesFor(rules, entry);
          const ofMethod = ofOrigin.every(({ allowedMethods }) => allowedMethods.includes(method))
            ? ofOrigin
            : ofOrigin.filter(({ allowedMethods }) => allowedMethods.includes(method));
          return ofMethod.length === 0 ? 'always' : preflightPasses(ofMethod, sampleOrigin(entry), method, names.split(', '));
        }),
      ),
  );
}

/** The rules, as if each allowed the method that is asked for. */
const anyMethod = compileOnce((rules: readonly BucketCorsRule[]): readonly BucketCorsRule[] => rules.map((rule) => ({ ...rule, allowedMethods: ['GET'] })));

const alone = compileOnce((rule: BucketCorsRule): readonly BucketCorsRule[] => [rule]);

/** The rules that may answer an origin. */
function rulesFor(rules: readonly BucketCorsRule[], entry: string): readonly BucketCorsRule[] {
  const answering = rules.filter((_, index) => answerOr('depends', () => preflightPasses(alone(anyMethod(rules)[index]), sampleOrigin(entry), 'GET')) !== 'never');
  return answering.length === rules.length ? rules : answering;
}

/** The first that is refused for certain, or else the first that may be; undecided when that hangs on deployment. */
function firstRefusal(entries: readonly string[], passes: (entry: string) => Certainty): Refusal | undefined {
  const answers = entries.map((entry) => ({ entry, answer: answerTo(() => passes(entry)) }));
  const certain = answers.find(({ answer }) => answer.known && answer.value === 'never');
  if (certain) {
    return { entry: certain.entry, certain: true };
  }
  const found = answers.find(({ answer }) => decided(answer) === 'depends');
  return found && { entry: found.entry, certain: false };
}

const RANK: readonly Certainty[] = ['never', 'depends', 'always'];

/** The worst answer: one `never` settles it, whatever is undecided about the others. */
function worst(entries: readonly string[], passes: (entry: string) => Certainty): Certainty {
  const answers = entries.map((entry) => answerTo(() => passes(entry)));
  return answers.some((answer) => answer.known && answer.value === 'never')
    ? 'never'
    : answers.map(decided).reduce((one, other) => (RANK.indexOf(one) < RANK.indexOf(other) ? one : other), 'always');
}

/** Fails with what is said of the refusal, as a warning when it depends on an assumption; passes without one. */
export function failAtRefusal(
  place: Place,
  refusal: Refusal | undefined,
  message: (refusal: Refusal) => string,
  details?: FailureDetails,
): Judgement {
  return refusal === undefined ? pass(place) : fail(place, message(refusal), refusal.certain ? details : { severity: 'warning' });
}
