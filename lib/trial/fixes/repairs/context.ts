/** What a repair looks at: a finding, the graph in which it holds, and the templates as they are written. */
import { member } from '../../../graph/types/json';
import { valueOr } from '../../../graph/types/known';
import type { Address, DeliveryGraph, ResponseHeadersPolicy } from '../../../graph/types';
import type { TemplateInput } from '../../../graph/types/template-input';
import type { Finding } from '../../../rules/engine/finding';
import { policyCorsOf } from '../../../rules/promise/cors-wish';
import type { CorsPromise, PromisedPath } from '../../../rules/promise/promise';
import { editAt } from '../edit';
import type { Edit } from '../edit';
import { keysOf, valueAt } from '../json';

export interface RepairContext {
  readonly finding: Finding;
  readonly graph: DeliveryGraph;
  readonly inputs: readonly TemplateInput[];
  /** The paths about whose requests the finding's place decides. */
  readonly paths: readonly PromisedPath[];
}

/**
 * Ways to fix what a finding is about, the narrowest first; none where nothing can be known or edited. A repair never decides whether it
 * helps: that is tried. It writes no sample of a value, and no empty list.
 */
export type Repair = (context: RepairContext) => readonly (readonly Edit[])[];

/** What is written at a place. */
export function raw({ inputs }: RepairContext, { stack, logicalId }: Pick<Address, 'logicalId' | 'stack'>, path: string): unknown {
  return valueAt(inputs.find(({ name }) => name === stack)?.template, ['Resources', logicalId, ...keysOf(path)]);
}

/** A list as it is written, with its references; nothing where it is computed. */
export function rawList(context: RepairContext, address: Pick<Address, 'logicalId' | 'stack'>, path: string): readonly unknown[] | undefined {
  const value = raw(context, address, path);
  return Array.isArray(value) ? value as unknown[] : undefined;
}

/** A list inside of what is written; nothing where it is left out or computed. */
export function listIn(written: unknown, name: string): readonly unknown[] | undefined {
  const value = member(written, name);
  return Array.isArray(value) ? value as unknown[] : undefined;
}

/** Sets the property of a finding's own place. */
export function here({ finding: { place: { address, path } } }: RepairContext, value: unknown): Edit {
  return editAt(address, keysOf(path), value);
}

export function set(address: Pick<Address, 'logicalId' | 'stack'>, path: string, value: unknown): Edit {
  return editAt(address, keysOf(path), value);
}

/** The items of both lists, each once. */
export function union(first: readonly unknown[], second: readonly unknown[]): readonly unknown[] {
  const seen = new Set<string>();
  return [...first, ...second].filter((item) => {
    const key = JSON.stringify(item);
    return seen.has(key) ? false : seen.add(key);
  });
}

function resourcesOf({ inputs }: RepairContext, stack: string): object {
  return (valueAt(inputs.find(({ name }) => name === stack)?.template, ['Resources']) as object | undefined) ?? {};
}

/** A logical id that is free in the stack. */
export function freeId(context: RepairContext, stack: string, wish: string): string {
  const taken = Object.keys(resourcesOf(context, stack));
  return [wish, ...Array.from({ length: 9 }, (_, index) => `${wish}${String(index + 2)}`)].find((id) => !taken.includes(id)) ?? `${wish}New`;
}

/** A resource that the stack has already, as another place needed the same, or a new one. */
export function resourceOnce(
  context: RepairContext,
  stack: string,
  wish: string,
  make: (id: string) => object,
): { readonly id: string; readonly edits: readonly Edit[] } {
  const [same] =
    Object.entries(resourcesOf(context, stack)).find(
      ([id, written]) => id.startsWith(wish) && JSON.stringify(written) === JSON.stringify(make(id)),
    ) ?? [];
  const id = same ?? freeId(context, stack, wish);
  return { id, edits: same === undefined ? [{ stack, logicalId: id, path: [], value: make(id) }] : [] };
}

/** The policy of a path when it is a resource of the templates and has a CORS block. */
export function ownPolicy({ behavior }: PromisedPath): ResponseHeadersPolicy | undefined {
  const policy = valueOr(behavior.responseHeadersPolicy, undefined);
  return policy !== undefined && policy.managed === undefined && valueOr(policyCorsOf(behavior), undefined) !== undefined
    ? policy
    : undefined;
}

export function promiseOf({ promise }: PromisedPath): CorsPromise | undefined {
  return valueOr(promise, undefined);
}

/** A list of the policy's CORS block as it is written. */
export function policyList(context: RepairContext, path: PromisedPath, name: 'Headers' | 'Methods' | 'Origins'): readonly unknown[] | undefined {
  const policy = ownPolicy(path);
  return policy && rawList(context, policy.address, `Properties.ResponseHeadersPolicyConfig.CorsConfig.AccessControlAllow${name}.Items`);
}
