import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Check } from './language';
import { REPOSITORY } from './pacmak';

/** The name of the check. */
export const SAME_TEMPLATE = 'its template is the recorded one of TypeScript';

/** What each project builds: the same stack as this example. */
const GOLDEN = join(REPOSITORY, 'test/golden/two-apps-two-paths.template.json');

/** What the projects read from their environment. */
export function projectEnvironment(template: string): Readonly<Record<string, string>> {
  return { TEMPLATE_FILE: template, ASSETS: join(REPOSITORY, 'examples/assets') };
}

/**
 * Compares the template that a project has written with the recorded one, both parsed. The one thing set aside is what is set
 * aside for TypeScript too: the hashes of assets, which change with every byte of a file.
 */
export function sameTemplate(template: string): Check {
  if (!existsSync(template)) {
    return { name: SAME_TEMPLATE, outcome: 'failed', detail: 'the project wrote no template' };
  }
  const text = readFileSync(template, 'utf8').replace(/\b[0-9a-f]{64}\b/g, 'ASSET_HASH');
  const differences = difference(JSON.parse(readFileSync(GOLDEN, 'utf8')), JSON.parse(text));
  return differences.length === 0
    ? { name: SAME_TEMPLATE, outcome: 'passed' }
    : { name: SAME_TEMPLATE, outcome: 'failed', detail: differences.join('\n') };
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
