import { readdirSync, readFileSync } from 'node:fs';
import { join, parse } from 'node:path';
import { versionAtLeast } from './command';
import type { Check, Language } from './language';
import { pacmak, REPOSITORY } from './pacmak';

const CODE = 'there is C# code for every public type';
const COMPILES = 'the C# code compiles';

/** Code is generated everywhere; it is compiled where `dotnet` is, which fetches Amazon.CDK.Lib from NuGet. */
export const dotnet: Language = {
  name: '.NET',
  checks: [CODE, COMPILES],

  toolchain: () => ({ present: compiler().present }),

  run({ work }) {
    const generated = pacmak('dotnet', join(work, 'code'), '--code-only');
    const { obstacle } = compiler();
    if (obstacle !== undefined) {
      return [everyTypeHasCode(generated), { name: COMPILES, outcome: 'skipped', detail: obstacle }];
    }
    pacmak('dotnet', join(work, 'package'));
    return [everyTypeHasCode(generated), { name: COMPILES, outcome: 'passed' }];
  },
};

function compiler(): ReturnType<typeof versionAtLeast> {
  return versionAtLeast('dotnet', ['--version'], /(\d+)\.(\d+)/, [6, 0]);
}

function everyTypeHasCode(generated: string): Check {
  const { types } = JSON.parse(readFileSync(join(REPOSITORY, '.jsii'), 'utf8')) as { types: Record<string, { name: string }> };
  const files = new Set(readdirSync(generated, { recursive: true, encoding: 'utf8' }).map((file) => parse(file).name));
  const missing = Object.values(types).map(({ name }) => name).filter((name) => !files.has(name));
  return missing.length === 0
    ? { name: CODE, outcome: 'passed' }
    : { name: CODE, outcome: 'failed', detail: `no file for ${missing.join(', ')}` };
}
