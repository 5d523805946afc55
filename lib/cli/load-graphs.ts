import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readCloudAssembly } from '../graph/cloud-assembly';
import { readTemplateFiles } from '../graph/template-files';
import type { DeliveryGraphs } from '../graph/types';
import { UsageError } from './usage-error';

/** Reads a template, or the folder that `cdk synth` wrote. */
export function loadGraphs(path: string): DeliveryGraphs {
  if (!existsSync(path)) {
    throw new UsageError(`${path} does not exist; name a CloudFormation template, or the folder that cdk synth writes (usually cdk.out)`);
  }
  const graphs = statSync(path).isDirectory() ? readFolder(path) : readTemplateFiles([path]);
  if (graphs.worlds.every((world) => world.distributions.length === 0 && world.buckets.length === 0)) {
    const reasons = graphs.problems.map(({ where, message, fix }) => `${where} ${message}; ${fix}`);
    throw new UsageError(reasons.length > 0 ? reasons.join('\n') : `${path} has neither a CloudFront distribution nor an S3 bucket`);
  }
  return graphs;
}

function readFolder(path: string): DeliveryGraphs {
  if (!existsSync(join(path, 'manifest.json'))) {
    throw new UsageError(`${path} is no cloud assembly: it has no manifest.json; name the folder that cdk synth writes (usually cdk.out), or one template`);
  }
  return readCloudAssembly(path);
}
