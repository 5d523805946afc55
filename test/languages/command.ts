import { spawnSync } from 'node:child_process';
import type { Toolchain } from './language';

/** A command that ended with another status than 0; the message has what it wrote. */
export class CommandFailed extends Error {}

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** No step takes this long on two cores with nothing cached; one that hangs ends here. */
const LIMIT_MS = 15 * 60_000;

/** Runs a command to its end and returns what it wrote to its standard output. */
export function command(executable: string, args: readonly string[], { cwd, env }: CommandOptions = {}): string {
  const result = spawnSync(executable, args, {
    cwd,
    // jsii's kernel is a Node program in every language, and says on each start that Node 20 is old.
    env: { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20', ...env },
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    timeout: LIMIT_MS,
  });
  if (result.status !== 0) {
    const how = result.error?.message ?? (result.signal === null ? `status ${result.status ?? '?'}` : `signal ${result.signal}`);
    throw new CommandFailed(`${[executable, ...args].join(' ')} ended with ${how}:\n${result.stdout ?? ''}${result.stderr ?? ''}`);
  }
  return result.stdout;
}

/** Whether a command is here in the version that is needed, by what it prints about itself. */
export function versionAtLeast(executable: string, args: readonly string[], pattern: RegExp, needed: readonly [number, number]): Toolchain {
  const { status, stdout, stderr } = spawnSync(executable, args, { encoding: 'utf8' });
  if (status !== 0) {
    return { present: false, obstacle: `there is no ${executable} on this machine` };
  }
  const [, major, minor] = pattern.exec(stdout + stderr) ?? [];
  if (major === undefined || minor === undefined) {
    return { present: true, obstacle: `${executable} does not say its version` };
  }
  const enough = Number(major) > needed[0] || (Number(major) === needed[0] && Number(minor) >= needed[1]);
  return enough ? { present: true } : { present: true, obstacle: `${executable} is ${major}.${minor}, and ${needed.join('.')} is needed` };
}
