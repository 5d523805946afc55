import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import busboy from 'busboy';

/** A form up to its file. */
export interface UploadForm {
  /** Names in lower case. */
  readonly fields: ReadonlyMap<string, string>;
  readonly fileName: string;
  readonly file: Readable;
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html: form data without the file is at most 20 KB
const LIMITS = { fields: 100, fieldSize: 20_000, fieldNameSize: 256, files: 1, parts: 101, headerPairs: 20 };

/** Whether a request is a form. */
export function isForm(incoming: IncomingMessage): boolean {
  return incoming.method === 'POST' && (incoming.headers['content-type'] ?? '').toLowerCase().startsWith('multipart/form-data');
}

/** Reads a form until its file begins; what comes after the file is ignored. Nothing when it is not a form, or has no file. */
export function readForm(incoming: IncomingMessage): Promise<UploadForm | undefined> {
  return new Promise((resolve) => {
    const fields = new Map<string, string>();
    const nothing = (): void => { resolve(undefined); };
    try {
      const parser = busboy({ headers: incoming.headers, limits: LIMITS });
      parser.on('field', (name, value) => fields.set(name.toLowerCase(), value));
      parser.on('file', (name, file, { filename }) => {
        if (name.toLowerCase() === 'file') {
          resolve({ fields, fileName: filename as string | undefined ?? '', file });
        } else {
          file.resume();
        }
      });
      parser.on('error', nothing);
      parser.on('close', nothing);
      incoming.once('close', () => { parser.destroy(); });
      incoming.pipe(parser);
    } catch {
      nothing();
    }
  });
}
