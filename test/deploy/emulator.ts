import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const ACCOUNT = '111122223333';
export const REGION = 'us-east-1';
/** The root key of the emulated account; the emulator checks signatures against it. */
export const CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' };

const REQUIREMENTS = join(__dirname, 'requirements.txt');
const CACHE = join(__dirname, '../../.cache/deploy-proof');
const START_SECONDS = 60;

/** Why there can be no emulator on this machine: no Python, or its packages cannot be installed. */
export class NoEmulator extends Error {}

/** A local AWS (S3, CloudFormation, CloudFront) in a process of its own, reachable from this machine only. */
export class Emulator {
  /** Installs the pinned packages when they are not there yet, and starts the process. */
  static async start(): Promise<Emulator> {
    const python = pythonWithPackages();
    const folder = mkdtempSync(join(tmpdir(), 'deploy-proof-'));
    const port = await freePort();
    const log = openSync(join(folder, 'log'), 'w');
    const child = spawn(python, ['-m', 'ministack'], { cwd: folder, env: environment(folder, port), stdio: ['ignore', log, log] });
    closeSync(log);
    const emulator = new Emulator(child, python, folder, `http://127.0.0.1:${port}`);
    try {
      await emulator.untilReady();
    } catch (error) {
      await emulator.stop();
      throw error;
    }
    return emulator;
  }

  private constructor(private readonly child: ChildProcess, private readonly python: string, private readonly folder: string, readonly endpoint: string) {
    process.once('exit', () => child.kill('SIGKILL'));
  }

  /** A folder as the archive that Lambda takes. */
  zip(folder: string): Buffer {
    const archive = join(this.folder, 'asset.zip');
    const { status, stderr } = spawnSync(this.python, ['-m', 'zipfile', '-c', archive, ...readdirSync(folder).map((name) => join(folder, name))], { encoding: 'utf8' });
    if (status !== 0) {
      throw new Error(`${folder} cannot be zipped: ${stderr}`);
    }
    return readFileSync(archive);
  }

  /** Ends this process, by its own id, and removes what it wrote. */
  async stop(): Promise<void> {
    if (this.running) {
      const ended = new Promise((resolve) => this.child.once('exit', resolve));
      this.child.kill('SIGTERM');
      const patience = setTimeout(() => this.child.kill('SIGKILL'), 5_000);
      await ended;
      clearTimeout(patience);
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get running(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  private async untilReady(): Promise<void> {
    const end = Date.now() + START_SECONDS * 1000;
    while (this.running && Date.now() < end) {
      const response = await fetch(`${this.endpoint}/_ministack/health`, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
      if (response?.ok) {
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    const log = readFileSync(join(this.folder, 'log'), 'utf8').trim().split('\n').slice(-15).join('\n');
    throw new Error(`the emulator ${this.running ? `was not ready after ${START_SECONDS} s` : 'ended while starting'}:\n${log}`);
  }
}

/** Nothing of this machine's own settings, so that no real account can be meant. */
function environment(folder: string, port: number): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    SYSTEMROOT: process.env.SYSTEMROOT,
    HOME: folder,
    TMPDIR: folder,
    BIND_HOST: '127.0.0.1',
    GATEWAY_PORT: String(port),
    MINISTACK_ACCOUNT_ID: ACCOUNT,
    MINISTACK_REGION: REGION,
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    // Policies are evaluated, and S3 answers preflights from the bucket's rules, only with this.
    AUTH: 'true',
    IOT_MTLS_ENABLED: '0',
    SFTP_ENABLED: '0',
    // Functions get the real SDK, where the emulator has a stub, and need not wait in real time.
    MINISTACK_HOST: '127.0.0.1',
    NODE_PATH: join(__dirname, '../../node_modules'),
    NODE_OPTIONS: `--require ${join(__dirname, 'fast-time.cjs')}`,
  };
}

function pythonWithPackages(): string {
  const wanted = readFileSync(REQUIREMENTS, 'utf8');
  const installed = join(CACHE, 'installed.txt');
  const python = process.platform === 'win32' ? join(CACHE, 'Scripts/python.exe') : join(CACHE, 'bin/python');
  if (existsSync(installed) && readFileSync(installed, 'utf8') === wanted && spawnSync(python, ['-c', 'import ministack']).status === 0) {
    return python;
  }
  rmSync(CACHE, { recursive: true, force: true });
  run(systemPython(), ['-m', 'venv', CACHE], 'no virtual environment for Python can be made');
  run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', REQUIREMENTS], 'the emulator cannot be installed');
  writeFileSync(installed, wanted);
  return python;
}

function systemPython(): string {
  const supported = 'import sys; sys.exit(sys.version_info < (3, 10))';
  const found = ['python3', 'python'].find((name) => spawnSync(name, ['-c', supported]).status === 0);
  if (found === undefined) {
    throw new NoEmulator('there is no Python 3.10 or newer');
  }
  return found;
}

function run(command: string, args: readonly string[], failure: string): void {
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8', timeout: 300_000 });
  if (status !== 0) {
    const reason = error?.message ?? stderr.trim().split('\n').at(-1) ?? '';
    throw new NoEmulator(`${failure}: ${reason}`);
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') {
    throw new Error('no free port on the loopback interface');
  }
  return address.port;
}
