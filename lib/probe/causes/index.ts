import { COPY_CAUSES } from './copy-causes';
import { EDGE_CAUSES } from './edge-causes';
import { ORIGIN_CAUSES } from './origin-causes';
import { PERMISSION_CAUSES } from './permission-causes';

export type { Cause } from './cause';

/** What can be to blame, each once: the hop, the settings, and the fix in three languages. */
export const CAUSES = { ...EDGE_CAUSES, ...ORIGIN_CAUSES, ...PERMISSION_CAUSES, ...COPY_CAUSES };

/** The public name of a cause. */
export type CauseId = keyof typeof CAUSES;
