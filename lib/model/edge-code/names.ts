import type { EdgeFunction } from '../../graph/types';

/** How messages call a function. */
export function nameOf({ code, path, kind }: EdgeFunction): string {
  const logicalId = code.known ? code.value.address?.logicalId : undefined;
  return logicalId === undefined ? `the ${kind === 'lambda-at-edge' ? 'Lambda@Edge function' : 'function'} at ${path}` : `the function ${logicalId}`;
}
