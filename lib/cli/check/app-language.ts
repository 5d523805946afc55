import { readFileSync } from 'node:fs';

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
