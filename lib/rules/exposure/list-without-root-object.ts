import { callerAt, decide, statementsOf } from '../subjects/bucket-access';
import { chainKnown, valueOr } from '../../graph/types/known';
import type { Behavior, DeliveryGraph } from '../../graph/types';
import { eachDelivery, placeIn, type Delivery } from '../subjects/deliveries';
import { fail, judgeKnown, pass } from '../engine/judge';
import type { Judgement, Rule } from '../engine/rule';
import { exampleStack } from '../engine/example-stack';

const LIST = {
  Effect: 'Allow',
  Principal: '{ Service: cloudfront.amazonaws.com }',
  Action: 's3:ListBucket',
  Resource: '!GetAtt Assets.Arn',
  Condition: '{ StringEquals: { AWS:SourceArn: !Sub \'arn:aws:cloudfront::${AWS::AccountId}:distribution/${Distribution}\' } }',
};

export const listWithoutRootObject: Rule = {
  id: 'list-without-root-object',
  severity: 'error',
  family: 'exposure',
  title: 'CloudFront may list the bucket, and the distribution has no default root object',
  why: '`GET /` shows everybody the names of all files in the bucket.',
  fix: 'Set DefaultRootObject, or do not grant s3:ListBucket (a missing file is then 403 instead of 404).',
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DefaultRootObject.html',
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html',
  ],
  unless: 'The list of files is meant to be public.',
  example: {
    wrong: exampleStack({ statements: [LIST] }),
    right: exampleStack({ statements: [LIST], distribution: { DefaultRootObject: 'index.html' } }),
  },
  check: (graph) => eachDelivery(graph, (delivery) => {
    const root = rootBehavior(delivery);
    return root ? judge(graph, delivery, root) : [];
  }),
};

/** The behavior that answers `GET /` from this bucket's root. */
function rootBehavior({ distribution, origin }: Delivery): Behavior | undefined {
  const behavior = valueOr(distribution.behaviors, []).find(({ isDefault }) => isDefault);
  const isHere = behavior?.origin.known === true && behavior.origin.value.path === origin.path;
  return isHere && valueOr(origin.originPath, '') === '' ? behavior : undefined;
}

function judge(graph: DeliveryGraph, { distribution, origin, bucket }: Delivery, behavior: Behavior): readonly Judgement[] {
  const place = placeIn(distribution, 'Properties.DistributionConfig.DefaultRootObject');
  const decision = chainKnown(statementsOf(bucket), (all) => chainKnown(callerAt(distribution, origin), (caller) =>
    decide(graph, all, { caller, action: 's3:ListBucket', resource: bucket.arn })));
  if (decision.known && decision.value !== 'allow') {
    return [];
  }
  return [judgeKnown(place, distribution.defaultRootObject, (root) => (root ?? '') !== '' ? pass(place) : judgeKnown(place, decision, () => {
    const restricted = [behavior.trustedKeyGroups, behavior.trustedSigners, behavior.edgeFunctions].some((list) => valueOr<readonly unknown[], readonly unknown[]>(list, [0]).length > 0);
    return fail(place, `GET / lists the bucket ${bucket.address.logicalId}`, restricted ? { severity: 'warning' } : {});
  }))];
}
