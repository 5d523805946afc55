import type { BucketPolicy, DeliveryGraph } from '../../../graph/types';
import { exampleStack } from '../../engine/example-stack';
import { fail, pass, unknownAt } from '../../engine/judge';
import type { Judgement, Rule } from '../../engine/rule';

const TLS_ONLY = {
  Effect: 'Deny',
  Principal: '\'*\'',
  Action: 's3:*',
  Resource: '!Sub \'${Assets.Arn}/*\'',
  Condition: '{ Bool: { aws:SecureTransport: \'false\' } }',
};
const SECOND = `
TlsOnly:
  Type: AWS::S3::BucketPolicy
  Properties:
    Bucket: !Ref Assets
    PolicyDocument:
      Statement:
        - Effect: Deny
          Principal: '*'
          Action: s3:*
          Resource: !Sub '\${Assets.Arn}/*'
          Condition: { Bool: { aws:SecureTransport: 'false' } }`;

export const twoBucketPolicies: Rule = {
  id: 'two-bucket-policies',
  severity: 'error',
  family: 'deploy',
  title: 'A bucket has two bucket policies',
  why: 'S3 keeps one policy per bucket: CloudFormation refuses the second ("The bucket policy already exists"), or the last one written silently replaces the other.',
  fix: 'Put the statements of both into one AWS::S3::BucketPolicy.',
  see: [
    'https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1068',
    'https://github.com/aws/aws-cdk/issues/30148',
  ],
  unless: 'Never: S3 keeps one policy per bucket.',
  example: () => ({
    wrong: exampleStack({ more: SECOND }),
    right: exampleStack({ statements: [TLS_ONLY] }),
  }),
  check: (graph) =>
    policiesByBucket(graph).flatMap(([name, [first, ...others]]): readonly Judgement[] => {
      const place = ({ address }: BucketPolicy) => ({ address, path: 'Properties.Bucket' });
      if (others.length === 0) {
        return [pass(place(first))];
      }
      // Names are unique in all of S3, so two buckets of one name are two deployments, in different accounts
      if (graph.buckets.filter((bucket) => bucket.name === name).length > 1) {
        return [unknownAt(place(first), `several buckets of these templates have the name ${name}`)];
      }
      return others.map((policy) => fail(place(policy), `${first.address.logicalId} is a policy of the same bucket`));
    }),
};

type Policies = readonly [BucketPolicy, ...BucketPolicy[]];

/** Policies of imported buckets included, by the bucket's name. */
function policiesByBucket(graph: DeliveryGraph): readonly (readonly [string, Policies])[] {
  const byName = new Map<string, Policies>();
  for (const policy of new Set([...graph.buckets.flatMap(({ policies }) => policies), ...graph.strayBucketPolicies])) {
    if (policy.bucketName.known && !policy.merged) {
      const group = byName.get(policy.bucketName.value);
      byName.set(policy.bucketName.value, group ? [...group, policy] : [policy]);
    }
  }
  return [...byName];
}
