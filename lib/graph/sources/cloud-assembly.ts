import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { isObject, member, objectOrEmpty, textOf, type JsonObject } from '../types/json';
import { readTemplates } from '../readers/templates';
import { loadTemplateFiles, type LoadedTemplates } from './template-files';
import type { TemplateInput } from '../types/template-input';
import type { DeliveryGraphs, ReadProblem } from '../types';

/** Reads the delivery graph of a synthesized app: the folder `cdk synth` writes, stages and nested stacks included. */
export function readCloudAssembly(folder: string): DeliveryGraphs {
  const { inputs, problems } = cloudAssemblyInputs(folder);
  const graphs = readTemplates(inputs);
  return { ...graphs, problems: [...problems, ...graphs.problems] };
}

/** The templates of a synthesized app. */
export function cloudAssemblyInputs(folder: string): LoadedTemplates {
  const found: Stacks = { inputs: [], problems: [], visited: new Set() };
  collectStacks(folder, found);
  const { inputs, problems } = loadTemplateFiles(found.inputs);
  return { inputs, problems: [...found.problems, ...problems] };
}

interface Stacks {
  readonly inputs: TemplateInput[];
  readonly problems: ReadProblem[];
  readonly visited: Set<string>;
}

/** @see https://github.com/aws/aws-cdk-cli/tree/main/packages/%40aws-cdk/cloud-assembly-schema */
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

function stackInput(folder: string, id: string, artifact: unknown, templateFile: string): TemplateInput {
  const name = textOf(member(artifact, 'displayName')) ?? id;
  const environment = /^aws:\/\/([^/]*)\/([^/]*)$/.exec(textOf(member(artifact, 'environment')) ?? '');
  const [account, region] = [environment?.[1] ?? 'unknown-account', environment?.[2] ?? 'unknown-region'];
  return {
    name,
    template: undefined,
    file: join(folder, templateFile),
    stackName: textOf(member(member(artifact, 'properties'), 'stackName')) ?? id,
    ...(account === 'unknown-account' ? {} : { account }),
    ...(region === 'unknown-region' ? {} : { region }),
    ...constructsOf(folder, artifact),
  };
}

/** Logical ids and creation stacks, by construct path, are in the manifest itself or, in newer assemblies, in a file of their own. */
// https://github.com/aws/aws-cdk-cli/blob/main/packages/%40aws-cdk/cloud-assembly-schema/lib/cloud-assembly/metadata-schema.ts
function constructsOf(folder: string, artifact: unknown): Pick<TemplateInput, 'constructPaths' | 'creationStacks'> {
  const file = textOf(member(artifact, 'additionalMetadataFile'));
  const metadata = { ...objectOrEmpty(member(artifact, 'metadata')), ...(file === undefined ? {} : readJson(join(folder, file))) };
  const constructPaths: Record<string, string> = {};
  const creationStacks: Record<string, readonly string[]> = {};
  for (const [path, value] of Object.entries(metadata)) {
    const constructPath = path.replace(/^\//, '');
    const entries: readonly unknown[] = Array.isArray(value) ? value : [];
    const named = entries.find((entry) => member(entry, 'type') === 'aws:cdk:logicalId');
    const logicalId = textOf(member(named, 'data'));
    if (logicalId !== undefined) {
      constructPaths[logicalId] = constructPath;
      // Older versions of the CDK write the frames into the entry of the logical id
      const frames = member(entries.find((entry) => member(entry, 'type') === 'aws:cdk:creationStack'), 'data') ?? member(named, 'trace');
      creationStacks[constructPath] = Array.isArray(frames) ? frames.filter((frame) => typeof frame === 'string') : [];
    }
  }
  return { constructPaths, creationStacks };
}

function readManifest(folder: string): JsonObject | undefined {
  return readJson(join(folder, 'manifest.json'));
}

function readJson(file: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
