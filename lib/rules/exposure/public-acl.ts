import { callerAt } from '../subjects/bucket-access';
import { chainKnown, known, mapKnown, type Known } from '../../graph/types/known';
import type { Bucket } from '../../graph/types';
import { eachDelivery } from '../subjects/deliveries';
import { fail, judgeKnown, pass } from '../engine/judge';
import type { Rule } from '../engine/rule';
import { exampleStack } from '../engine/example-stack';

const PUBLIC = {
  AccessControl: 'PublicRead',
  OwnershipControls: '{ Rules: [{ ObjectOwnership: ObjectWriter }] }',
  PublicAccessBlockConfiguration: '{ BlockPublicPolicy: true, RestrictPublicBuckets: true }',
};

export const publicAcl: Rule = {
  id: 'public-acl',
  severity: 'error',
  family: 'exposure',
  title: 'The bucket has a public access control list beside the origin access control or identity',
  why: 'Anybody can list the files of the bucket; with PublicReadWrite, anybody can write into it.',
  fix: 'Remove AccessControl and leave ACLs off (BucketOwnerEnforced).',
  see: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html',
    'https://github.com/awslabs/sandbox-accounts-for-events/issues/29',
  ],
  unless: 'The list of files is meant to be public.',
  example: {
    wrong: exampleStack({ bucket: PUBLIC }),
    right: exampleStack(),
  },
  check: (graph) =>
    eachDelivery(graph, ({ distribution, origin, bucket }) => {
      const caller = callerAt(distribution, origin);
      if (caller.known && caller.value.kind === 'anonymous') {
        return [];
      }
      const place = { address: bucket.address, path: 'Properties.AccessControl' };
      return [judgeKnown(place, bucket.accessControl, (acl) =>
        (acl.startsWith('Public') ? judgeKnown(place, effectOf(bucket), (effect) => fail(place, `${acl} ${effect}`, effect === IGNORED ? { severity: 'warning' } : {})) : pass(place)))];
    }),
};

const IGNORED = 'has no effect while IgnorePublicAcls is on';

function effectOf({ objectOwnership, publicAccessBlock }: Bucket): Known<string> {
  return chainKnown(objectOwnership, (ownership) => {
    if (ownership === 'BucketOwnerEnforced') {
      return known('is refused while ACLs are off (BucketOwnerEnforced)');
    }
    return chainKnown(publicAccessBlock, ({ blockPublicAcls, ignorePublicAcls }) => chainKnown(blockPublicAcls, (blocks) =>
      (blocks ? known('is refused while BlockPublicAcls is on') : mapKnown(ignorePublicAcls, (ignores) => (ignores ? IGNORED : 'lets everybody list the bucket')))));
  });
}
