import { PropertyInjectors } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

/** The properties after the nearest property injector above has seen them, as the CDK's own constructs do it. */
// The CDK's decorator for this is not part of its public API
// https://docs.aws.amazon.com/cdk/v2/guide/blueprints.html: the injector closest to the construct wins
export function injectedProps<P extends object>(uniqueId: string, scope: Construct, id: string, props: P): P {
  const injector = [...scope.node.scopes].reverse()
    .filter((ancestor) => PropertyInjectors.hasPropertyInjectors(ancestor))
    .map((ancestor) => PropertyInjectors.of(ancestor).for(uniqueId))
    .find((found) => found !== undefined);
  return injector === undefined ? props : injector.inject(props, { scope, id }) as P;
}
