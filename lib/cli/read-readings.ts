import { readFileSync } from 'node:fs';
import { alternativesOf, READINGS } from '../model';
import type { ReadingChoices, ReadingId } from '../model';
import { UsageError } from './usage-error';

/** Reads a file that chooses among the things that AWS leaves undocumented: `{ "reading": "alternative" }`. */
export function readReadings(file: string): ReadingChoices {
  const choices = parsed(file);
  for (const [id, alternative] of Object.entries(choices)) {
    if (!Object.hasOwn(READINGS, id)) {
      throw new UsageError(`--readings ${file}: there is no reading ${JSON.stringify(id)}; there is ${Object.keys(READINGS).join(', ')}`);
    }
    const allowed: readonly unknown[] = alternativesOf(id as ReadingId);
    if (!allowed.includes(alternative)) {
      throw new UsageError(`--readings ${file}: ${id} has no alternative ${JSON.stringify(alternative)}; it has ${allowed.join(', ')}`);
    }
  }
  return choices as ReadingChoices;
}

function parsed(file: string): object {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`--readings ${file}: it cannot be read (${error instanceof Error ? error.message : String(error)}); name a JSON file`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UsageError(`--readings ${file}: it is no JSON object; write { "origin-wildcard-depth": "one-label" }`);
  }
  return value;
}
