import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ReadProblem } from '../graph/types/address';
import { cloudAssemblyInputs } from '../graph/sources/cloud-assembly';
import { readTemplates } from '../graph/readers/templates';
import { templateFileInputs, type LoadedTemplates } from '../graph/sources/template-files';
import type { DeliveryGraphs } from '../graph/types';
import type { EdgeCodeDeclaration } from '../graph/types/template-input';
import { withParameters } from './parameters';
import { UsageError } from './usage-error';

const TEMPLATE_FILE = /\.(json|ya?ml|template)$/i;

/** Nested templates of a cloud assembly are read through the stacks that deploy them; the rest of these files are not templates. */
const NO_TEMPLATE = /(\.nested\.template\.json|\.assets\.json|^tree\.json|^manifest\.json|^validation-report\.json)$/;

/** A system, and which of the names lead to no template. */
export interface NamedSystem extends LoadedTemplates {
  /** What is wrong, where, and what to write instead. */
  readonly missing: readonly string[];
}

/** Reads templates, folders of templates, or what `cdk synth` wrote, as one system that is deployed together. */
export function loadSystem(paths: readonly string[], parameters: readonly string[] = [], edgeCode?: readonly EdgeCodeDeclaration[]): NamedSystem {
  const missing = paths.filter((path) => !existsSync(path))
    .map((path) => `${path} does not exist; name a CloudFormation template, or the folder that cdk synth writes (usually cdk.out)`);
  const present = paths.filter((path) => existsSync(path));
  const empty = present.filter((path) => !isCloudAssembly(path) && templateFiles(path).length === 0)
    .map((path) => `${path} has no template (*.json, *.yaml, *.yml, *.template) in it; name the folder that cdk synth writes (usually cdk.out)`);
  const [only] = present;
  const system = present.length === 1 && only !== undefined && isCloudAssembly(only) ? cloudAssemblyInputs(only) : templateFileInputs(present.flatMap(templateFiles));
  return { ...system, inputs: withParameters(system.inputs, parameters).map((input) => (edgeCode ? { ...input, edgeCode } : input)), missing: [...missing, ...empty] };
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
export function loadDelivery(paths: readonly string[], parameters: readonly string[] = [], edgeCode?: readonly EdgeCodeDeclaration[]): LoadedDelivery {
  const { inputs, problems, missing } = loadSystem(paths, parameters, edgeCode);
  const read = readTemplates(inputs);
  const graphs = { ...read, problems: [...problems, ...read.problems] };
  const unusable = unusableInput(missing, graphs.problems);
  if (graphs.worlds.every((world) => world.distributions.length === 0 && world.buckets.length === 0)) {
    throw new UsageError(unusable.length > 0 ? unusable.join('\n') : `${paths.join(', ')}: there is neither a CloudFront distribution nor an S3 bucket in it`);
  }
  return { graphs, unusable, inputs };
}

/** Reads a system in which a request can be followed. */
export function loadGraphs(paths: readonly string[], parameters: readonly string[] = [], edgeCode?: readonly EdgeCodeDeclaration[]): DeliveryGraphs {
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
