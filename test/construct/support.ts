import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import { CorsAssetDistribution, CorsConfigurationError } from 'cdk-cors-asset-distribution';
import type { CorsAssetDistributionProps } from 'cdk-cors-asset-distribution';

export const APP_ORIGIN = 'https://app.example.com';
export const ACCOUNT = '123456789012';
export const OTHER_ACCOUNT = '210987654321';

/** A stack of an app of its own. */
export function newStack(region?: string, id = 'Stack'): Stack {
  return new Stack(new App(), id, region === undefined ? {} : { env: { account: ACCOUNT, region } });
}

/** The template of one construct; its only promise is `APP_ORIGIN` unless the properties say otherwise. */
export function templateOf(props: Partial<CorsAssetDistributionProps> = {}, stack: Stack = newStack()): Template {
  assetsIn(stack, props);
  return Template.fromStack(stack);
}

export function assetsIn(stack: Stack, props: Partial<CorsAssetDistributionProps> = {}, id = 'Assets'): CorsAssetDistribution {
  const contract = props.contract === undefined && props.corsPolicy === undefined ? { allowedOrigins: [APP_ORIGIN] } : {};
  return new CorsAssetDistribution(stack, id, { ...contract, ...props });
}

export function certificateIn(stack: Stack): acm.ICertificate {
  return acm.Certificate.fromCertificateArn(stack, 'Certificate', `arn:aws:acm:us-east-1:${ACCOUNT}:certificate/a`);
}

/** The error of a call that must throw one of ours. */
export function refusalOf(call: () => unknown): CorsConfigurationError {
  try {
    call();
  } catch (error) {
    if (error instanceof CorsConfigurationError) {
      return error;
    }
    throw error;
  }
  throw new Error('nothing was refused');
}

/** The properties of all resources of a type, as plain JSON. */
export function propertiesOf(template: Template, type: string): Record<string, unknown>[] {
  return Object.values(template.findResources(type)).map((resource) => (resource as { Properties: Record<string, unknown> }).Properties);
}

/** An ARN as text, whether its partition is written out or is AWS::Partition in a join (a feature flag decides); references by their JSON. */
export function arnText(value: unknown): string {
  const { 'Fn::Join': [, parts] } = typeof value === 'string' ? { 'Fn::Join': ['', [value]] } : value as { readonly 'Fn::Join': readonly [string, readonly unknown[]] };
  return parts.map((part) => (typeof part === 'string' ? part : JSON.stringify(part))).join('').replace('{"Ref":"AWS::Partition"}', 'aws');
}
