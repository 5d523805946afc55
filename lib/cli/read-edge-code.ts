import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { isObject } from '../graph/types/json';
import type { EdgeCodeDeclaration } from '../graph/types/template-input';
import { UsageError, textOf } from './usage-error';

export const EDGE_CODE_USAGE = `  --edge-code FILE        JSON, { function: effect }: what Lambda@Edge and functions of other stacks do, such as { "auth": { "transparent": true } }`;

const EFFECTS = 'one of { "transparent": true }, { "rewritesPaths": [{ "from": "*/", "to": "*/index.html" }] }, { "answersPreflights": { "status": 204, "headers": {} } }, '
  + '{ "setsResponseHeaders": {} }, { "code": "handler.js" }';

/** Reads what is declared about code at the edge; `code` names a file beside it. */
export function readEdgeCode(file: string | undefined): readonly EdgeCodeDeclaration[] | undefined {
  return file === undefined ? undefined : Object.entries(recordIn(file, file, 'an object from functions to what they do')).map(([name, value]) => ({ function: name, effect: effectOf(value, `--edge-code ${file}: ${name}`, dirname(file)) }));
}

function effectOf(value: unknown, where: string, folder: string): EdgeCodeDeclaration['effect'] {
  const [[kind = '', content] = [], ...others] = isObject(value) ? Object.entries(value) : [];
  if (others.length === 0) {
    if (kind === 'transparent' && content === true) {
      return { transparent: true };
    }
    if (kind === 'rewritesPaths' && Array.isArray(content) && content.every((item) => isObject(item) && typeof item.from === 'string' && typeof item.to === 'string')) {
      return { rewritesPaths: content as { from: string; to: string }[] };
    }
    if (kind === 'answersPreflights' && isObject(content) && typeof content.status === 'number' && isTexts(content.headers ?? {})) {
      return { answersPreflights: { status: content.status, headers: (content.headers ?? {}) as Record<string, string> } };
    }
    if (kind === 'setsResponseHeaders' && isTexts(content)) {
      return { setsResponseHeaders: content };
    }
    if (kind === 'code' && typeof content === 'string') {
      return { code: textIn(resolve(folder, content), where) };
    }
  }
  throw new UsageError(`${where} is ${JSON.stringify(value)}; write ${EFFECTS}`);
}

function recordIn(file: string, shown: string, wanted: string): Readonly<Record<string, unknown>> {
  const text = textIn(file, `--edge-code ${shown}`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`--edge-code ${shown} is not valid JSON (${textOf(error)}); write ${wanted}`);
  }
  if (!isObject(value)) {
    throw new UsageError(`--edge-code ${shown} is not a JSON object; write ${wanted}`);
  }
  return value;
}

function textIn(file: string, where: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${where}: ${file} cannot be read (${textOf(error)}); name a file that exists`);
  }
}

function isTexts(value: unknown): value is Readonly<Record<string, string>> {
  return isObject(value) && Object.values(value).every((item) => typeof item === 'string');
}
