import type { Bucket } from '../../graph/types';
import { valueOr } from '../../graph/types/known';
import { answerOr, decided } from '../../model/undecided';
import { exampleStack } from '../engine/example-stack';
import { fail, pass } from '../engine/judge';
import type { Rule } from '../engine/rule';
import { asksUnsigned } from '../subjects/bucket-access';
import { bucketTitle, eachDelivery } from '../subjects/deliveries';

const PUBLIC = {
  AccessControl: 'PublicRead',
  OwnershipControls: '{ Rules: [{ ObjectOwnership: ObjectWriter }] }',
  PublicAccessBlockConfiguration: '{ BlockPublicPolicy: true, RestrictPublicBuckets: true }',
};

export const publicAcl: Rule = {
  id: 'public-acl',
  severity: 'error',
  family: 'exposure',
  title: 'The bucket has a public access control list, although an origin access control or identity is in place',
  why: 'Anybody can list the files of the bucket; with PublicReadWrite, anybody can write into it.',
  fix: 'Remove AccessControl and leave ACLs off (BucketOwnerEnforced).',
  see: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html',
    'https://github.com/awslabs/sandbox-accounts-for-events/issues/29',
  ],
  unless: 'The list of files is meant to be public.',
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl: AllUsers get READ, which lists the bucket
  gain: (_graph, bucket) => (valueOr(bucket.accessControl, '').startsWith('PublicRead') && takesPublicAcls(bucket)
    ? `an unsigned GET of the bucket ${bucketTitle(bucket)} itself: S3 answers with the names of all objects` : undefined),
  example: () => ({
    wrong: exampleStack({ bucket: PUBLIC }),
    right: exampleStack(),
  }),
  check: eachDelivery(({ bucket }) => ({ address: bucket.address, path: 'Properties.AccessControl' }), ({ distribution, origin, bucket }, place) => {
    if (asksUnsigned(distribution, origin)) {
      return undefined;
    }
    const acl = decided(bucket.accessControl);
    if (!acl.startsWith('Public')) {
      return pass(place);
    }
    if (decided(bucket.objectOwnership) === 'BucketOwnerEnforced') {
      return fail(place, `${acl} is refused while ACLs are off (BucketOwnerEnforced)`, { why: REFUSED });
    }
    const { blockPublicAcls, ignorePublicAcls } = decided(bucket.publicAccessBlock);
    if (decided(blockPublicAcls)) {
      return fail(place, `${acl} is refused while BlockPublicAcls is on`, { why: REFUSED });
    }
    return decided(ignorePublicAcls)
      ? fail(place, `${acl} has no effect while IgnorePublicAcls is on`, { severity: 'info', why: 'It would let anybody list the files as soon as the block is taken away.' })
      : fail(place, `${acl} lets everybody list the bucket`);
  }),
};

const REFUSED = 'S3 refuses the access control list, so the stack does not deploy.';

/** What S3 refuses to store gives nobody anything. */
function takesPublicAcls({ objectOwnership, publicAccessBlock }: Bucket): boolean {
  return answerOr(false, () => {
    const { blockPublicAcls, ignorePublicAcls } = decided(publicAccessBlock);
    return decided(objectOwnership) !== 'BucketOwnerEnforced' && !decided(blockPublicAcls) && !decided(ignorePublicAcls);
  });
}
