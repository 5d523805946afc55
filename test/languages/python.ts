import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { command, versionAtLeast } from './command';
import type { Language } from './language';
import { pacmak } from './pacmak';
import { emptyFolder, projectEnvironment, SAME_TEMPLATES, sameTemplates } from './same-template';

const TESTS = 'the tests of its project pass (pytest)';

export const python: Language = {
  name: 'Python',
  checks: [TESTS, ...SAME_TEMPLATES],

  // What the generated package asks for: python_requires in its setup.py.
  toolchain: () => versionAtLeast('python3', ['--version'], /Python (\d+)\.(\d+)/, [3, 10]),

  run({ work, cache }) {
    const wheels = pacmak('python', join(work, 'package'));
    const project = join(work, 'project');
    cpSync(join(__dirname, 'python'), project, { recursive: true });
    const executable = environmentWith(join(project, 'requirements.txt'), wheels, cache);

    const templates = emptyFolder(join(work, 'templates'));
    command(executable, ['-m', 'pytest', '-p', 'no:cacheprovider'], { cwd: project, env: projectEnvironment(templates) });
    return [{ name: TESTS, outcome: 'passed' }, ...sameTemplates(templates)];
  },
};

/** A virtual environment for these requirements; the library itself is installed anew, because its version stays while its code changes. */
function environmentWith(requirements: string, wheels: string, cache: string): string {
  const key = createHash('sha256').update(readFileSync(requirements)).update(command('python3', ['--version'])).digest('hex').slice(0, 16);
  const folder = join(cache, `python-${key}`);
  const executable = join(folder, 'bin/python');
  if (!existsSync(join(folder, 'bin/pip'))) {
    command('python3', ['-m', 'venv', folder]);
  }
  const [wheel] = readdirSync(wheels).filter((file) => file.endsWith('.whl'));
  if (wheel === undefined) {
    throw new Error(`there is no wheel in ${wheels}`);
  }
  command(executable, ['-m', 'pip', 'install', '--quiet', '--find-links', wheels, '--requirement', requirements]);
  command(executable, ['-m', 'pip', 'install', '--quiet', '--force-reinstall', '--no-deps', '--no-index', join(wheels, wheel)]);
  return executable;
}
