// One server in a process of its own: `preview FOLDER TEMPLATE` or `bare FOLDER`. Prints its address.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { readTemplateFile } from '../../test/graph/template-file';
import { FolderStore, startPreview } from '../../lib/preview';

async function start([kind, folder = '', template = '']: readonly string[]): Promise<number> {
  if (kind === 'bare') {
    return bare(folder);
  }
  const [graph] = readTemplateFile(template).worlds;
  const store = await FolderStore.at(folder);
  const { servers: [distribution] } = await startPreview({ graph, stores: () => store });
  return distribution.port;
}

/** As little as a file server over node:http can do. */
function bare(folder: string): Promise<number> {
  const server = createServer((incoming, outgoing) => {
    const file = join(folder, incoming.url ?? '');
    stat(file).then(({ size }) => {
      outgoing.writeHead(200, { 'Content-Type': 'text/javascript', 'Content-Length': size });
      createReadStream(file, { highWaterMark: 256 * 1024 }).pipe(outgoing);
    }, () => { outgoing.writeHead(404).end(); });
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => { resolve((server.address() as AddressInfo).port); });
  });
}

void start(process.argv.slice(2)).then((port) => { console.log(`http://127.0.0.1:${port}`); });
