import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import type { Example } from '../examples';

/** The goldens, and what is known to differ from them. Only `UPDATE_GOLDEN=1` writes here; review what it wrote. */
export const GOLDEN = join(__dirname, 'golden');

/** CloudFormation templates by the name of their stack. */
export type Templates = Readonly<Record<string, object>>;

/** The templates of an example as they are written, with the hashes of assets replaced: those change with every byte of a file. */
export function templatesOf(example: Example, context: Readonly<Record<string, unknown>> = {}): Templates {
  const app = new App({ context });
  example.build(app);
  const templates = app.synth().stacks.map((stack) => [stack.stackName, stack.template as object]);
  return JSON.parse(JSON.stringify(Object.fromEntries(templates)).replace(/\b[0-9a-f]{64}\b/g, 'ASSET_HASH')) as Templates;
}

/** One stack is a plain template, several are keyed by their names. */
export function goldenText(templates: Templates): string {
  const [only, ...others] = Object.values(templates);
  return `${JSON.stringify(others.length === 0 ? only : templates, undefined, 1)}\n`;
}

/** Compares a text with the recorded one; a missing record is a failure too. */
export function expectRecorded(file: string, actual: string): void {
  const path = join(GOLDEN, file);
  if (process.env.UPDATE_GOLDEN === '1') {
    writeFileSync(path, actual);
  }
  if (!existsSync(path)) {
    throw new Error(`${path} is not recorded; run UPDATE_GOLDEN=1 npx jest, and review what it writes`);
  }
  expect(actual).toBe(readFileSync(path, 'utf8'));
}

/** Every place where `actual` differs from `golden`, with what stands there instead; null where nothing does. */
export function differences(golden: unknown, actual: unknown, at = ''): Record<string, unknown> {
  if (JSON.stringify(golden) === JSON.stringify(actual)) {
    return {};
  }
  if (!isObject(golden) || !isObject(actual)) {
    return { [at]: actual ?? null };
  }
  const keys = new Set([...Object.keys(golden), ...Object.keys(actual)]);
  return Object.assign({}, ...[...keys].map((key) => differences(golden[key], actual[key], `${at}/${key}`))) as Record<string, unknown>;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
