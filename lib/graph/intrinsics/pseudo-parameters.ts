import type { Stack } from './stacks';
import { symbol } from '../types/symbolic-text';

/**
 * The value of a pseudo parameter, symbolic where the environment is not known; nothing when there is no such one.
 * Account and region of stacks without an environment are taken to be the same for all of them, as the CDK does.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html
 */
export function pseudoParameter(name: string, stack: Stack): string | undefined {
  const { region, account, stackName } = stack.input;
  switch (name) {
    case 'AWS::Region':
      return region ?? symbol(name);
    case 'AWS::AccountId':
      return account ?? symbol(name);
    case 'AWS::Partition':
      return partitionOf(stack);
    case 'AWS::URLSuffix':
      return urlSuffixOf(stack);
    case 'AWS::StackName':
      return (stack.parent ? undefined : stackName) ?? symbol(`${stack.name}.${name}`);
    case 'AWS::StackId':
    case 'AWS::NotificationARNs':
      return symbol(`${stack.name}.${name}`);
    default:
      return undefined;
  }
}

/** The public partition unless the region says otherwise, so that a hand-written `arn:aws:` compares equal. */
export function partitionOf(stack: Stack): string {
  const region = stack.input.region ?? '';
  return region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

export function urlSuffixOf(stack: Stack): string {
  return partitionOf(stack) === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
}
