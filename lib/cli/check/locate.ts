/** Where a finding is: the line of the app that made the construct, or the line of the template. */
import { existsSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { templateLines } from '../../graph/sources/template-line';
import type { Address } from '../../graph/types';
import type { TemplateInput } from '../../graph/types/template-input';
import { remembering } from '../../model/remembering';
import type { Place } from '../../rules/engine/rule';

/** A line of a file. */
export interface SourceLine {
  readonly file: string;
  /** From 1; nothing where it is not known. */
  readonly line?: number;
}

/** Finds the lines of one report. It reads each template once. */
export class Locator {
  private readonly linesOf = remembering(templateLines);

  constructor(private readonly inputs: readonly TemplateInput[]) {}

  /** The line of the user's own code at which the construct of a resource was made, as far as the CDK wrote it down. */
  code({ stack, constructPath }: Address): SourceLine | undefined {
    const { creationStacks = {} } = this.inputs.find(({ name }) => name === stack) ?? {};
    if (constructPath === undefined) {
      return undefined;
    }
    // What a construct makes late has the CDK's own frames only; the construct it is for has the user's
    const scopes = constructPath.split('/').map((_, index, ids) => ids.slice(0, ids.length - index).join('/'));
    const paths = scopes.flatMap((path) => [path, `${path}/Resource`, `${path}/Default`]);
    const frames = paths.map((path) => (Object.hasOwn(creationStacks, path) ? creationStacks[path] ?? [] : []));
    return frames.map(ownLine).find((line) => line !== undefined);
  }

  /** The line of the template, by the file that is named; nothing for what was read from elsewhere. */
  template({ address: { file, logicalId }, path }: Place): SourceLine | undefined {
    return file === undefined ? undefined : { file, line: this.linesOf(file)?.(['Resources', logicalId, ...path.split('.')]) };
  }
}

/** The path of a file from the top of the repository, with slashes, as code hosts name it; nothing for a file outside. */
export function repositoryPath(file: string): string | undefined {
  const path = relative(repository(), realPath(file));
  return isOutside(path) ? undefined : path.replaceAll(sep, '/');
}

/** `name (file:line:column)`, or the place alone. */
const FRAME = /^(?:.*? \()?(?<file>.*?):(?<line>\d+)(?::\d+)?\)?$/;

/** Installed packages of Node and Python. */
const INSTALLED = /[\\/](node_modules|site-packages|dist-packages)[\\/]/;

function ownLine(frames: readonly string[]): SourceLine | undefined {
  for (const frame of frames) {
    const { file: named = '', line = '' } = FRAME.exec(frame)?.groups ?? {};
    const file = named.startsWith('file:') ? fileURLToPath(named) : named;
    if (isAbsolute(file) && !INSTALLED.test(file) && existsSync(file) && !isOutside(relative(repository(), realPath(file)))) {
      return { file: relative(process.cwd(), file), line: Number(line) };
    }
  }
  return undefined;
}

/** The nearest folder that git calls a repository, from here up; here where there is none. */
function repository(): string {
  for (let folder = realPath('.'); ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) {
      return folder;
    }
    if (folder === dirname(folder)) {
      return realPath('.');
    }
  }
}

function realPath(file: string): string {
  return existsSync(file) ? realpathSync(file) : resolve(file);
}

function isOutside(path: string): boolean {
  return path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path);
}
