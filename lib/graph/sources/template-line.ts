import { readFileSync } from 'node:fs';
import { installedYaml, linesInYaml } from './yaml-template';

/** The line of a file, from 1, at which the deepest place of a path begins that the file has. */
export type LineFinder = (path: readonly string[]) => number;

/** Finds the lines of a template file, which is read once; nothing where the file cannot be read. */
export function templateLines(file: string): LineFinder | undefined {
  try {
    const text = readFileSync(file, 'utf8').replace(/^\ufeff/, '');
    const yaml = /^\s*[{[]/.test(text) ? undefined : installedYaml();
    return yaml === undefined ? linesInJson(text) : linesInYaml(text, yaml);
  } catch {
    return undefined;
  }
}

const TOKEN = /\n|"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s{}[\]:,"]+/g;

interface Container {
  readonly isList: boolean;
  /** The member or the index that is being read. */
  key: string;
  /** In an object, before a colon. */
  expectsKey: boolean;
}

function linesInJson(text: string): LineFinder {
  const lines = linesOfPlaces(text);
  return (path) => {
    const known = path.map((_, index) => lines.get(pathKey(path.slice(0, index + 1)))).filter((line) => line !== undefined);
    return known.at(-1) ?? 1;
  };
}

/** The line of every place of the text; of a key that stands twice, the first. */
function linesOfPlaces(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  const open: Container[] = [];
  let line = 1;
  for (const [token] of text.matchAll(TOKEN)) {
    const inside = open.at(-1);
    if (token === '\n') {
      line += 1;
    } else if (token === '}' || token === ']') {
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
      const place = begins ? pathKey(open.map(({ key }) => key)) : undefined;
      if (place !== undefined && !lines.has(place)) {
        lines.set(place, line);
      }
      if (token === '{' || token === '[') {
        open.push({ isList: token === '[', key: token === '[' ? '0' : '', expectsKey: token === '{' });
      }
    }
  }
  return lines;
}

function pathKey(path: readonly string[]): string {
  return path.join('\n');
}
