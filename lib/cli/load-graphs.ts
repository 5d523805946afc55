import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readCloudAssembly } from '../graph/cloud-assembly';
import { readTemplateFiles } from '../graph/template-files';
import type { DeliveryGraphs } from '../graph/types';
import { UsageError } from './usage-error';

const TEMPLATE_FILE = /\.(json|ya?ml|template)$/i;

/** Nested templates of a cloud assembly are read through the stacks that deploy them; the rest of these files are no templates. */
const NO_TEMPLATE = /(\.nested\.template\.json|\.assets\.json|^tree\.json|^manifest\.json|^validation-report\.json)$/;

/** Reads templates, folders of templates, or what `cdk synth` wrote, as one system that is deployed together. */
export function loadGraphs(paths: readonly string[]): DeliveryGraphs {
  const missing = paths.find((path) => !existsSync(path));
  if (missing !== undefined) {
    throw new UsageError(`${missing} does not exist; name a CloudFormation template, or the folder that cdk synth writes (usually cdk.out)`);
  }
  const [only] = paths;
  const graphs = paths.length === 1 && only !== undefined && isCloudAssembly(only) ? readCloudAssembly(only) : readTemplateFiles(paths.flatMap(templateFiles));
  if (graphs.worlds.every((world) => world.distributions.length === 0 && world.buckets.length === 0)) {
    const reasons = graphs.problems.map(({ where, message, fix }) => `${where} ${message}; ${fix}`);
    throw new UsageError(reasons.length > 0 ? reasons.join('\n') : `${paths.join(', ')}: there is neither a CloudFront distribution nor an S3 bucket in it`);
  }
  return graphs;
}

function isCloudAssembly(path: string): boolean {
  return statSync(path).isDirectory() && existsSync(join(path, 'manifest.json'));
}

function templateFiles(path: string): string[] {
  if (!statSync(path).isDirectory()) {
    return [path];
  }
  const files = readdirSync(path).filter((name) => TEMPLATE_FILE.test(name) && !NO_TEMPLATE.test(name)).map((name) => join(path, name));
  if (files.length === 0) {
    throw new UsageError(`${path} has no template (*.json, *.yaml, *.yml, *.template) in it; name the folder that cdk synth writes (usually cdk.out)`);
  }
  return files;
}
