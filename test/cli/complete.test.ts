/** Completion knows what the helps list, and the helps list what the commands take. */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { optionsIn } from '../../lib/cli/complete';
import { run } from '../../lib/cli/main';

const ROOT = join(__dirname, '..', '..');

const folder = join(ROOT, '.cache', `complete-${String(process.pid)}`);

beforeAll(() => {
  buildSync({ entryPoints: [join(ROOT, 'lib', 'cli', 'main.ts')], outfile: join(folder, 'main.cjs'), bundle: true, platform: 'node', packages: 'external', logLevel: 'error' });
});
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

/** The package is made of ES modules, which Jest does not load: in a process, as a shell runs it. */
function complete(...words: readonly string[]): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  return spawnSync(process.execPath, [join(folder, 'main.cjs'), 'complete', ...words], { cwd: ROOT, encoding: 'utf8' });
}

test.each([
  [['--', 'ch'], /^check\tFinds CORS mistakes.*$/m], [['--', 'check', '--code'], /^--code-quality\t.*GitLab$/m], [['--', 'explain', 't.yaml', '--mode', ''], /^plain-image\t$/m], [['--', 'check', 'lib/ru'], /^lib\/rules\t$/m],
  [['bash'], /complete -F \w+ cdk-cors/],
])('%j', (words, expected) => {
  expect(complete(...words)).toMatchObject({ status: 0, stdout: expect.stringMatching(expected) as string });
});

test('a shell that is not known is refused', () => {
  expect(complete('tcsh')).toMatchObject({ status: 2, stdout: '', stderr: 'cdk-cors complete: tcsh: this is not a shell that can be helped; write one of bash, zsh, fish\n' });
});

test.each(['check', 'explain', 'preview', 'probe', 'report'])('%s takes each option that its help lists', (command) => {
  const options = optionsIn(run([command, '--help']).stdout);
  expect(options.length).toBeGreaterThan(3);
  for (const { option, value } of options) {
    const { stderr = '' } = command === 'preview' || command === 'probe' ? { stderr: '' } : run([command, ...(value === undefined ? [`--${option}`] : [`--${option}`, 'x'])]);
    expect([option, stderr]).toEqual([option, expect.not.stringContaining('Unknown option')]);
    expect(stderr).not.toContain('does not take an argument');
  }
});
