// The graph, the rules and the model are 200 files. An app that only builds pays for them when it is synthesized, not when it is imported.
// jsii and CommonJS know no other synchronous way than `require`, which the linter allows in this file alone.
import type * as Engine from './engine';

/** The engine, loaded when it is first asked for. */
export const engine = (): typeof Engine => require('./engine') as typeof Engine;
