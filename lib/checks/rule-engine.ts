/** What a construct judges itself with: the reader of the construct tree and the rules, without the trial. */
export { constructTreeInputs } from '../graph/sources/construct-tree';
export { reportOn } from '../rules/engine/check-graphs';
export { checkSystem } from '../rules/engine/check-system';
