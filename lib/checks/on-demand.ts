// Graph, rules, model and trial are 300 files. An app pays for them when it is synthesized, not when it is imported; and for the trial,
// which is a quarter of them, only where something is to be tried. jsii and CommonJS know no other synchronous way than `require`, which
// the linter allows in this file alone.
import type * as Engine from './engine';
import type * as RuleEngine from './rule-engine';

/** The engine, loaded when it is first asked for. */
export const engine = (): typeof Engine => require('./engine') as typeof Engine;

/** The part of it that knows the rules only. */
export const ruleEngine = (): typeof RuleEngine => require('./rule-engine') as typeof RuleEngine;
