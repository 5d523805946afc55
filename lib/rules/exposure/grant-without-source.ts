import { valueOr } from '../../graph/types/known';
import type { Bucket, DeliveryGraph } from '../../graph/types';
import { decideForForeigner, statementsOf } from '../subjects/bucket-access';
import { failIf, judgeKnown } from '../engine/judge';
import type { Judgement, Place, Rule } from '../engine/rule';
import { eachStatement, grantedActions } from '../subjects/statements';
import { exampleStack } from '../engine/example-stack';

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
  example: {
    wrong: exampleStack({ statement: { Condition: undefined } }),
    right: exampleStack(),
  },
  check: (graph) =>
    graph.buckets.flatMap((bucket) =>
      eachStatement(bucket, (statement, place) => {
        const { effect, principals } = statement;
        const isCloudFront = principals.known && !principals.value.negated && principals.value.services.includes('cloudfront.amazonaws.com');
        if (!isCloudFront || (effect.known && effect.value === 'Deny')) {
          return [];
        }
        return [judgeKnown(place, grantedActions(graph, statement, bucket, 'foreigner', ACTIONS), (actions) =>
          judge(actions.filter((action) => !isTakenBack(graph, bucket, action)), place))];
      })),
};

function judge(actions: readonly string[], place: Place): Judgement {
  return failIf(place, actions.length === 0 ? undefined : `any distribution of any account gets ${actions.join(', ')}`);
}

/** Whether another statement denies it to every distribution of somebody else. */
function isTakenBack(graph: DeliveryGraph, bucket: Bucket, action: string): boolean {
  return valueOr(statementsOf(bucket), []).some((statement) => {
    const decision = decideForForeigner(graph, statement, action, action === 's3:ListBucket' ? bucket.arn : `${bucket.arn}/x`);
    return decision.known && decision.value === 'deny';
  });
}
