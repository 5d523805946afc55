/** How a proven change is printed: code of a CDK app in its language, or the property and its value of a template. */
import { readFileSync } from 'node:fs';
import { codeOf, pythonOf, yamlOf } from '../trial';
import type { Change } from '../trial';

/** Whether a change is written as code of a CDK app, or as a value of a template. */
export type FixForm = 'code' | 'value';

export function fixFormOf({ constructPath, file, path }: Change): FixForm {
  return constructPath !== undefined || (path.length === 0 && file?.endsWith('.template.json') === true) ? 'code' : 'value';
}

export function changeAsText(change: Change, language: AppLanguage): readonly string[] {
  return fixFormOf(change) === 'value' ? [yamlOf(change)] : language === 'python' ? pythonOf(change) : codeOf(change);
}

/** Languages in which fixes are written. */
export type AppLanguage = 'python' | 'typescript';

/** The language of the app in this folder, by the command in its cdk.json. */
export function appLanguage(): AppLanguage {
  try {
    const { app } = JSON.parse(readFileSync('cdk.json', 'utf8')) as { readonly app?: unknown };
    return typeof app === 'string' && /\bpython|\.py\b/.test(app) ? 'python' : 'typescript';
  } catch {
    return 'typescript';
  }
}
