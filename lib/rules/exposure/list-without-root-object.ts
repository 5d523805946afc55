import { isSameResource } from '../../graph/types/same-resource';
import type { Behavior } from '../../graph/types';
import { valueOr } from '../../graph/types/known';
import { answerTo, decided } from '../../model/undecided';
import { exampleStack } from '../engine/example-stack';
import { fail, pass } from '../engine/judge';
import type { Rule } from '../engine/rule';
import { callerAt, decide, statementsOf } from '../subjects/bucket-access';
import { bucketTitle, eachDelivery, placeIn, type Delivery } from '../subjects/deliveries';
import { deliverersOf, firstTold, isGranted } from '../subjects/gains';

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
  gain: (graph, bucket, { address }) => firstTold(deliverersOf(graph, bucket), (each) =>
    (isSameResource(each.address, address) && isGranted(graph, bucket, each.caller, 's3:ListBucket', bucket.arn)
      ? `GET / from anybody: CloudFront asks as ${address.logicalId}, which has s3:ListBucket, and S3 answers with the names of all objects` : undefined)),
  example: () => ({
    wrong: exampleStack({ statements: [LIST] }),
    right: exampleStack({ statements: [LIST], distribution: { DefaultRootObject: 'index.html' } }),
  }),
  check: eachDelivery(({ distribution }) => placeIn(distribution, 'Properties.DistributionConfig.DefaultRootObject'), (delivery, place, graph) => {
    const { distribution, origin, bucket } = delivery;
    const root = rootBehavior(delivery);
    const decision = answerTo(() => decide(graph, statementsOf(bucket), { caller: callerAt(distribution, origin), action: 's3:ListBucket', resource: bucket.arn }));
    if (!root || (decision.known && decision.value !== 'allow')) {
      return undefined;
    }
    if ((decided(distribution.defaultRootObject) ?? '') !== '') {
      return pass(place);
    }
    decided(decision);
    return fail(place, `GET / lists the bucket ${bucketTitle(bucket)}`, isRestricted(root) ? { severity: 'warning' } : {});
  }),
};

/** The behavior that answers `GET /` from this bucket's root. */
function rootBehavior({ distribution, origin }: Delivery): Behavior | undefined {
  const behavior = valueOr(distribution.behaviors, []).find(({ isDefault }) => isDefault);
  const isHere = behavior?.origin.known === true && behavior.origin.value.path === origin.path;
  return isHere && valueOr(origin.originPath, '') === '' ? behavior : undefined;
}

/** Whether viewers have to sign, or code may refuse them. */
function isRestricted({ trustedKeyGroups, trustedSigners, edgeFunctions }: Behavior): boolean {
  return [trustedKeyGroups, trustedSigners, edgeFunctions].some(
    (list) => valueOr<readonly unknown[], readonly unknown[]>(list, [0]).length > 0,
  );
}
