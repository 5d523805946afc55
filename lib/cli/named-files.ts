import { readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { reasonOf, textOf, UsageError } from './usage-error';

/** The text of a file that an option names; `wanted` is what it should be. */
export function readNamed(option: string, file: string, wanted: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${option} ${file}: it cannot be read (${textOf(error)}); name ${wanted}`);
  }
}

/** Writes the file that an option names, whole or not at all: who reads it meanwhile, or after a crash, finds the former one. */
export function writeNamed(option: string, file: string, text: string): void {
  try {
    const target = statSync(file, { throwIfNoEntry: false });
    if (target?.isDirectory()) {
      throw new UsageError(`${option} ${file}: this is a folder; name a file in it`);
    }
    // A device or a pipe, such as /dev/stdout, takes the text itself; so does the file at the end of a link
    if (target?.isFile() === false) {
      writeFileSync(file, text);
    } else {
      replace(target ? realpathSync(file) : file, text, target?.mode);
    }
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError(`${option} ${file}: it cannot be written (${reasonOf(error)}); name a file in a folder that exists`);
  }
}

function replace(file: string, text: string, mode: number | undefined): void {
  const temporary = join(dirname(file), `.${basename(file)}.${String(process.pid)}.tmp`);
  try {
    writeFileSync(temporary, text, { mode });
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
