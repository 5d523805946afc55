import type { Behavior } from '../../graph/types';
import { behaviorsOf, eachDelivery } from '../subjects/deliveries';
import { callerAt } from '../subjects/bucket-access';
import { fail, judgeKnown, pass } from '../engine/judge';
import type { Judgement, Place, Rule } from '../engine/rule';
import { eachStatement, grantedActions } from '../subjects/statements';
import { exampleStack } from '../engine/example-stack';

export const grantBeyondReading: Rule = {
  id: 'grant-beyond-reading',
  severity: 'error',
  family: 'exposure',
  title: 'CloudFront may write or delete in the bucket',
  why: 'Where the behavior allows PUT and DELETE, anybody on the internet can overwrite and delete the files: CloudFront signs for every viewer.',
  fix: 'Grant s3:GetObject only. Uploads go to the bucket directly, with a presigned URL.',
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html',
  ],
  unless: 'Viewers need signed URLs or cookies, and are meant to write through CloudFront.',
  example: {
    wrong: exampleStack({ statement: { Action: '[s3:GetObject, s3:PutObject]' }, behavior: { AllowedMethods: '[GET, HEAD, OPTIONS, PUT, POST, PATCH, DELETE]' } }),
    right: exampleStack(),
  },
  check: (graph) =>
    eachDelivery(graph, ({ distribution, origin, bucket }) => {
      const behaviors = behaviorsOf(distribution, origin);
      const caller = callerAt(distribution, origin);
      if (behaviors.length === 0 || (caller.known && caller.value.kind === 'anonymous')) {
        return [];
      }
      return eachStatement(bucket, (statement, place) => {
        const { effect } = statement;
        return effect.known && effect.value === 'Deny' ? [] : [judgeKnown(place, caller, (who) =>
          judgeKnown(place, grantedActions(graph, statement, bucket, who, WRITES), (writes) => judge(writes, behaviors, place)))];
      });
    }),
};

const METHODS = { 's3:PutObject': 'PUT', 's3:DeleteObject': 'DELETE' };
const WRITES = ['s3:PutObject', 's3:DeleteObject'] as const;

function judge(writes: readonly (keyof typeof METHODS)[], behaviors: readonly Behavior[], place: Place): Judgement {
  if (writes.length === 0) {
    return pass(place);
  }
  const message = `the distribution gets ${writes.join(', ')}`;
  return writes.some((action) => behaviors.some((behavior) => isOpenTo(METHODS[action], behavior)))
    ? fail(place, `${message}, and so does every viewer`)
    : fail(place, message, { severity: 'warning' });
}

/** Whether any viewer gets through with this method: nothing to be signed, and no code that could refuse. */
function isOpenTo(method: string, { allowedMethods, trustedKeyGroups, trustedSigners, edgeFunctions }: Behavior): boolean {
  const isEmpty = (list: { readonly known: boolean; readonly value?: readonly unknown[] }) => list.known && list.value?.length === 0;
  return allowedMethods.known && allowedMethods.value.includes(method) && [trustedKeyGroups, trustedSigners, edgeFunctions].every(isEmpty);
}
