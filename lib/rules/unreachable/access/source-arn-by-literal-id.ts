import type { PolicyStatement } from '../../../graph/types';
import { valueOr } from '../../../graph/types/known';
import { isSymbolic } from '../../../graph/types/symbolic-text';
import { answerOr } from '../../../model/undecided';
import { exampleStack } from '../../engine/example-stack';
import { fail, pass } from '../../engine/judge';
import type { Place, Rule } from '../../engine/rule';
import { callerAt, mayRead } from '../../subjects/bucket-access';
import { eachDelivery } from '../../subjects/deliveries';
import type { Delivery } from '../../subjects/deliveries';
import { mayAllow } from '../../subjects/statements';

export const sourceArnByLiteralId: Rule = {
  id: 'source-arn-by-literal-id',
  severity: 'warning',
  family: 'unreachable',
  title: 'The bucket policy names the id of some distribution, not the distribution of this template',
  why: 'AWS gives the id when the distribution is made. The written one fits a distribution that exists already; a new one is refused with 403, and so is this one once it is replaced.',
  fix: "Refer to the distribution: `!Sub 'arn:aws:cloudfront::${AWS::AccountId}:distribution/${Distribution}'`.",
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudfront-distribution.html#aws-resource-cloudfront-distribution-return-values',
  ],
  unless: 'The distribution of the template was imported, and the id is its own.',
  example: () => ({
    wrong: exampleStack({ statement: { Condition: "{ StringEquals: { AWS:SourceArn: 'arn:aws:cloudfront::111122223333:distribution/EDFDVBD6EXAMPLE' } }" } }),
    right: exampleStack(),
  }),
  check: eachDelivery(placeOf, (delivery, place, graph) => {
    const { distribution, origin, bucket } = delivery;
    const arns = statementsWithArns(delivery).flatMap((each) => each.arns);
    if (arns.length === 0 || !isSymbolic(distribution.id)) {
      return undefined;
    }
    if (answerOr(false, () => mayRead(graph, bucket, callerAt(distribution, origin), `${valueOr(origin.originPath, '')}/`) === 'allow')) {
      return pass(place);
    }
    const written = arns.find((arn) => WRITTEN_OUT.test(arn));
    return written === undefined ? undefined : fail(place, `admits ${written}, and nothing says that this is ${distribution.address.logicalId}`);
  }),
};

const WRITTEN_OUT = /^arn:[\w-]+:cloudfront::\d{12}:distribution\/\w+$/;

function placeOf(delivery: Delivery): Place {
  const found = statementsWithArns(delivery).at(0);
  return found ? { address: found.address, path: found.statement.path } : { address: delivery.bucket.address, path: 'Properties' };
}

/** Statements that let CloudFront in for some distributions. */
function statementsWithArns({ bucket }: Delivery) {
  return bucket.policies.flatMap(({ address, statements }) => valueOr(statements, []).flatMap((statement) => {
    const arns = mayAllow(statement) ? sourceArns(statement) : [];
    return arns.length === 0 ? [] : [{ address, statement, arns }];
  }));
}

function sourceArns({ principals, conditions }: PolicyStatement): readonly string[] {
  const isForCloudFront = principals.known && !principals.value.negated && principals.value.services.includes('cloudfront.amazonaws.com');
  return isForCloudFront
    ? valueOr(conditions, []).filter(({ key }) => key.toLowerCase() === 'aws:sourcearn').flatMap(({ values }) => values)
    : [];
}
