import { join } from 'node:path';
import { command } from './command';

export const REPOSITORY = join(__dirname, '../..');

/** Generates the package of one language from the built library, and returns the folder that holds it. */
export function pacmak(target: string, outdir: string, ...options: readonly string[]): string {
  command(process.execPath, ['node_modules/jsii-pacmak/bin/jsii-pacmak', '--targets', target, '--outdir', outdir, ...options], { cwd: REPOSITORY });
  return join(outdir, target);
}
