/** What the checks judge with: the readers, the rules, the trial and the words for an exchange. */
export { readCloudAssembly } from '../graph/sources/cloud-assembly';
export { constructTreeInputs } from '../graph/sources/construct-tree';
export { templateFileInputs } from '../graph/sources/template-files';
export { readTemplates } from '../graph/readers/templates';
export { exchangeInWords } from '../model/exchange-words';
export { checkGraphs } from '../rules/engine/check-graphs';
export { checkSystem } from '../rules/engine/check-system';
export * from '../trial';
