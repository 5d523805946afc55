import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { member, objectOrEmpty, textOf } from '../types/json';
import { readTemplates } from '../readers/templates';
import { readManifest, stackInput } from './assembly-manifest';
import { loadTemplateFiles, type LoadedTemplates } from './template-files';
import type { TemplateInput } from '../types/template-input';
import type { DeliveryGraphs, ReadProblem } from '../types';

/**
 * Reads the delivery graph of a synthesized app: the folder `cdk synth` writes, stages and nested stacks included; `complete` adds what it
 * does not say.
 */
export function readCloudAssembly(folder: string, complete = (inputs: readonly TemplateInput[]) => inputs): DeliveryGraphs {
  const found = stacksOfAssembly(folder);
  const { inputs, problems } = loadTemplateFiles(found.inputs);
  const graphs = readTemplates(complete(inputs));
  return { ...graphs, problems: [...found.problems, ...problems, ...graphs.problems] };
}

/** The stacks of a synthesized app, whose files are still to be loaded. */
export function stacksOfAssembly(folder: string): LoadedTemplates {
  const found: Stacks = { inputs: [], problems: [], visited: new Set() };
  collectStacks(folder, found);
  return found;
}

interface Stacks {
  readonly inputs: TemplateInput[];
  readonly problems: ReadProblem[];
  readonly visited: Set<string>;
}

function collectStacks(folder: string, found: Stacks): void {
  const manifest = readManifest(folder);
  if (!manifest) {
    found.problems.push({
      where: folder,
      message: 'not a cloud assembly: it has no readable manifest.json',
      fix: 'pass the folder that cdk synth writes, usually cdk.out',
    });
    return;
  }
  const real = realpathSync(folder);
  if (found.visited.has(real)) {
    return;
  }
  found.visited.add(real);
  for (const [id, artifact] of Object.entries(objectOrEmpty(manifest.artifacts))) {
    const properties = member(artifact, 'properties');
    const nestedFolder = textOf(member(properties, 'directoryName'));
    const templateFile = textOf(member(properties, 'templateFile'));
    if (member(artifact, 'type') === 'cdk:cloud-assembly' && nestedFolder !== undefined) {
      collectStacks(join(folder, nestedFolder), found);
    } else if (member(artifact, 'type') === 'aws:cloudformation:stack' && templateFile !== undefined) {
      found.inputs.push(stackInput(folder, id, artifact, templateFile));
    }
  }
}
