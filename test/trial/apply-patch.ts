/** RFC 6902 apart from the library's own edits, strict about what has to be there. */
import { isObject } from '../../lib/graph/types/json';
import type { PatchOperation } from '../../lib/trial/fixes/written';

export function patched(document: unknown, operations: readonly PatchOperation[]): unknown {
  const copy = JSON.parse(JSON.stringify(document)) as Record<string, unknown>;
  for (const { op, path, value } of operations) {
    const keys = path.slice(1).split('/').map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
    const last = keys.pop() ?? '';
    const parent = keys.reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], copy);
    if (!isObject(parent) && !Array.isArray(parent)) {
      throw new Error(`${op} ${path}: there is no parent`);
    }
    const holder = parent as Record<string, unknown>;
    if ((op === 'add') === (last in holder)) {
      throw new Error(`${op} ${path}: ${op === 'add' ? 'there is something already' : 'there is nothing'}`);
    }
    if (op === 'remove') {
      Reflect.deleteProperty(holder, last);
    } else {
      holder[last] = value;
    }
  }
  return copy;
}
