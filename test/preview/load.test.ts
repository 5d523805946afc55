import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { hostileRun } from '../../bench/preview/load';
import { bucket, delivery, OAC_GRANT } from '../model/delivery';
import { folderOf, previewOf, serverOf } from './support';

const MEBIBYTE = 1024 ** 2;
const SCRIPT = 'export const answer = 42;\n'.repeat(100);

/** A file system in memory gives the zeros of a hole for nothing; one on a disk first writes them into its cache. */
function folderForHoles(): string {
  try {
    return mkdtempSync('/dev/shm/load-');
  } catch {
    return folderOf({});
  }
}

const FOR_HOLES = folderForHoles();
afterAll(() => { rmSync(FOR_HOLES, { recursive: true, force: true }); });

/** Over plain http, which is what a load can be put on without measuring TLS. */
async function siteOf(folder = folderOf({ 'app.js': SCRIPT })) {
  const preview = await previewOf(delivery({ protocol: 'allow-all', bucket: bucket({ cors: [], statements: [OAC_GRANT] }) }), folder);
  return { preview, server: serverOf(preview) };
}

test('a file of 1 GiB arrives whole and goes through in constant memory', async () => {
  writeFileSync(join(FOR_HOLES, 'huge.bin'), '');
  truncateSync(join(FOR_HOLES, 'huge.bin'), 1024 * MEBIBYTE);
  const { server } = await siteOf(FOR_HOLES);
  const before = process.memoryUsage().rss;
  let [bytes, most] = [0, 0];
  await new Promise<void>((resolve, reject) => {
    get(`${server.plainUrl}/huge.bin`, { agent: false }, (answer) => {
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        most = Math.max(most, process.memoryUsage.rss());
      });
      answer.on('end', () => { resolve(); });
      answer.on('error', reject);
    }).on('error', reject);
  });
  expect(bytes).toBe(1024 * MEBIBYTE);
  expect((most - before) / MEBIBYTE).toBeLessThan(200);
}, 120_000);

test('none of the honest is lost among hostile clients, and the preview lives on', async () => {
  const { server, preview } = await siteOf();
  const { honest, lost } = await hostileRun(server.port, '/app.js', SCRIPT, { requests: 1_500, connections: 60 });
  expect({ honest, lost }).toEqual({ honest: 1_000, lost: 0 });
  expect(preview.records.length).toBeLessThanOrEqual(1_000);
}, 60_000);
