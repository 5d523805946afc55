/** The transcript that the README shows is what the command says to a preview with that mistake; UPDATE_GOLDEN=1 writes it anew. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runIn } from '../../lib/cli/main';
import { exampleStack } from '../../lib/rules/engine/example-stack';
import { ask, folderOf, previewOf, serverOf } from '../preview/support';
import { graphOf } from '../rules/judging';

const FILE = join(__dirname, '..', '..', 'docs', 'probe-transcript.txt');
const HOST = 'd111111abcdef8.cloudfront.net';

test('the transcript of the README is real', async () => {
  let now = 1_000;
  const preview = await previewOf(graphOf(exampleStack({ cors: null })), folderOf({ 'fonts/a.woff2': 'x'.repeat(2_000) }), { clock: () => now });
  const { url } = serverOf(preview);
  await ask(preview, url, '/fonts/a.woff2', { headers: { 'Accept-Encoding': 'gzip, deflate, br, zstd' } });
  now += 61_204;
  const { stdout, exitCode } = await runIn(['probe', `${url}/fonts/a.woff2`, '--origin', 'https://app.example.com', '--mode', 'font', '--allow-private'], {
    print: () => undefined, warn: () => undefined, colors: false, stopped: new Promise(() => undefined),
  });
  const shown = stdout.replaceAll(new URL(url).host, HOST).replace(/LOCALHOST-P1, \d\d:\d\d UTC/, 'Frankfurt (FRA56-P2), 12:03 UTC');
  const text = `$ npx cdk-cors probe https://${HOST}/fonts/a.woff2 --origin https://app.example.com --mode font\n${shown}\n`;
  if (process.env.UPDATE_GOLDEN === '1') {
    writeFileSync(FILE, text);
  }
  expect(exitCode).toBe(1);
  expect(readFileSync(FILE, 'utf8')).toBe(text);
});
