// The graph, the rules and the model are 200 files. An app that only builds pays for them when it is synthesized, not when it is imported.
// jsii and CommonJS know no other synchronous way than `require`, which the linter allows in this file alone.
import type * as assembly from '../graph/sources/cloud-assembly';
import type * as tree from '../graph/sources/construct-tree';
import type * as files from '../graph/sources/template-files';
import type * as templates from '../graph/readers/templates';
import type * as words from '../model/exchange-words';
import type * as graphs from '../rules/engine/check-graphs';
import type * as check from '../rules/engine/check-system';
import type * as trial from '../trial';

export const onDemand = {
  assembly: (): typeof assembly => require('../graph/sources/cloud-assembly') as typeof assembly,
  check: (): typeof check => require('../rules/engine/check-system') as typeof check,
  graphs: (): typeof graphs => require('../rules/engine/check-graphs') as typeof graphs,
  files: (): typeof files => require('../graph/sources/template-files') as typeof files,
  templates: (): typeof templates => require('../graph/readers/templates') as typeof templates,
  tree: (): typeof tree => require('../graph/sources/construct-tree') as typeof tree,
  trial: (): typeof trial => require('../trial') as typeof trial,
  words: (): typeof words => require('../model/exchange-words') as typeof words,
};
