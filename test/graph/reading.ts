import type { IConstruct } from 'constructs';
import { readTemplates } from '../../lib/graph/readers/templates';
import { constructTreeInputs } from '../../lib/graph/sources/construct-tree';
import type { Bucket, DeliveryGraph, DeliveryGraphs, Distribution } from '../../lib/graph/types';

/** A resource of a handwritten template. */
export function resource(type: string, properties: unknown, rest: Record<string, unknown> = {}): Record<string, unknown> {
  return { Type: type, Properties: properties, ...rest };
}

/** The distribution properties that every handwritten distribution needs. */
export function distribution(config: Record<string, unknown>, rest: Record<string, unknown> = {}): Record<string, unknown> {
  return resource('AWS::CloudFront::Distribution', { DistributionConfig: { Enabled: true, ...config } }, rest);
}

/** The only world of one template. */
export function readOne(template: Record<string, unknown>, region?: string): DeliveryGraph {
  const graphs = readTemplates([{ name: 'Web', template, ...(region === undefined ? {} : { region }) }]);
  expect(graphs.problems).toEqual([]);
  expect(graphs.worlds).toHaveLength(1);
  return only(graphs.worlds);
}

/** All of a construct tree, as it is now. */
export function readConstructTree(root: IConstruct): DeliveryGraphs {
  return readTemplates(constructTreeInputs(root));
}

export function only<T>(items: readonly T[]): T {
  expect(items).toHaveLength(1);
  return items[0] as T;
}

/** A known value, or a failure that shows the reason. */
export function valueOf<T>(knowable: { readonly known: true; readonly value: T } | { readonly known: false; readonly reason: string }): T {
  if (!knowable.known) {
    throw new Error(`unknown: ${knowable.reason}`);
  }
  return knowable.value;
}

export function reasonOf(knowable: { readonly known: boolean; readonly reason?: string; readonly value?: unknown }): string {
  return knowable.known ? `known: ${JSON.stringify(knowable.value)}` : (knowable.reason ?? '');
}

/** The bucket behind the default behavior. */
export function bucketBehind(from: Distribution): Bucket {
  const behaviors = valueOf(from.behaviors);
  const origin = valueOf((behaviors[behaviors.length - 1] as (typeof behaviors)[number]).origin);
  if (origin.target.kind !== 's3' && origin.target.kind !== 's3-website') {
    throw new Error(`no S3 origin: ${JSON.stringify(origin.target)}`);
  }
  return valueOf(origin.target.bucket);
}
