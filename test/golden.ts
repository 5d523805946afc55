import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import type { Example } from '../examples';
import { dropLargeAssets } from './large-assets';

/** One template for each example. */
export const GOLDEN = join(__dirname, 'golden');

/** What tests look at in a template. */
export interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties?: Record<string, unknown> }>>;
}

/** Templates by the name of their stack. */
export type Templates = Readonly<Record<string, Template>>;

/** The templates of an example as they are written, with the hashes of assets replaced: those change with every byte of a file. */
export function templatesOf(example: Example, context: Readonly<Record<string, unknown>> = {}): Templates {
  const app = new App({ context });
  example.build(app);
  const templates = app.synth().stacks.map((stack) => [stack.stackName, stack.template as Template]);
  dropLargeAssets();
  return JSON.parse(JSON.stringify(Object.fromEntries(templates)).replace(/\b[0-9a-f]{64}\b/g, 'ASSET_HASH')) as Templates;
}

/** Compares templates with the recorded ones; a missing record is a failure too. */
export function expectGolden(name: string, templates: Templates): void {
  const file = goldenFile(name);
  if (!existsSync(file)) {
    throw new Error(`${file} is not recorded; run UPDATE_GOLDEN=1 npx jest test/examples.test.ts, and review what it writes`);
  }
  expect(textOf(templates)).toBe(readFileSync(file, 'utf8'));
}

/** Records templates, when somebody asks for it with `UPDATE_GOLDEN=1`. */
export function updateGolden(name: string, templates: Templates): void {
  if (process.env.UPDATE_GOLDEN === '1') {
    writeFileSync(goldenFile(name), textOf(templates));
  }
}

/** One stack is recorded as a plain template, several are keyed by their names. */
function textOf(templates: Templates): string {
  const [only, ...others] = Object.values(templates);
  return `${JSON.stringify(others.length === 0 ? only : templates, undefined, 1)}\n`;
}

function goldenFile(name: string): string {
  return join(GOLDEN, `${name}.template.json`);
}
