import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isObject, member, objectOrEmpty, textOf, type JsonObject } from '../types/json';
import type { TemplateInput } from '../types/template-input';

/** What the manifest of a cloud assembly says about one of its stacks. @see https://github.com/aws/aws-cdk-cli/tree/main/packages/%40aws-cdk/cloud-assembly-schema */
export function stackInput(folder: string, id: string, artifact: unknown, templateFile: string): TemplateInput {
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

/** The manifest in a folder; nothing where it is not the folder of an assembly. */
export function readManifest(folder: string): JsonObject | undefined {
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

/** Where a template is deployed, when the manifest that lies beside it says so. */
export function environmentIn(manifest: JsonObject | undefined, file: string): Pick<TemplateInput, 'account' | 'region' | 'stackName' | 'constructPaths' | 'creationStacks'> {
  const stacks = Object.entries(objectOrEmpty(manifest?.artifacts)).filter(([, artifact]) => textOf(member(member(artifact, 'properties'), 'templateFile')) === basename(file));
  const [[id, artifact] = ['', undefined]] = stacks;
  if (stacks.length !== 1) {
    return {};
  }
  const { account, region, stackName, constructPaths, creationStacks } = stackInput(dirname(file), id, artifact, basename(file));
  return {
    stackName,
    constructPaths,
    creationStacks,
    ...(account === undefined ? {} : { account }),
    ...(region === undefined ? {} : { region }),
  };
}
