import { valueOr } from '../../../graph/types/known';
import { exampleStack } from '../../engine/example-stack';
import { fail, pass } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { ACCESS_DENIED } from '../../evidence/witness-shape';
import { callerAt, mayRead } from '../../subjects/bucket-access';
import { eachFetch } from '../../subjects/deliveries';
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
  fix: 'Narrow the Deny, for example to requests without TLS, or except the distribution with a condition on AWS:SourceArn.',
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html',
  ],
  unless: 'The distribution is meant to be locked out for now.',
  witness: [ACCESS_DENIED],
  example: {
    wrong: exampleStack({ statements: [denyWhenSecure('true')] }),
    right: exampleStack({ statements: [denyWhenSecure('false')] }),
  },
  check: (graph) => eachFetch(graph, ({ distribution, origin, bucket }, place) => {
    if (bucket.policies.length === 0) {
      return undefined;
    }
    const decision = mayRead(graph, bucket, callerAt(distribution, origin), `${valueOr(origin.originPath, '')}/`);
    if (decision === 'deny') {
      return fail(place, `the policy of the bucket ${bucket.address.logicalId} denies what CloudFront asks for`);
    }
    seeWhole(bucket);
    return pass(place);
  }),
};
