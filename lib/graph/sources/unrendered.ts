import type { JsonObject } from '../types/json';

const UNRENDERED = Symbol('unrendered');

/** The properties of a resource before they got the names that templates use, and what gives them these. */
export interface Unrendered {
  readonly properties: unknown;
  /** The same for resources whose equal properties are rendered alike. */
  readonly renderer: object;
}

/** A resource whose `Properties` are rendered when somebody asks for them. */
export function lazyResource(resource: JsonObject, unrendered: Unrendered, render: () => unknown): JsonObject {
  let rendered: { readonly properties: unknown } | undefined;
  return {
    ...resource,
    get Properties() {
      rendered ??= { properties: render() };
      return rendered.properties;
    },
    [UNRENDERED]: unrendered,
  };
}

/** What is known of a resource's properties without rendering them; nothing when they stand in a template. */
export function unrenderedOf(resource: unknown): Unrendered | undefined {
  return typeof resource === 'object' && resource !== null ? (resource as { readonly [UNRENDERED]?: Unrendered })[UNRENDERED] : undefined;
}
