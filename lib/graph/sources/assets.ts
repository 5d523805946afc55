import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { member, objectOrEmpty, textOf } from '../types/json';

// Larger than anything that the graph looks into: a key value store holds 5 MB
const LARGEST = 6_000_000;

/** The file assets that `cdk synth` has written next to a template, by their key in the bucket of assets. */
export function assetsBeside(templateFile: string): (objectKey: string) => string | undefined {
  const folder = dirname(templateFile);
  let files: ReadonlyMap<string, string> | undefined;
  return (key) => {
    files ??= assetFiles(folder);
    const file = files.get(key);
    return file === undefined ? undefined : assetText(folder, file);
  };
}

/** @see https://github.com/aws/aws-cdk-cli/blob/main/packages/%40aws-cdk/cloud-assembly-schema/lib/assets/schema.ts */
function assetFiles(folder: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.assets.json'))) {
    for (const asset of Object.values(objectOrEmpty(member(parsed(join(folder, name)), 'files')))) {
      const path = textOf(member(member(asset, 'source'), 'path'));
      for (const destination of Object.values(objectOrEmpty(member(asset, 'destinations')))) {
        const key = textOf(member(destination, 'objectKey'));
        if (key !== undefined && path !== undefined) {
          found.set(key, path);
        }
      }
    }
  }
  return found;
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as unknown;
  } catch {
    return undefined;
  }
}

/** The text of a file below the folder; a manifest may name others, which are none of its assets. */
export function assetText(folder: string, path: string): string | undefined {
  const file = resolve(folder, path);
  if (!file.startsWith(resolve(folder) + sep)) {
    return undefined;
  }
  try {
    const found = statSync(file);
    return found.isFile() && found.size <= LARGEST ? readFileSync(file, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}
