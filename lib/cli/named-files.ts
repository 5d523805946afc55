import { readFileSync, writeFileSync } from 'node:fs';
import { textOf, UsageError } from './usage-error';

/** The text of a file that an option names; `wanted` is what it should be. */
export function readNamed(option: string, file: string, wanted: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${option} ${file}: it cannot be read (${textOf(error)}); name ${wanted}`);
  }
}

/** Writes the file that an option names. */
export function writeNamed(option: string, file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new UsageError(`${option} ${file}: it cannot be written (${textOf(error)}); name a file in a folder that exists`);
  }
}
