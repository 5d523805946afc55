/** A request target in its two parts. */
export interface Target {
  readonly path: string;
  /** What follows the first `?`; empty without one. */
  readonly query: string;
}

/** Splits a request target. https://www.rfc-editor.org/rfc/rfc9112#section-3.2.1 */
export function splitTarget(target: string): Target {
  const mark = target.indexOf('?');
  return mark < 0 ? { path: target, query: '' } : { path: target.slice(0, mark), query: target.slice(mark + 1) };
}

/** The target of a request, in one text. */
export function targetOf({ path, query }: Target): string {
  return query === '' ? path : `${path}?${query}`;
}
