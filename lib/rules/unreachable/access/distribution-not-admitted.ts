import type { Bucket } from '../../../graph/types';
import { valueOr } from '../../../graph/types/known';
import type { S3Caller } from '../../../model/s3/iam-policy';
import { decided, Undecided } from '../../../model/undecided';
import { exampleStack } from '../../engine/example-stack';
import { fail, pass } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { ACCESS_DENIED } from '../../evidence/witness-shape';
import { takesUploadsOnly } from '../../promise/promised-paths';
import { callerAt, mayRead, unseenPolicy } from '../../subjects/bucket-access';
import { bucketTitle, eachFetch } from '../../subjects/deliveries';
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
  example: () => ({
    wrong: exampleStack({ statement: null }),
    right: exampleStack(),
  }),
  check: eachFetch(({ distribution, origin, bucket }, place, graph) => {
    const title = bucketTitle(bucket);
    const prefix = `${valueOr(origin.originPath, '')}/`;
    const caller = callerAt(distribution, origin);
    const decision = mayRead(graph, bucket, caller, prefix);
    const isUnsigned = caller.kind === 'anonymous';
    if (decision === 'allow' && isUnsigned && blocksPublic(bucket)) {
      return fail(place, `the public access block of ${title} blocks its public policy, and requests are not signed`, { fix: SIGN });
    }
    if (decision !== 'none' || takesUploadsOnly(graph, distribution, origin, bucket)) {
      return pass(place);
    }
    seeWhole(bucket);
    const elsewhere = unseenPolicy(graph, bucket) ?? (isUnsigned ? aclReason(bucket) : undefined);
    if (elsewhere !== undefined) {
      throw new Undecided(elsewhere);
    }
    return fail(place, `nothing lets ${WHO[caller.kind]} read the bucket ${title}`, {
      fix: caller.kind !== 'distribution' && mayRead(graph, bucket, { kind: 'distribution', arn: distribution.arn }, prefix) === 'allow' ? SIGN : undefined,
    });
  }),
};

const SIGN = 'Attach an origin access control to the origin (OriginAccessControlId, SigningBehavior: always): the policy admits requests that CloudFront signs as this distribution, and nothing signs them so.';

const WHO: Readonly<Record<S3Caller['kind'], string>> = {
  'anonymous': 'unsigned requests', 'distribution': 'this distribution', 'origin-access-identity': 'this origin access identity', 'presigned': 'presigned requests',
};

/** By default S3 blocks them for buckets of a certain age, which another rule tells. */
function blocksPublic({ publicAccessBlock }: Bucket): boolean {
  const { blockPublicPolicy, restrictPublicBuckets, byDefault } = decided(publicAccessBlock);
  return !byDefault && [blockPublicPolicy, restrictPublicBuckets].map(decided).includes(true);
}

function aclReason({ objectOwnership }: Bucket): string | undefined {
  return objectOwnership.known && objectOwnership.value === 'BucketOwnerEnforced' ? undefined : 'each object may have an access control list of its own';
}
