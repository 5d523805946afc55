import { readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { environmentIn, readManifest } from './assembly-manifest';
import { assetsBeside } from './assets';
import { nestedTemplateFiles } from './nested-template-files';
import type { TemplateInput } from '../types/template-input';
import type { ReadProblem } from '../types';
import { installedYaml, parseYamlTemplate, type YamlPackage } from './yaml-template';

/** A file's template, or why there is none. */
export type LoadedFile = { readonly template: unknown } | { readonly problem: ReadProblem };

/** Template files by absolute path, with what could not be loaded. */
export interface LoadedTemplates {
  readonly inputs: readonly TemplateInput[];
  readonly problems: readonly ReadProblem[];
}

/** Template files that are deployed together, and the nested templates they name. */
export function templateFileInputs(files: readonly string[]): LoadedTemplates {
  return loadTemplateFiles(stacksOfFiles(files));
}

/** The stacks of template files, which are still to be loaded. */
export function stacksOfFiles(files: readonly string[]): readonly TemplateInput[] {
  // A manifest tells of all stacks of its folder, and is read once for all of them
  const manifests = new Map([...new Set(files.map((file) => dirname(file)))].map((folder) => [folder, readManifest(folder)]));
  return files.map((file) => (
    { name: stackNameOf(file), template: undefined, file, ...environmentIn(manifests.get(dirname(file)), file) }));
}

/** Loads the inputs' files, and those of the nested stacks they deploy, as far as these are on disk. */
export function loadTemplateFiles(wanted: readonly TemplateInput[]): LoadedTemplates {
  const inputs = new Map<string, TemplateInput>();
  const problems: ReadProblem[] = [];
  const names = new Set<string>();
  const pending = [...wanted];
  for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
    const file = next.file ?? next.name;
    const key = resolve(file);
    const loaded = inputs.has(key) ? undefined : loadTemplateFile(file);
    if (loaded && 'problem' in loaded) {
      problems.push(loaded.problem);
    } else if (loaded) {
      const name = names.has(next.name) ? file : next.name;
      names.add(name);
      const children = nestedTemplateFiles(loaded.template, file);
      inputs.set(key, { ...next, name, file, template: loaded.template, nested: children, assetText: assetsBeside(file) });
      const { constructPaths, creationStacks } = next;
      pending.push(
        ...Object.values(children).map((child) => ({
          name: stackNameOf(child),
          template: undefined,
          file: child,
          constructPaths,
          creationStacks,
        })),
      );
    }
  }
  return { inputs: [...inputs.values()].map((input) => ({ ...input, nested: inputNames(input, inputs) })), problems };
}

/** The children were recorded by file: now that all have names, by name. */
function inputNames(input: TemplateInput, inputs: ReadonlyMap<string, TemplateInput>): Readonly<Record<string, string>> {
  const named = Object.entries(input.nested ?? {}).map(([logicalId, file]) => [logicalId, inputs.get(resolve(file))?.name] as const);
  return Object.fromEntries(named.flatMap(([logicalId, name]) => (name === undefined ? [] : [[logicalId, name] as const])));
}

/** Parses one template file. What starts with a brace is JSON, anything else YAML. */
export function loadTemplateFile(file: string, yaml: () => YamlPackage | undefined = installedYaml): LoadedFile {
  let text: string;
  try {
    text = readFileSync(file, 'utf8').replace(/^\ufeff/, '');
  } catch (error) {
    return problemOf(file, `cannot be read: ${messageOf(error)}`, 'name a template file that exists and is readable');
  }
  const isJson = /^\s*[{[]/.test(text);
  const parser = isJson ? undefined : yaml();
  if (!isJson && !parser) {
    return problemOf(file, 'is YAML, and the package "yaml" that reads it is not installed', 'npm install yaml@2.9.1, or pass the template as JSON');
  }
  try {
    return { template: parser ? parseYamlTemplate(text, parser) : (JSON.parse(text) as unknown) };
  } catch (error) {
    return problemOf(file, `is not valid ${isJson ? 'JSON' : 'YAML'}: ${messageOf(error)}`, 'pass a CloudFormation template, as cdk synth writes to cdk.out/*.template.json');
  }
}

function problemOf(where: string, message: string, fix: string): LoadedFile {
  return { problem: { where, message, fix } };
}

/** In one line: parsers of YAML draw the place below it. */
function messageOf(error: unknown): string {
  const [first = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return first.replace(/:$/, '');
}

function stackNameOf(file: string): string {
  return basename(file).replace(/(\.nested)?(\.template)?\.(json|ya?ml|template|txt)$/i, '');
}
