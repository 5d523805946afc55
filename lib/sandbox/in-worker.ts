import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { shortReport } from './report';
import type { SandboxReport } from './report';
import type { SandboxCall, SandboxCode } from './sandbox';

/** What runs code. */
export interface CodeRunner {
  run(code: SandboxCode, call: SandboxCall): SandboxReport;
}

interface Thread {
  readonly worker: Worker;
  readonly port: MessagePort;
  readonly answered: Int32Array;
}

// The sandbox itself stops code after half a second. This holds for what it cannot stop, should there be any
const HARD_STOP_MILLISECONDS = 1_500;
const ENTRY = join(__dirname, 'worker.js');

/** Runs code of strangers in a thread of its own, which is ended when it does not answer. Undefined where no compiled file of it is. */
export function sandboxInWorker(hardStop = HARD_STOP_MILLISECONDS): CodeRunner | undefined {
  let thread: Thread | undefined;
  /** What has ended a thread is not given another one. */
  const ended = new Set<string>();
  return existsSync(ENTRY) ? {
    run(code, call) {
      if (ended.has(code.text)) {
        return shortReport('stopped', { stoppedBy: 'time' });
      }
      const { worker, port, answered } = thread ??= started();
      Atomics.store(answered, 0, 0);
      port.postMessage({ code, call });
      if (Atomics.wait(answered, 0, 0, hardStop) === 'timed-out') {
        void worker.terminate();
        thread = undefined;
        ended.add(code.text);
        return shortReport('stopped', { stoppedBy: 'time' });
      }
      return (receiveMessageOnPort(port) as { readonly message: SandboxReport }).message;
    },
  } : undefined;
}

function started(): Thread {
  const { port1, port2 } = new MessageChannel();
  const answered = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(ENTRY, { workerData: { port: port2, answered }, transferList: [port2], stdin: false });
  worker.unref();
  port1.unref();
  return { worker, port: port1, answered };
}
