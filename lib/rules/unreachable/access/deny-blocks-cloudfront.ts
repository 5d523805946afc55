import { valueOr } from '../../../graph/types/known';
import { exampleStack } from '../../engine/example-stack';
import { fail, pass } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { ACCESS_DENIED } from '../../evidence/witness-shape';
import { callerAt, mayRead } from '../../subjects/bucket-access';
import { bucketTitle, eachFetch } from '../../subjects/deliveries';
import { seeWhole } from '../../subjects/imported-bucket';

const denyWhenSecure = (secure: string) => ({
  Effect: 'Deny',
  Principal: '\'*\'',
  Action: 's3:*',
  Resource: '!Sub \'${Assets.Arn}/*\'',
  Condition: `{ Bool: { aws:SecureTransport: '${secure}' } }`,
});

export const denyBlocksCloudfront: Rule = {
  id: 'deny-blocks-cloudfront',
  severity: 'error',
  family: 'unreachable',
  title: 'A Deny in the bucket\'s policy also hits the distribution',
  why: 'A Deny wins over every Allow, so S3 answers 403 to everything that CloudFront asks for.',
  fix: 'Narrow the Deny, for example to requests without TLS, or exempt the distribution with a condition on AWS:SourceArn.',
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html',
  ],
  unless: 'The distribution is meant to be locked out for now.',
  witness: [ACCESS_DENIED],
  example: () => ({
    wrong: exampleStack({ statements: [denyWhenSecure('true')] }),
    right: exampleStack({ statements: [denyWhenSecure('false')] }),
  }),
  check: eachFetch(({ distribution, origin, bucket }, place, graph) => {
    if (bucket.policies.length === 0) {
      return undefined;
    }
    const prefix = `${valueOr(origin.originPath, '')}/`;
    const caller = callerAt(distribution, origin);
    if (mayRead(graph, bucket, caller, prefix) !== 'deny') {
      seeWhole(bucket);
      return pass(place);
    }
    const sparesDistribution = caller.kind !== 'distribution' && mayRead(graph, bucket, { kind: 'distribution', arn: distribution.arn }, prefix) !== 'deny';
    return fail(place, `the policy of the bucket ${bucketTitle(bucket)} denies what CloudFront asks for`, { fix: sparesDistribution ? SIGN : undefined });
  }),
};

const SIGN = 'Use an origin access control in place of the identity, and admit cloudfront.amazonaws.com: only then does a request carry the AWS:SourceArn that the Deny excepts.';
