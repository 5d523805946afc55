import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { createInterface } from 'node:readline';
import type { Tarball } from '../packed';
import type { Fqn, Handle, Host } from './host';

type Response = { readonly ok: Readonly<Record<string, unknown>> } | { readonly error: string } | { readonly hello: string };

/**
 * jsii's kernel in a process of its own, as the generated code of Python, Java, Go and .NET starts it: one line of JSON for each
 * request and each response. Source: https://github.com/aws/jsii/blob/main/packages/%40jsii/runtime/lib/in-out.ts
 */
export class Kernel implements Host {
  /** Starts a kernel and loads packages into it, dependencies first. */
  static async with(tarballs: readonly Tarball[]): Promise<Kernel> {
    const kernel = new Kernel();
    try {
      await kernel.response(); // hello
      for (const { name, version, file } of tarballs) {
        await kernel.request({ api: 'load', name, version, tarball: file });
      }
      return kernel;
    } catch (error) {
      await kernel.stop();
      throw error;
    }
  }

  private readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  private readonly lines: AsyncIterator<string>;
  private said = '';

  private constructor() {
    this.child = spawn(process.execPath, [require.resolve('@jsii/runtime/webpack/bin/jsii-runtime.js')], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20' },
    });
    this.child.stderr.on('data', (text) => { this.said += String(text); });
    this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
  }

  /** Ends the process. */
  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.stdin.write(`${JSON.stringify({ exit: 0 })}\n`);
    const patience = setTimeout(() => this.child.kill('SIGKILL'), 5_000);
    await ended;
    clearTimeout(patience);
  }

  async create(fqn: Fqn, ...args: readonly unknown[]): Promise<Handle> {
    return await this.request({ api: 'create', fqn, args });
  }

  async call(objref: unknown, method: string, ...args: readonly unknown[]): Promise<unknown> {
    return (await this.request({ api: 'invoke', objref, method, args })).result;
  }

  async callStatic(fqn: Fqn, method: string, ...args: readonly unknown[]): Promise<unknown> {
    return (await this.request({ api: 'sinvoke', fqn, method, args })).result;
  }

  async get(objref: unknown, property: string): Promise<unknown> {
    return (await this.request({ api: 'get', objref, property })).value;
  }

  async getStatic(fqn: Fqn, property: string): Promise<unknown> {
    return (await this.request({ api: 'sget', fqn, property })).value;
  }

  enumMember(fqn: Fqn, member: string): unknown {
    return { '$jsii.enum': `${fqn}/${member}` };
  }

  private async request(request: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>>> {
    this.child.stdin.write(`${JSON.stringify(request)}\n`);
    const response = await this.response();
    if ('ok' in response) {
      return response.ok;
    }
    throw new Error('error' in response ? response.error : `the kernel answered ${JSON.stringify(response)}`);
  }

  private async response(): Promise<Response> {
    const line = await this.lines.next();
    if (line.done === true) {
      throw new Error(`the kernel ended:\n${this.said}`);
    }
    return JSON.parse(line.value) as Response;
  }
}
