import { readFileSync } from 'node:fs';
import { alternativesOf, ASSUMPTIONS } from '../model';
import type { AssumptionChoices, AssumptionId } from '../model';
import { UsageError, textOf } from './usage-error';

/** Reads a file that chooses among the things that AWS leaves undocumented: `{ "assumption": "alternative" }`. */
export function readAssumptions(file: string): AssumptionChoices {
  const choices = parsed(file);
  for (const [id, alternative] of Object.entries(choices)) {
    if (!Object.hasOwn(ASSUMPTIONS, id)) {
      throw new UsageError(`--assume ${file}: there is no assumption ${JSON.stringify(id)}; there is ${Object.keys(ASSUMPTIONS).join(', ')}`);
    }
    const allowed: readonly unknown[] = alternativesOf(id as AssumptionId);
    if (!allowed.includes(alternative)) {
      throw new UsageError(`--assume ${file}: ${id} has no alternative ${JSON.stringify(alternative)}; it has ${allowed.join(', ')}`);
    }
  }
  return choices as AssumptionChoices;
}

function parsed(file: string): object {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`--assume ${file}: it cannot be read (${textOf(error)}); name a JSON file`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UsageError(`--assume ${file}: not a JSON object; write { "origin-wildcard-depth": "one-label" }`);
  }
  return value;
}
