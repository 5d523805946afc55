import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { request as askPlain } from 'node:http';
import type { Agent } from 'node:https';
import { request as askSecure } from 'node:https';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readTemplateFile } from '../graph/template-file';
import type { DeliveryGraph } from '../../lib/graph/types';
import { ANYBODY, FolderStore, startPreview } from '../../lib/preview';
import type { Preview, PreviewOptions, PreviewServer } from '../../lib/preview';
import { selfSigned } from '../../lib/preview/http/certificate';
import type { Certificate } from '../../lib/preview/http/certificate';

export const APP = 'https://app.example.com';

const running: Preview[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((preview) => preview.close()));
});

/** The graph of an example as it is recorded. */
export function exampleGraph(name: string): DeliveryGraph {
  const [graph] = readTemplateFile(join(__dirname, '..', 'golden', `${name}.template.json`)).worlds;
  if (!graph) {
    throw new Error(`${name} has no world`);
  }
  return graph;
}

/** A new folder with these files. */
export function folderOf(files: Readonly<Record<string, Buffer | string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'preview-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

let certificate: Promise<Certificate> | undefined;

/** A preview that ends with the test. All have one certificate, which takes longer to make than all else; `certificate: undefined` is one of its own. */
export async function previewOf(graph: DeliveryGraph, folder: string, options: Partial<PreviewOptions> = {}): Promise<Preview> {
  const store = await FolderStore.at(folder);
  certificate ??= selfSigned([]);
  const preview = await startPreview({ graph, stores: () => store, credentials: ANYBODY, certificate: await certificate, ...options });
  running.push(preview);
  return preview;
}

export function serverOf({ servers }: Preview, kind: PreviewServer['kind'] = 'distribution'): PreviewServer {
  const found = servers.find((server) => server.kind === kind);
  if (!found) {
    throw new Error(`there is no ${kind}`);
  }
  return found;
}

export interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Asking {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
  /** Whose connections to use; left out, a new one. */
  readonly agent?: Agent;
}

/** Asks exactly so, over a connection that trusts the preview's own certificate. The path is sent as it is written. */
export function ask(preview: Preview, base: string, path: string, { method = 'GET', headers = {}, body, agent }: Asking = {}): Promise<Answered> {
  const { hostname, port, protocol } = new URL(base);
  const options = { host: hostname, port, path, method, headers, agent: agent ?? false as const, ca: preview.certificate, servername: 'localhost' };
  return new Promise((resolve, reject) => {
    const sent = (protocol === 'https:' ? askSecure : askPlain)(options, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => { resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) }); });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
