import type { DeliveryGraph } from '../../graph/types';
import { matrixOf } from '../../trial/matrix';
import type { MatrixOptions } from '../../trial/matrix';
import { OWN_PREFIX } from './routes';
import type { PageHandler } from './routes';
import { pageFiles } from './files';
import { splitTarget } from '../../model/http/target';

// Scripts and styles of this server alone: what a request carries into the page can neither run nor send anything away
const SAFE: Readonly<Record<string, string>> = {
  'content-security-policy': 'default-src \'none\'; script-src \'self\'; style-src \'self\'; connect-src \'self\'; img-src data:; base-uri \'none\'; form-action \'none\'; frame-ancestors \'none\'',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

/**
 * The preview's page: answers the paths `/__preview`, its files, and `/__preview/matrix`. Undefined for any other path.
 * The matrix is judged when it is first asked for.
 */
export function previewPage(graph: DeliveryGraph, options: MatrixOptions = {}): PageHandler {
  const files = pageFiles();
  let matrix: string | undefined;
  return (path) => {
    const plain = splitTarget(path).path;
    if (plain === `${OWN_PREFIX}/matrix`) {
      matrix ??= JSON.stringify(matrixOf(graph, options));
      return { status: 200, headers: { ...SAFE, 'content-type': 'application/json' }, body: matrix };
    }
    const file = plain === OWN_PREFIX || plain === `${OWN_PREFIX}/` ? files.get('index.html') : plain.startsWith(`${OWN_PREFIX}/`) ? files.get(plain.slice(OWN_PREFIX.length + 1)) : undefined;
    return file && { status: 200, headers: { ...SAFE, 'content-type': file.type }, body: file.body };
  };
}
