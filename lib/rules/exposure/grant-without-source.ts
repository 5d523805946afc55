import type { Bucket, DeliveryGraph, PolicyStatement } from '../../graph/types';
import { answerOr } from '../../model/undecided';
import { exampleStack } from '../engine/example-stack';
import { failIf } from '../engine/judge';
import type { Rule } from '../engine/rule';
import { decideForForeigner, FOREIGN_DISTRIBUTION, statementsOf } from '../subjects/bucket-access';
import { firstTold, grantedObjects, isGranted } from '../subjects/gains';
import { eachStatement, grantedActions, mayAllow } from '../subjects/statements';

const ACTIONS = ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:ListBucket'];

export const grantWithoutSource: Rule = {
  id: 'grant-without-source',
  severity: 'error',
  family: 'exposure',
  title: 'The bucket lets CloudFront in without saying which distribution',
  why: 'Anybody can point a distribution of their own account at the bucket and read every file through it.',
  fix: 'Add the condition StringEquals AWS:SourceArn with the ARN of the distribution.',
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html',
  ],
  unless: 'Every file of the bucket is public anyway.',
  gain: (graph, bucket) => firstTold(['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], (action) =>
    firstTold(grantedObjects(graph, bucket, FOREIGN_DISTRIBUTION, action), (path) =>
      `${FOREIGN_DISTRIBUTION.arn}, which is somebody else's, comes for ${path}: the policy gives it ${action}`))
    ?? (isGranted(graph, bucket, FOREIGN_DISTRIBUTION, 's3:ListBucket', bucket.arn)
      ? `${FOREIGN_DISTRIBUTION.arn}, which is somebody else's, lists the objects: the policy gives it s3:ListBucket` : undefined),
  example: () => ({
    wrong: exampleStack({ statement: { Condition: undefined } }),
    right: exampleStack(),
  }),
  check: eachStatement((statement, place, bucket, graph) => {
    if (!isForCloudFront(statement) || !mayAllow(statement)) {
      return undefined;
    }
    const actions = grantedActions(graph, statement, bucket, 'foreigner', ACTIONS).filter((action) => !isTakenBack(graph, bucket, action));
    return failIf(place, actions.length === 0 ? undefined : `any distribution of any account gets ${actions.join(', ')}`);
  }),
};

function isForCloudFront({ principals }: PolicyStatement): boolean {
  return principals.known && !principals.value.negated && principals.value.services.includes('cloudfront.amazonaws.com');
}

/** Whether another statement denies it to every distribution of somebody else. */
function isTakenBack(graph: DeliveryGraph, bucket: Bucket, action: string): boolean {
  const resource = action === 's3:ListBucket' ? bucket.arn : `${bucket.arn}/x`;
  return answerOr([], () => statementsOf(bucket)).some((statement) => answerOr('none', () => decideForForeigner(graph, statement, action, resource)) === 'deny');
}
