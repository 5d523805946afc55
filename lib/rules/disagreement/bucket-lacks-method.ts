import { valueOr } from '../../graph/types/known';
import { answerOr } from '../../model/undecided';
import { eachAskedBucket, failAtRefusal, placeOfRules, refusedMethod } from './preflight-at-bucket';
import { exampleStack } from '../engine/example-stack';
import { fail } from '../engine/judge';
import type { Judgement, Place, Rule } from '../engine/rule';
import { inTurn } from '../engine/subject';
import type { CorsPromise, PromisedPath } from '../promise/promise';
import { NO_RULE_MATCHES } from '../evidence/witness-shape';
import { corsOf } from '../promise/cors-wish';
import { eachPromise, oncePerPlace } from '../promise/promised-paths';
import { bucketRules } from '../subjects/asset-path';
import { seeWholeOf } from '../subjects/imported-bucket';

export const bucketLacksMethod: Rule = {
  id: 'bucket-lacks-method',
  severity: 'error',
  family: 'disagreement',
  title: 'The policy allows a method that no CORS rule of the bucket allows',
  why: 'CloudFront passes the preflight on to S3, which answers 403: the page never gets to send the method.',
  fix: 'Allow the method in a rule of the bucket, or take it out of the policy when pages do not use it through CloudFront.',
  see: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors-troubleshooting.html',
    'https://docs.aws.amazon.com/AmazonS3/latest/API/API_CORSRule.html',
  ],
  unless: 'A function at the edge answers preflights.',
  witness: [NO_RULE_MATCHES],
  example: () => ({
    wrong: exampleStack({ cors: { AccessControlAllowMethods: '{ Items: [GET, HEAD, PUT] }' }, behavior: { AllowedMethods: '[GET, HEAD, OPTIONS, PUT, PATCH, POST, DELETE]' } }),
    right: exampleStack({ rule: { AllowedMethods: '[GET, HEAD, PUT]', ExposedHeaders: '[ETag]' }, cors: { AccessControlAllowMethods: '{ Items: [GET, HEAD, PUT] }' }, behavior: { AllowedMethods: '[GET, HEAD, OPTIONS, PUT, PATCH, POST, DELETE]' } }),
  }),
  // A method that the behavior refuses is the business of another rule
  check: oncePerPlace(inTurn(eachAskedBucket((rules, promise, { behavior }, place) => {
    const allowed = valueOr<readonly string[], readonly string[]>(behavior.allowedMethods, []);
    const methods = promise.methods.filter((method) => method === 'GET' || allowed.includes(method));
    return failAtRefusal(place, refusedMethod(rules, promise, methods), ({ entry }) => `do not allow ${entry}, which is promised`);
  }), eachPromise(placeOfRules, judgeHeadAlone))),
};

/** A rule for HEAD answers no GET, and where no policy answers either, nobody does. */
function judgeHeadAlone(_promise: CorsPromise, path: PromisedPath, place: Place): Judgement | undefined {
  const answersGet = answerOr(true, () => corsOf(path.behavior) !== undefined || bucketRules(path).some(({ allowedMethods }) => allowedMethods.includes('GET')));
  if (answersGet) {
    return undefined;
  }
  seeWholeOf(path.bucket);
  return fail(place, 'allow HEAD, and do not allow GET, which is promised');
}
