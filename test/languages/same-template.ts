import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { templatesOf } from '../golden';
import * as everyCapability from './every-capability';
import type { Check } from './language';
import { REPOSITORY } from './pacmak';
import { context } from './python/cdk.json';

/** The stacks that each project builds, by the name of the check: what TypeScript makes of the same lines. */
const STACKS: Readonly<Record<string, { readonly stack: string; readonly inTypeScript: () => unknown }>> = {
  'its template is the recorded one of TypeScript': {
    stack: 'TwoAppsTwoPaths', inTypeScript: () => JSON.parse(readFileSync(join(REPOSITORY, 'test/golden/two-apps-two-paths.template.json'), 'utf8')) as unknown,
  },
  'one call of each capability gives the template of TypeScript': {
    stack: 'EveryCapability', inTypeScript: () => templatesOf(everyCapability, context).EveryCapability,
  },
};

/** The names of the checks. */
export const SAME_TEMPLATES = Object.keys(STACKS);

/** What the projects read from their environment: where they leave their templates, and the files that they deploy. */
export function projectEnvironment(templates: string): Readonly<Record<string, string>> {
  return { TEMPLATES: templates, ASSETS: join(REPOSITORY, 'examples/assets') };
}

export function emptyFolder(folder: string): string {
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Compares every template that a project has left in a folder. */
export function sameTemplates(folder: string): readonly Check[] {
  return Object.entries(STACKS).map(([name, { stack, inTypeScript }]) => ({ name, ...sameTemplate(join(folder, `${stack}.template.json`), inTypeScript()) }));
}

/**
 * Compares a template that a project has written with the one of TypeScript, both parsed. The one thing set aside is what is set
 * aside for TypeScript too: the hashes of assets, which change with every byte of a file.
 */
export function sameTemplate(template: string, inTypeScript: unknown): Pick<Check, 'outcome' | 'detail'> {
  if (!existsSync(template)) {
    return { outcome: 'failed', detail: 'the project wrote no template' };
  }
  const text = readFileSync(template, 'utf8').replace(/\b[0-9a-f]{64}\b/g, 'ASSET_HASH');
  const differences = difference(inTypeScript, JSON.parse(text));
  return differences.length === 0 ? { outcome: 'passed' } : { outcome: 'failed', detail: differences.join('\n') };
}

/** The places at which two JSON values differ, with both values. */
export function difference(expected: unknown, actual: unknown, path = ''): readonly string[] {
  if (isDeepStrictEqual(expected, actual)) {
    return [];
  }
  if (isObject(expected) && isObject(actual) && Array.isArray(expected) === Array.isArray(actual)) {
    const keys = new Set([...Object.keys(expected), ...Object.keys(actual)]);
    return [...keys].flatMap((key) => difference(expected[key], actual[key], `${path}/${key}`));
  }
  return [`${path}: recorded ${JSON.stringify(expected)}, written ${JSON.stringify(actual)}`];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
