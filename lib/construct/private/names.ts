import { Names, Stack } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

// ap-southeast-1 is as long as a region's name gets; the deploy-time region must fit too.
const LONGEST_REGION = 14;

/** CloudFront's limit for the name of an origin access control. */
export const ORIGIN_ACCESS_CONTROL_NAME_LENGTH = 64;

/** CloudFront's limit for the name of a response headers policy. */
export const RESPONSE_HEADERS_POLICY_NAME_LENGTH = 128;

/** CloudFront's limit for the name of a cache policy. */
export const CACHE_POLICY_NAME_LENGTH = 128;

/** CloudFront's limit for the name of a function. */
export const FUNCTION_NAME_LENGTH = 64;

/** CloudWatch Logs' limit for the names of a delivery source and a delivery destination. */
export const DELIVERY_NAME_LENGTH = 60;

/**
 * A name that is unique in the account although its kind of resource is not regional: CDK's own default names repeat when
 * the same stack is deployed to two regions (aws/aws-cdk#34336).
 */
export function accountWideName(scope: IConstruct, maxLength: number): string {
  const name = Names.uniqueResourceName(scope, { maxLength: maxLength - 1 - LONGEST_REGION });
  return `${name}-${Stack.of(scope).region}`;
}
