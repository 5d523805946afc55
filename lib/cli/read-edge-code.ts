import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { EdgeCodeParser } from '../checks/edge-code-parser';
import { describeProblem, Problems } from '../contract/problem';
import { isObject } from '../graph/types/json';
import type { EdgeCodeDeclaration } from '../graph/types/template-input';
import { UsageError, textOf } from './usage-error';

export const EDGE_CODE_USAGE = `  --edge-code FILE        JSON, { function: effect }: what code does that no template shows,
                          such as { "auth": { "transparent": true } }`;

/** Reads what is declared about code at the edge; `code` names a file beside it. */
export function readEdgeCode(file: string | undefined): readonly EdgeCodeDeclaration[] | undefined {
  if (file === undefined) {
    return undefined;
  }
  const problems = new Problems();
  const parser = new EdgeCodeParser(problems);
  const declared = Object.entries(recordIn(file, file, 'an object from functions to what they do')).map(([name, value]) => {
    parser.function(name, 'a name');
    return { function: name, effect: parser.effect(value, name) ?? { transparent: true } as const };
  });
  if (problems.all.length > 0) {
    throw new UsageError(problems.all.map((problem) => `--edge-code ${file}: ${describeProblem(problem)}`).join('\n'));
  }
  return declared.map((each) => ('code' in each.effect ? { ...each, effect: { code: textIn(resolve(dirname(file), each.effect.code), `--edge-code ${file}: ${each.function}`) } } : each));
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
