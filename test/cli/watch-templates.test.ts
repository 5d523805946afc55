import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { watchTemplates } from '../../lib/cli/preview/watch-templates';

test.each([['a template', 'site.yaml', (folder: string) => join(folder, 'site.yaml')], ['what cdk synth wrote', 'manifest.json', (folder: string) => folder]])('%s that changes after it was read is said', async (_, name, source) => {
  const folder = mkdtempSync(join(tmpdir(), 'watch-'));
  const file = join(folder, name);
  writeFileSync(file, 'before');
  const said = await new Promise<string>((resolve) => {
    const stop = watchTemplates([source(folder)], (line) => { stop(); clearInterval(writing); resolve(line); });
    let second = 0;
    const writing = setInterval(() => { second += 1; utimesSync(file, second, second); }, 100);
  });
  expect(said).toBe(`${file} has changed: the preview goes on serving what it read before. Start it again to serve the new template.`);
  rmSync(folder, { recursive: true });
});
