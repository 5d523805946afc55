/**
 * Asks a deployed distribution with a handful of requests that only read, and says what a browser makes of the answers, which hop and which
 * setting are to blame, and what to change. `asking` decides and sends, `diagnosis` judges what came back, `record` keeps it, and
 * `prediction` compares it with a template.
 */
export { ProbeClient } from './asking/client';
export { Evidence } from './asking/evidence';
export type { Asked, NotAsked } from './asking/sequence';
export { STEPS } from './asking/steps';
export { isSafeMethod, parseTargetUrl } from './asking/target';
export type { ProbeTarget } from './asking/target';
export { CAUSES } from './causes';
export { diagnose } from './diagnosis/diagnose';
export type { Blame, Diagnosis } from './diagnosis/diagnose';
export type { ProbedExchange } from './exchange';
export { compare, settled } from './prediction/compare';
export type { Comparison } from './prediction/compare';
export { comparisonLines } from './prediction/words';
export { probe } from './probe';
export type { Probed, ProbeOptions } from './probe';
export { ProbeError } from './problem';
export { parseRecord, recordOf, replayed } from './record/record';
export type { ProbeRecord } from './record/record';
export { redacted } from './record/redaction';
export { labeled, reportLines } from './words';
