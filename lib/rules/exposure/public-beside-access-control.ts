import type { Bucket } from '../../graph/types';
import type { S3Caller } from '../../model/s3/iam-policy';
import { answerOr, decided } from '../../model/undecided';
import { exampleStack } from '../engine/example-stack';
import { fail, pass } from '../engine/judge';
import type { Rule } from '../engine/rule';
import { asksUnsigned } from '../subjects/bucket-access';
import { eachDelivery, originPlace } from '../subjects/deliveries';
import { firstTold, grantedObjects } from '../subjects/gains';
import { eachStatementOf, grants, mayAllow } from '../subjects/statements';

const EVERYBODY = { Effect: 'Allow', Principal: '\'*\'', Action: 's3:GetObject', Resource: '!Sub \'${Assets.Arn}/*\'' };

export const publicBesideAccessControl: Rule = {
  id: 'public-beside-access-control',
  severity: 'error',
  family: 'exposure',
  title: 'The bucket is public, although an origin access control or identity is in place',
  why: 'Anybody can read the files from S3 directly, past CloudFront, its web ACL and its signed URLs.',
  fix: 'Remove the statement with Principal "*" and keep all four public access blocks on.',
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
  ],
  unless: 'The files are meant to be public on both hosts. Then the access control serves no purpose.',
  gain: (graph, bucket) =>
    takesPublicPolicies(bucket)
      ? firstTold(
          grantedObjects(graph, bucket, ANYBODY, 's3:GetObject'),
          (path) => `an unsigned GET of ${path} at the bucket's own endpoint: the policy gives everybody s3:GetObject`,
        )
      : undefined,
  example: () => ({
    wrong: exampleStack({
      bucket: { PublicAccessBlockConfiguration: '{ BlockPublicAcls: true, IgnorePublicAcls: true }' },
      statements: [EVERYBODY],
    }),
    right: exampleStack(),
  }),
  check: eachDelivery(originPlace, ({ distribution, origin, bucket }, _place, graph) =>
      asksUnsigned(distribution, origin)
        ? undefined
        : eachStatementOf(bucket, graph, (statement, place) => {
            if (!mayAllow(statement)) {
              return undefined;
            }
            if (!grants(graph, statement, bucket, ANYBODY, 's3:GetObject')) {
              return pass(place);
            }
            const { blockPublicPolicy, restrictPublicBuckets } = decided(bucket.publicAccessBlock);
            if (decided(blockPublicPolicy)) {
              return fail(place, 'everybody may read the objects, which S3 refuses while BlockPublicPolicy is on');
            }
            return decided(restrictPublicBuckets)
              ? fail(place, 'everybody may read the objects, were it not for RestrictPublicBuckets', { severity: 'info' })
              : fail(place, 'everybody may read the objects');
          }),
    ),
};

const ANYBODY: S3Caller = { kind: 'anonymous' };

/** What S3 refuses to store gives nobody anything. */
function takesPublicPolicies({ publicAccessBlock }: Bucket): boolean {
  return answerOr(false, () => {
    const { blockPublicPolicy, restrictPublicBuckets } = decided(publicAccessBlock);
    return !decided(blockPublicPolicy) && !decided(restrictPublicBuckets);
  });
}
