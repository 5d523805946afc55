import { readFileSync } from 'node:fs';
import { installedYaml, lineInYaml } from './yaml-template';

/**
 * The line of a template file, from 1, at which the deepest place of a path begins that the file has; nothing where the file cannot be
 * read.
 */
export function templateLine(file: string, path: readonly string[]): number | undefined {
  try {
    const text = readFileSync(file, 'utf8').replace(/^\ufeff/, '');
    const yaml = /^\s*[{[]/.test(text) ? undefined : installedYaml();
    return yaml === undefined ? lineInJson(text, path) : lineInYaml(text, path, yaml);
  } catch {
    return undefined;
  }
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s{}[\]:,"]+/g;

interface Container {
  readonly isList: boolean;
  /** The member or the index that is being read. */
  key: string;
  /** In an object, before a colon. */
  expectsKey: boolean;
}

function lineInJson(text: string, path: readonly string[]): number {
  const open: Container[] = [];
  let deepest = { depth: 0, offset: 0 };
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    const inside = open.at(-1);
    if (token === '}' || token === ']') {
      open.pop();
    } else if (token === ',' && inside?.isList === true) {
      inside.key = String(Number(inside.key) + 1);
    } else if (inside?.isList === false && (token === ',' || token === ':')) {
      inside.expectsKey = token === ',';
    } else {
      const begins = inside?.isList === true || inside?.expectsKey === true;
      if (inside?.expectsKey === true && token.startsWith('"')) {
        inside.key = JSON.parse(token) as string;
      }
      if (begins && open.length > deepest.depth && open.every(({ key }, depth) => key === path[depth])) {
        deepest = { depth: open.length, offset: index };
      }
      if (token === '{' || token === '[') {
        open.push({ isList: token === '[', key: token === '[' ? '0' : '', expectsKey: token === '{' });
      }
    }
  }
  return text.slice(0, deepest.offset).split('\n').length;
}
