/**
 * Trial: uses of pages, run through the model. Every command and check answers from it: check and the aspect by `judgeSystem`, report and
 * preview by `matrixOf`, explain and the assertions by `tryRequest`; so they cannot contradict each other.
 */
export { ALL_RULES, judgeGraphs, judgeSystem } from './report/judge-system';
export type { JudgedReport } from './report/judge-system';
export type { Mistake } from './report/grouped';
export { exampleOf } from './report/example';
export { fixFor, planFor } from './fixes/plan';
export type { Change } from './fixes/edit';
export type { Fix } from './fixes/prove';
export { codeOf, patchOf, pythonOf, yamlOf } from './fixes/written';
export { hurtBy, hurtText } from './report/hurt';
export type { Hurt } from './report/hurt';
export { notJudgedText } from './report/not-judged';
export type { NotJudged } from './report/not-judged';
export { tryRequest } from './request/try-request';
export type { Tried, TrialVerdict } from './request/try-request';
export { addresseesOf, resourceNameOf } from './request/addressee';
export { pageRequestProblem } from './request/page-request-problem';
export type { RequestProblem } from './request/page-request-problem';
