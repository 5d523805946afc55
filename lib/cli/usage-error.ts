/** Input that a command cannot work with: exit code 2 and a text that says what to write instead. */
export class UsageError extends Error {}

/** What an error of any kind says, for the text of one of these. */
export function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What the system says, without the call and the file, which may be there for a moment only. */
export function reasonOf(error: unknown): string {
  return textOf(error).replace(/, \w+ '.*$/s, '');
}

/** A value as it was typed; one that is empty would not be seen. */
export function quotedIfEmpty(value: string): string {
  return value === '' ? "''" : value;
}

/** What a command prints, and the exit code that scripts see. */
export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr?: string;
}
