import type { Bucket } from '../../../graph/types';
import { valueOr } from '../../../graph/types/known';
import { decided } from '../../../model/undecided';
import { exampleStack } from '../../engine/example-stack';
import { fail, pass, unknownAt } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { ACCESS_DENIED } from '../../evidence/witness-shape';
import { asksUnsigned, callerAt, mayRead, unseenPolicy } from '../../subjects/bucket-access';
import { eachFetch } from '../../subjects/deliveries';
import { seeWhole } from '../../subjects/imported-bucket';

export const distributionNotAdmitted: Rule = {
  id: 'distribution-not-admitted',
  severity: 'error',
  family: 'unreachable',
  title: 'No statement of the bucket\'s policy admits the distribution',
  why: 'S3 answers 403 to everything that CloudFront asks for, so every file fails to load.',
  fix: 'Allow s3:GetObject on the bucket\'s objects for cloudfront.amazonaws.com, with AWS:SourceArn of this distribution.',
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html',
  ],
  unless: 'The bucket gets its policy outside of the templates that are checked, such as by a custom resource.',
  witness: [ACCESS_DENIED],
  example: {
    wrong: exampleStack({ statement: null }),
    right: exampleStack(),
  },
  check: (graph) => eachFetch(graph, (delivery, place) => {
    const { distribution, origin, bucket } = delivery;
    const { logicalId } = bucket.address;
    const decision = mayRead(graph, bucket, callerAt(distribution, origin), `${valueOr(origin.originPath, '')}/`);
    const unsigned = asksUnsigned(distribution, origin);
    if (decision === 'allow' && unsigned && blocksPublic(bucket)) {
      return fail(place, `the public access block of ${logicalId} blocks its public policy, and requests are not signed`);
    }
    if (decision !== 'none') {
      return pass(place);
    }
    seeWhole(bucket);
    const elsewhere = unseenPolicy(graph) ?? (unsigned ? aclReason(bucket) : undefined);
    return elsewhere === undefined
      ? fail(place, `nothing lets ${unsigned ? 'unsigned requests' : 'this distribution'} read the bucket ${logicalId}`)
      : unknownAt(place, elsewhere);
  }),
};

function blocksPublic({ publicAccessBlock }: Bucket): boolean {
  const { blockPublicPolicy, restrictPublicBuckets } = decided(publicAccessBlock);
  return [blockPublicPolicy, restrictPublicBuckets].map(decided).includes(true);
}

function aclReason({ objectOwnership }: Bucket): string | undefined {
  return objectOwnership.known && objectOwnership.value === 'BucketOwnerEnforced' ? undefined : 'each object may have an access control list of its own';
}
