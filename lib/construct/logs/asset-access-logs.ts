import { Annotations, Stack, Token } from 'aws-cdk-lib/core';
import type * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { Problems } from '../../contract/problem';
import type { AccessLogsDestination } from './access-logs-destination';
import { accountWideName, DELIVERY_NAME_LENGTH } from '../private/names';
import { throwProblems } from '../private/parse/parsing';

/**
 * Properties of `AssetAccessLogs`.
 */
export interface AssetAccessLogsProps {
  /** The distribution whose requests are logged. */
  readonly distribution: cloudfront.IDistributionRef;

  /** Where the logs go. */
  readonly destination: AccessLogsDestination;
}

/**
 * Access logs of a distribution by standard logging v2. CloudFront's log delivery can be set up only in us-east-1, so this
 * stands in a stack of that region; the distribution's stack may be in any region.
 *
 * cdk-nag's CFR3 and AWS Config's `cloudfront-accesslogs-enabled` look at legacy logging only and do not see these logs:
 * suppress them with that reason.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html
 */
export class AssetAccessLogs extends Construct {
  /**
   * @throws CorsConfigurationError when the stack is in another region than us-east-1
   */
  constructor(scope: Construct, id: string, props: AssetAccessLogsProps) {
    super(scope, id);
    this.checkRegion();

    const name = accountWideName(this, DELIVERY_NAME_LENGTH);
    const source = new logs.CfnDeliverySource(this, 'Source', {
      name,
      logType: 'ACCESS_LOGS',
      resourceArn: Stack.of(this).formatArn({
        service: 'cloudfront', region: '', resource: 'distribution', resourceName: props.distribution.distributionRef.distributionId,
      }),
    });
    const { arn, permission } = props.destination._bind(this);
    const destination = new logs.CfnDeliveryDestination(this, 'Destination', { name, destinationResourceArn: arn });
    if (permission !== undefined) {
      // Else the log service writes a statement of its own into the policy, and CloudFormation then fights it.
      destination.node.addDependency(permission);
    }
    const delivery = new logs.CfnDelivery(this, 'Delivery', { deliverySourceName: name, deliveryDestinationArn: destination.attrArn });
    delivery.node.addDependency(source);
  }

  private checkRegion(): void {
    const { region } = Stack.of(this);
    if (Token.isUnresolved(region)) {
      Annotations.of(this).addWarningV2('cdk-cors-asset-distribution:accessLogsRegionUnknown',
        'access logs of CloudFront can be set up in us-east-1 only, and the region of this stack is not known before it is deployed; '
        + 'give the stack an env with region us-east-1, or put AssetAccessLogs into a us-east-1 stack');
    } else if (region !== 'us-east-1') {
      const problems = new Problems();
      problems.add('access-logs-region', 'accessLogs', region, 'new AssetAccessLogs(usEast1Stack, "Logs", { distribution, destination })');
      throwProblems(problems, `AssetAccessLogs '${this.node.path}'`);
    }
  }
}
