// Asks the model about a template: may a page on this origin read the file, and what does it hang on?
import { readFileSync } from 'node:fs';
import { exchange, readTemplates } from 'cdk-cors-asset-distribution/model';
import type { PageRequest, Verdict } from 'cdk-cors-asset-distribution/model';

/**
 * The verdict in each world: one way in which the conditions of the template may turn out.
 *
 * @param file a CloudFormation template in JSON, such as `cdk.out/Web.template.json`
 */
export function verdicts(file: string, request: PageRequest): readonly Verdict[] {
  const { worlds, problems } = readTemplates([{ name: file, template: JSON.parse(readFileSync(file, 'utf8')) }]);
  if (problems.length > 0) {
    throw new Error(problems.map(({ message }) => message).join('\n'));
  }
  return worlds.map((graph) => exchange(graph, request).verdict);
}
