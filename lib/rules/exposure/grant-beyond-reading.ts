import type { Behavior } from '../../graph/types';
import { exampleStack } from '../engine/example-stack';
import { fail, failIf } from '../engine/judge';
import type { Rule } from '../engine/rule';
import { asksUnsigned, callerAt } from '../subjects/bucket-access';
import { behaviorsOf, eachDelivery, originPlace } from '../subjects/deliveries';
import { deliverersOf, firstTold, grantedObjects } from '../subjects/gains';
import { eachStatementOf, grantedActions, mayAllow } from '../subjects/statements';

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
  gain: (graph, bucket) => firstTold(deliverersOf(graph, bucket), ({ caller, address }) => firstTold(WRITES, (action) =>
    firstTold(grantedObjects(graph, bucket, caller, action), (path) =>
      `${METHODS[action]} ${path} from anybody: CloudFront signs it as ${address.logicalId}, which has ${action}`))),
  example: () => ({
    wrong: exampleStack({ statement: { Action: '[s3:GetObject, s3:PutObject]' }, behavior: { AllowedMethods: '[GET, HEAD, OPTIONS, PUT, POST, PATCH, DELETE]' } }),
    right: exampleStack(),
  }),
  check: eachDelivery(originPlace, ({ distribution, origin, bucket }, _place, graph) => {
    const behaviors = behaviorsOf(distribution, origin);
    if (behaviors.length === 0 || asksUnsigned(distribution, origin)) {
      return undefined;
    }
    return eachStatementOf(bucket, graph, (statement, place) => {
      if (!mayAllow(statement)) {
        return undefined;
      }
      const writes = grantedActions(graph, statement, bucket, callerAt(distribution, origin), WRITES);
      const message = `the distribution gets ${writes.join(', ')}`;
      const isOpen = writes.some((action) => behaviors.some((behavior) => isOpenTo(METHODS[action], behavior)));
      if (writes.length === 0 || isOpen) {
        return failIf(place, isOpen ? `${message}, and so does every viewer` : undefined);
      }
      const isReachable = writes.some((action) =>
        behaviors.some(({ allowedMethods }) => !allowedMethods.known || allowedMethods.value.includes(METHODS[action])),
      );
      return isReachable ? fail(place, message, { severity: 'warning' }) : fail(place, `${message}, and no behavior lets viewers use it`, { severity: 'info' });
    });
  }),
};

const METHODS = { 's3:PutObject': 'PUT', 's3:DeleteObject': 'DELETE' };
const WRITES = ['s3:PutObject', 's3:DeleteObject'] as const;

/** Whether any viewer gets through with this method: nothing to be signed, and no code that could refuse. */
function isOpenTo(method: string, { allowedMethods, trustedKeyGroups, trustedSigners, edgeFunctions }: Behavior): boolean {
  const isEmpty = (list: { readonly known: boolean; readonly value?: readonly unknown[] }) => list.known && list.value?.length === 0;
  return allowedMethods.known && allowedMethods.value.includes(method) && [trustedKeyGroups, trustedSigners, edgeFunctions].every(isEmpty);
}
