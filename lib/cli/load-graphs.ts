import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import type { ReadProblem } from '../graph/types/address';
import { stacksOfAssembly } from '../graph/sources/cloud-assembly';
import { readTemplates } from '../graph/readers/templates';
import { loadTemplateFiles, stacksOfFiles, type LoadedTemplates } from '../graph/sources/template-files';
import type { DeliveryGraphs } from '../graph/types';
import type { EdgeCodeDeclaration } from '../graph/types/template-input';
import { plural } from './counts';
import { withParameters } from './parameters';
import { UsageError } from './usage-error';

const TEMPLATE_FILE = /\.(json|ya?ml|template)$/i;

/** Nested templates of a cloud assembly are read through the stacks that deploy them; the rest of these files are not templates. */
const NO_TEMPLATE = /(\.nested\.template\.json|\.assets\.json|\.metadata\.json|^tree\.json|^manifest\.json|^validation-report\.json)$/;

/** A system, and which of the names lead to no template. */
export interface NamedSystem extends LoadedTemplates {
  /** What is wrong, where, and what to write instead. */
  readonly missing: readonly string[];
  /** What was read of the folders that are named, and what was left out, a line each. */
  readonly scope: readonly string[];
}

/** Reads templates, folders of templates, or what `cdk synth` wrote, as one system that is deployed together. */
export function loadSystem(
  paths: readonly string[],
  parameters: readonly string[] = [],
  edgeCode?: readonly EdgeCodeDeclaration[],
): NamedSystem {
  const missing = paths
    .filter((path) => !existsSync(path))
    .map((path) => `${path} does not exist; name a CloudFormation template, or the folder that cdk synth writes (usually cdk.out)`);
  const present = paths.filter((path) => existsSync(path));
  const empty = present
    .filter((path) => !isCloudAssembly(path) && templateFiles(path).length === 0)
    .map(
      (path) =>
        `${path} has no template (*.json, *.yaml, *.yml, *.template) in it; name the folder that cdk synth writes (usually cdk.out)`,
    );
  const assemblies = present.filter(isCloudAssembly).map(stacksOfAssembly);
  const files = present.filter((path) => !isCloudAssembly(path)).flatMap(templateFiles);
  const { inputs, problems } = loadTemplateFiles([...assemblies.flatMap((each) => each.inputs), ...stacksOfFiles(files)]);
  return {
    scope: present.filter((path) => statSync(path).isDirectory())
      .flatMap((path) => (isCloudAssembly(path) ? assemblyScope(path, inputs) : folderScope(path))),
    problems: [...assemblies.flatMap((each) => each.problems), ...problems],
    inputs: withParameters(inputs, parameters).map((input) => (edgeCode ? { ...input, edgeCode } : input)),
    missing: [...missing, ...empty],
  };
}

/** All that could not be used, each in a line. */
export function unusableInput(missing: readonly string[], problems: readonly ReadProblem[]): readonly string[] {
  return [...missing, ...problems.map(({ where, message, fix }) => `${where} ${message}; ${fix}`)];
}

/** A system in which a request can be followed. */
export interface LoadedDelivery {
  readonly graphs: DeliveryGraphs;
  readonly unusable: readonly string[];
  readonly inputs: LoadedTemplates['inputs'];
}

/** Reads a system in which a request can be followed, and says what of the input could not be used. */
export function loadDelivery(
  paths: readonly string[],
  parameters: readonly string[] = [],
  edgeCode?: readonly EdgeCodeDeclaration[],
): LoadedDelivery {
  const { inputs, problems, missing } = loadSystem(paths, parameters, edgeCode);
  const read = readTemplates(inputs);
  const graphs = { ...read, problems: [...problems, ...read.problems] };
  const unusable = unusableInput(missing, graphs.problems);
  if (graphs.worlds.every((world) => world.distributions.length === 0 && world.buckets.length === 0)) {
    throw new UsageError(
      unusable.length > 0 ? unusable.join('\n') : `${paths.join(', ')}: there is neither a CloudFront distribution nor an S3 bucket in it`,
    );
  }
  return { graphs, unusable, inputs };
}

/** Reads a system in which a request can be followed. */
export function loadGraphs(
  paths: readonly string[],
  parameters: readonly string[] = [],
  edgeCode?: readonly EdgeCodeDeclaration[],
): DeliveryGraphs {
  return loadDelivery(paths, parameters, edgeCode).graphs;
}

function isCloudAssembly(path: string): boolean {
  return statSync(path).isDirectory() && existsSync(join(path, 'manifest.json'));
}

function templateFiles(path: string): string[] {
  if (!statSync(path).isDirectory()) {
    return [path];
  }
  return readdirSync(path).filter((name) => TEMPLATE_FILE.test(name) && !NO_TEMPLATE.test(name)).map((name) => join(path, name));
}

function assemblyScope(folder: string, all: LoadedTemplates['inputs']): readonly string[] {
  const inputs = all.filter(({ file = '' }) => `${resolve(dirname(file))}${sep}`.startsWith(`${resolve(folder)}${sep}`));
  const read = new Set(inputs.map(({ file = '' }) => basename(file)));
  const stale = readdirSync(folder).filter((name) => name.endsWith('.template.json') && !read.has(name));
  return [
    `read: ${folder}: ${plural(inputs.length, 'stack')} (${someOf(inputs.map(({ name }) => name))})`,
    ...(stale.length === 0 ? [] : [`left out: ${someOf(stale)}, which manifest.json does not name`]),
  ];
}

function folderScope(folder: string): readonly string[] {
  const read = templateFiles(folder).map((file) => basename(file));
  const rest = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !read.includes(name));
  const folders = rest.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const files = rest.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
  const leftOut = [
    ...(files.length === 0 ? [] : [`${plural(files.length, 'file')} that ${files.length === 1 ? 'is not a template' : 'are not templates'} (${someOf(files)})`]),
    ...(folders.length === 0 ? [] : [`${plural(folders.length, 'folder')} inside (${someOf(folders)}); name ${folders.length === 1 ? 'it' : 'them'} too to read ${folders.length === 1 ? 'it' : 'them'}`]),
  ];
  return [`read: ${folder}: ${plural(read.length, 'template')}${read.length === 0 ? '' : ` (${someOf(read)})`}`, ...(leftOut.length === 0 ? [] : [`left out: ${leftOut.join(', and ')}`])];
}

/** The first of a list of names, and how many more there are. */
function someOf(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES);
  return `${shown.join(', ')}${names.length > shown.length ? ` and ${String(names.length - shown.length)} more` : ''}`;
}

const MOST_NAMES = 5;
