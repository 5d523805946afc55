import { callerAt, mayRead, statementsOf, unseenPolicy } from '../../subjects/bucket-access';
import { allKnown, chainKnown, mapKnown, valueOr, type Known } from '../../../graph/types/known';
import type { DeliveryGraph } from '../../../graph/types';
import { eachFetch, placeIn, type Delivery } from '../../subjects/deliveries';
import { fail, failIf, judgeKnown, pass, unknownAt } from '../../engine/judge';
import type { Judgement, Rule } from '../../engine/rule';
import { exampleStack } from '../../engine/example-stack';

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
  example: {
    wrong: exampleStack({ statement: null }),
    right: exampleStack(),
  },
  check: (graph) => eachFetch(graph, (delivery) => [judge(graph, delivery)]),
};

function judge(graph: DeliveryGraph, { distribution, origin, bucket }: Delivery): Judgement {
  const place = placeIn(distribution, origin.path);
  const statements = statementsOf(bucket);
  const caller = callerAt(distribution, origin);
  const decision = chainKnown(statements, (all) => chainKnown(caller, (who) =>
    mayRead(graph, all, bucket, who, `${valueOr(origin.originPath, '')}/`)));
  const anonymous = caller.known && caller.value.kind === 'anonymous';
  return judgeKnown(place, decision, (effect) => {
    if (effect === 'allow' && anonymous) {
      return judgeKnown(place, blocksPublic(bucket), (blocks) =>
        failIf(place, blocks ? `the public access block of ${bucket.address.logicalId} blocks its public policy, and requests are not signed` : undefined));
    }
    if (effect !== 'none') {
      return pass(place);
    }
    const reason = unseenPolicy(graph) ?? (anonymous ? aclReason(bucket) : undefined);
    return reason === undefined
      ? fail(place, `nothing lets ${anonymous ? 'unsigned requests' : 'this distribution'} read the bucket ${bucket.address.logicalId}`)
      : unknownAt(place, reason);
  });
}

function blocksPublic({ publicAccessBlock }: Delivery['bucket']): Known<boolean> {
  return chainKnown(publicAccessBlock, ({ blockPublicPolicy, restrictPublicBuckets }) =>
    mapKnown(allKnown([blockPublicPolicy, restrictPublicBuckets]), (blocks) => blocks.includes(true)));
}

function aclReason({ objectOwnership }: Delivery['bucket']): string | undefined {
  return objectOwnership.known && objectOwnership.value === 'BucketOwnerEnforced' ? undefined : 'each object may have an access control list of its own';
}
