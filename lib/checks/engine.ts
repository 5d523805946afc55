/** What the checks judge with in full: the readers of templates, the rules, the trial and the words for an exchange. */
export { readCloudAssembly } from '../graph/sources/cloud-assembly';
export { templateFileInputs } from '../graph/sources/template-files';
export { readTemplates } from '../graph/readers/templates';
export { exchangeInWords } from '../model/exchange-words';
export * from '../trial';
