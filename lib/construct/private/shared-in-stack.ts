import { createHash } from 'node:crypto';
import { Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';

/**
 * One resource for equal settings in a stack. Its id comes from the settings alone: neither the order in which constructs ask for it nor
 * which of them asks first changes its logical id.
 */
export function sharedInStack<T>(scope: Construct, kind: string, settings: object, make: (scope: Construct) => T): T {
  const stack = Stack.of(scope);
  const hash = createHash('sha256').update(JSON.stringify(stack.resolve(settings))).digest('hex').slice(0, 8);
  const id = `${kind}${hash}`;
  const there = stack.node.tryFindChild(id) as Shared<T> | undefined;
  return (there ?? new Shared(stack, id, make)).made;
}

class Shared<T> extends Construct {
  readonly made: T;

  constructor(scope: Construct, id: string, make: (scope: Construct) => T) {
    super(scope, id);
    this.made = make(this);
  }
}
