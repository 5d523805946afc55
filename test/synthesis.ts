import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib';

/** What a synthesis with validation plugins comes to. */
export interface Synthesized {
  readonly fails: boolean;
  /** The text of validation-report.json. */
  readonly report: string;
}

/** Synthesizes without printing the report. A failing plugin throws at 2.276, and at 2.258 leaves an exit code for the process. */
export function synthesized(app: App): Synthesized {
  const printed = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  const before = process.exitCode;
  process.exitCode = 0;
  try {
    const threw = throws(() => { app.synth(); });
    const report = join(app.outdir, 'validation-report.json');
    return { fails: threw || Number(process.exitCode) !== 0, report: existsSync(report) ? readFileSync(report, 'utf8') : '' };
  } finally {
    process.exitCode = before;
    printed.mockRestore();
  }
}

function throws(run: () => void): boolean {
  try {
    run();
    return false;
  } catch {
    return true;
  }
}
