import { readTemplates } from '../../lib/graph/readers/templates';
import { templateFileInputs } from '../../lib/graph/sources/template-files';
import type { DeliveryGraphs } from '../../lib/graph/types';

/** The delivery graph of template files (JSON or YAML) that are deployed together. */
export function readTemplateFiles(files: readonly string[]): DeliveryGraphs {
  const { inputs, problems } = templateFileInputs(files);
  const graphs = readTemplates(inputs);
  return { ...graphs, problems: [...problems, ...graphs.problems] };
}

/** The same of one file, and the nested templates it names. */
export function readTemplateFile(file: string): DeliveryGraphs {
  return readTemplateFiles([file]);
}
