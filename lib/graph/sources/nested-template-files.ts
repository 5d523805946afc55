import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isObject, member, objectOrEmpty, textOf } from '../types/json';
import { isNestedStackType } from '../intrinsics/stacks';

/**
 * The files of a template's nested stacks, by logical id, as far as they are on disk next to it: named by the CDK's asset
 * metadata, by a relative `TemplateURL` (before `aws cloudformation package`), by SAM's `Location`, or by an asset hash in
 * the URL that the CDK's asset manifest maps to a file.
 */
export function nestedTemplateFiles(template: unknown, file: string): Readonly<Record<string, string>> {
  const folder = dirname(file);
  const found: Record<string, string> = {};
  let assets: Readonly<Record<string, string>> | undefined;
  for (const [logicalId, resource] of Object.entries(objectOrEmpty(member(template, 'Resources')))) {
    if (isNestedStackType(textOf(member(resource, 'Type')) ?? '')) {
      const named = relativePath(resource) ?? assetPath(resource, (assets ??= assetFiles(folder)));
      const child = named === undefined ? undefined : join(folder, named);
      if (child !== undefined && existsSync(child)) {
        found[logicalId] = child;
      }
    }
  }
  return found;
}

function relativePath(resource: unknown): string | undefined {
  const metadata = textOf(member(member(resource, 'Metadata'), 'aws:asset:path'));
  const properties = member(resource, 'Properties');
  const location = textOf(member(properties, 'TemplateURL')) ?? textOf(member(properties, 'Location'));
  return metadata ?? (location === undefined || /^[a-z0-9+]+:/i.test(location) ? undefined : location);
}

function assetPath(resource: unknown, assets: Readonly<Record<string, string>>): string | undefined {
  const url = JSON.stringify(member(member(resource, 'Properties'), 'TemplateURL') ?? '');
  return Object.entries(assets).find(([hash]) => url.includes(hash))?.[1];
}

/** Asset hash to source file, from the `*.assets.json` manifests of a cloud assembly. */
function assetFiles(folder: string): Readonly<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const manifest of readdirSync(folder).filter((name) => name.endsWith('.assets.json'))) {
    for (const [hash, asset] of Object.entries(objectOrEmpty(member(parsed(join(folder, manifest)), 'files')))) {
      const path = textOf(member(member(asset, 'source'), 'path'));
      if (path !== undefined && hash !== '') {
        files[hash] = path;
      }
    }
  }
  return files;
}

function parsed(file: string): unknown {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
