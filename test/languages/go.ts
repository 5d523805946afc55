import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { command, versionAtLeast } from './command';
import type { Language } from './language';
import { pacmak } from './pacmak';
import { emptyFolder, projectEnvironment, SAME_TEMPLATES, sameTemplates } from './same-template';

const TESTS = 'the tests of its project pass (go test)';

interface Module {
  readonly Path: string;
  readonly Version: string;
}

interface GoMod {
  readonly Module: Module;
  readonly Require: readonly Module[];
}

export const go: Language = {
  name: 'Go',
  checks: [TESTS, ...SAME_TEMPLATES],

  toolchain: () => versionAtLeast('go', ['version'], /go(\d+)\.(\d+)/, [1, 25]), // the go line of the generated go.mod

  run({ work }) {
    const library = join(pacmak('go', join(work, 'package'), '--code-only'), 'cdkcorsassetdistribution');
    const project = join(work, 'project');
    cpSync(join(__dirname, 'go'), project, { recursive: true });
    useGeneratedModule(project, library);

    const templates = emptyFolder(join(work, 'templates'));
    // The build cache of Go is kept by Go itself; `-count 1` keeps it from repeating an earlier result.
    command('go', ['test', '-count', '1', '-mod', 'mod', '.'], { cwd: project, env: projectEnvironment(templates) });
    return [{ name: TESTS, outcome: 'passed' }, ...sameTemplates(templates)];
  },
};

/**
 * Lets Go find the generated module where a release would come from the proxy, and take the project's versions of what both need:
 * the library names its oldest aws-cdk-lib, a version that a proxy need not have.
 */
function useGeneratedModule(project: string, library: string): void {
  const generated = goMod(library);
  const wanted = new Map(goMod(project).Require.map(({ Path, Version }) => [Path, Version]));
  const replacements = generated.Require
    .filter(({ Path, Version }) => wanted.has(Path) && wanted.get(Path) !== Version)
    .map(({ Path, Version }) => `${Path}@${Version}=${Path}@${wanted.get(Path) ?? Version}`);
  const edits = [`${generated.Module.Path}=${library}`, ...replacements].flatMap((edit) => ['-replace', edit]);
  command('go', ['mod', 'edit', ...edits], { cwd: project });
}

function goMod(folder: string): GoMod {
  return JSON.parse(command('go', ['mod', 'edit', '-json'], { cwd: folder })) as GoMod;
}
