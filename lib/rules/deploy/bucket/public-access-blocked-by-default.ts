import type { Bucket, DeliveryGraph } from '../../../graph/types';
import { valueOr } from '../../../graph/types/known';
import { compileOnce, decided } from '../../../model/undecided';
import { exampleStack } from '../../engine/example-stack';
import { failIf, judged } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { asksUnsigned, statementsOf } from '../../subjects/bucket-access';
import { grants, mayAllow } from '../../subjects/statements';

const UNSIGNED = { OriginAccessControlId: undefined };
const EVERYBODY = { Principal: '\'*\'', Condition: undefined };
const OPEN = '{ BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: false, RestrictPublicBuckets: false }';

export const publicAccessBlockedByDefault: Rule = {
  id: 'public-access-blocked-by-default',
  severity: 'warning',
  family: 'deploy',
  title: 'Files are meant to be public, and S3 blocks that by default for buckets made since April 2023',
  why: 'The stack deploys with an older bucket only. With a new one S3 refuses the public policy or access control list, and no file loads.',
  fix: 'Keep the bucket private and attach an origin access control to the origin. Or say that it is public: PublicAccessBlockConfiguration with BlockPublicPolicy and RestrictPublicBuckets off.',
  see: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-ownership-new-bucket-faq.html',
  ],
  unless: 'The bucket was made before April 2023.',
  noEdit: 'Only you can decide whether the files should be public.',
  example: () => ({
    wrong: exampleStack({ origin: UNSIGNED, statement: EVERYBODY }),
    right: exampleStack({ origin: UNSIGNED, statement: EVERYBODY, bucket: { PublicAccessBlockConfiguration: OPEN } }),
  }),
  check: (graph) => graph.buckets.filter((bucket) => fetchedUnsigned(graph).has(bucket)).flatMap((bucket) =>
    judged({ address: bucket.address, path: 'Properties.PublicAccessBlockConfiguration' }, (place) => {
      const isPublic = decided(bucket.accessControl).startsWith('Public')
        || statementsOf(bucket).some((statement) => mayAllow(statement) && grants(graph, statement, bucket, { kind: 'anonymous' }, 's3:GetObject'));
      return isPublic ? failIf(place, decided(bucket.publicAccessBlock).byDefault ? MESSAGE : undefined) : undefined;
    })),
};

const MESSAGE = 'is left out, while the files are meant to be public: by default S3 blocks public access to buckets made since April 2023';

/** The buckets that some distribution asks without a signature: by their website endpoint, or with nothing that signs. */
const fetchedUnsigned = compileOnce(({ distributions }: DeliveryGraph): ReadonlySet<Bucket> => new Set(
  distributions.flatMap((distribution) => valueOr(distribution.origins, []).flatMap((origin) => {
    const { target } = origin;
    const isUnsigned = target.kind === 's3-website' || (target.kind === 's3' && asksUnsigned(distribution, origin));
    return isUnsigned ? valueOr(target.bucket, undefined) ?? [] : [];
  }))));
