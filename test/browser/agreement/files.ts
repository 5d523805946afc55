import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

export type Content = 'font' | 'image' | 'script' | 'stylesheet';

export interface ServedFile {
  readonly type: string;
  readonly body: Buffer;
  readonly integrity: string;
}

function file(type: string, body: Buffer): ServedFile {
  return { type, body, integrity: `sha384-${createHash('sha384').update(body).digest('base64')}` };
}

const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** One small file of each kind. The script fails on purpose: whether the page sees the error's text tells whether it may read the script. */
export const FILES: Readonly<Record<Content, ServedFile>> = {
  font: file('font/woff2', readFileSync(require.resolve('@fontsource/inter/files/inter-vietnamese-100-normal.woff2'))),
  image: file('image/png', Buffer.from(PIXEL, 'base64')),
  script: file('text/javascript', Buffer.from('throw new Error("legible");')),
  stylesheet: file('text/css', Buffer.from('.never { color: red; }')),
};
