// The thread of `in-worker.ts`: answers one call after the other, and is ended from outside when it does not
import { workerData } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { Sandbox } from './sandbox';
import type { SandboxCall, SandboxCode } from './sandbox';

const { port, answered } = workerData as { readonly port: MessagePort; readonly answered: Int32Array };
const sandbox = new Sandbox();

port.on('message', ({ code, call }: { readonly code: SandboxCode; readonly call: SandboxCall }) => {
  port.postMessage(sandbox.run(code, call));
  Atomics.store(answered, 0, 1);
  Atomics.notify(answered, 0);
});
