import { createRequire } from 'node:module';
import type * as preview from '../../preview';
import { UsageError } from '../usage-error';

/** The preview with the packages that it alone needs; npm leaves them out with `--omit=optional`. */
export function loadPreview(load: NodeJS.Require = createRequire(__filename)): typeof preview {
  try {
    return load('../../preview') as typeof preview;
  } catch (error) {
    const [, missing] = /Cannot find module '([^.'/][^']*)'/.exec(error instanceof Error ? error.message : '') ?? [];
    throw missing === undefined ? error : new UsageError(`the package "${missing}" is not installed, which only the preview needs; npm install ${missing}`);
  }
}
