import { callerAt } from '../subjects/bucket-access';
import { chainKnown, known, type Known } from '../../graph/types/known';
import type { Bucket } from '../../graph/types';
import { eachDelivery } from '../subjects/deliveries';
import { fail, judgeKnown, pass } from '../engine/judge';
import type { Rule } from '../engine/rule';
import { eachStatement, grants } from '../subjects/statements';
import { exampleStack } from '../engine/example-stack';

const EVERYBODY = { Effect: 'Allow', Principal: '\'*\'', Action: 's3:GetObject', Resource: '!Sub \'${Assets.Arn}/*\'' };

export const publicBesideAccessControl: Rule = {
  id: 'public-beside-access-control',
  severity: 'error',
  family: 'exposure',
  title: 'The bucket is public beside the origin access control or identity',
  why: 'Anybody can read the files from S3 directly, past CloudFront, its web ACL and its signed URLs.',
  fix: 'Remove the statement with Principal "*" and keep all four public access blocks on.',
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
  ],
  unless: 'The files are meant to be public on both hosts. Then the access control has no use.',
  example: {
    wrong: exampleStack({ bucket: { PublicAccessBlockConfiguration: '{ BlockPublicAcls: true, IgnorePublicAcls: true }' }, statements: [EVERYBODY] }),
    right: exampleStack(),
  },
  check: (graph) =>
    eachDelivery(graph, ({ distribution, origin, bucket }) => {
      const caller = callerAt(distribution, origin);
      if (caller.known && caller.value.kind === 'anonymous') {
        return [];
      }
      return eachStatement(bucket, (statement, place) => {
        const { effect } = statement;
        return effect.known && effect.value === 'Deny' ? [] : [judgeKnown(place, grants(graph, statement, bucket, { kind: 'anonymous' }, 's3:GetObject'), (granted) =>
          (granted ? judgeKnown(place, publicAccess(bucket), (access) => fail(place, MESSAGES[access], access === 'idle' ? { severity: 'warning' } : {})) : pass(place)))];
      });
    }),
};

const MESSAGES = {
  open: 'everybody may read the objects',
  refused: 'everybody may read the objects, which S3 refuses while BlockPublicPolicy is on',
  idle: 'everybody may read the objects, were it not for RestrictPublicBuckets',
};

/** What becomes of a public statement, by the public access block. */
function publicAccess({ publicAccessBlock }: Bucket): Known<keyof typeof MESSAGES> {
  return chainKnown(publicAccessBlock, ({ blockPublicPolicy, restrictPublicBuckets }) => chainKnown(blockPublicPolicy, (blocks) =>
    (blocks ? known('refused') : chainKnown(restrictPublicBuckets, (restricts) => known(restricts ? 'idle' : 'open')))));
}
