import { sandboxInWorker } from './in-worker';
import type { CodeRunner } from './in-worker';
import { Sandbox } from './sandbox';

let shared: CodeRunner | undefined;

/** The one sandbox of this process. */
export function sharedSandbox(): CodeRunner {
  return shared ??= new Sandbox();
}

/**
 * For commands that are given templates of strangers: from now on their code runs in a thread of its own, which can be ended from outside.
 */
export function runCodeInWorker(): void {
  shared = sandboxInWorker() ?? shared;
}
