import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { loadPreview } from '../../lib/cli/preview/load-preview';
import { storesOf } from '../../lib/cli/preview/preview-stores';
import type { DeliveryGraph } from '../../lib/graph/types';
import { run, runIn } from '../../lib/cli/main';
import type { CommandResult } from '../../lib/cli/usage-error';
import type { ExchangeRecord } from '../../lib/preview/exchange/exchange-record';
import { graphOf } from '../rules/judging';

const TEMPLATE = join(__dirname, '..', 'golden', 'browser-uploads.template.json');
const FOLDER = mkdtempSync(join(tmpdir(), 'preview-cli-'));
writeFileSync(join(FOLDER, 'app.js'), 'app');
const BUCKET = 'AssetsBucket252B3DF7';

/** Runs the command until `meanwhile` is over; returns what it printed. */
async function previewing(args: readonly string[], meanwhile: (lines: readonly string[]) => Promise<void>, colors = false) {
  const printed: string[] = [];
  const warned: string[] = [];
  let waiting = true;
  let stop = (): void => undefined;
  const stopped = new Promise<void>((resolve) => { stop = resolve; });
  const result = runIn(['preview', TEMPLATE, ...args], { print: (line) => printed.push(line), warn: (line) => warned.push(line), colors, stopped });
  const started = (async () => {
    for (let waited = 0; waiting && waited < 200 && ![...printed, ...warned].some((line) => line.startsWith('bucket ')); waited += 1) {
      await new Promise((resolve) => { setTimeout(resolve, 20); });
    }
  })();
  try {
    await Promise.race([started, result]);
    await meanwhile([...printed, ...warned]);
  } finally {
    waiting = false;
    stop();
  }
  return { printed, warned, result: await result };
}

function plainUrl(lines: readonly string[], kind: string): string {
  return new RegExp(`^${kind} .* and (http://[^ ]+)`, 'm').exec(lines.join('\n'))?.[1] ?? '';
}

function asked(url: string, headers: Record<string, string> = {}): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get(url, { headers, agent: false }, (answer) => { answer.resume().on('end', () => { resolve(answer.statusCode); }); }).on('error', reject);
  });
}

test('a line for each exchange: who asked, what came of it, and what the browser makes of it', async () => {
  const { printed, result } = await previewing(['--assets', FOLDER], async (lines) => {
    await asked(`${plainUrl(lines, 'distribution')}/app.js?\u001b[31m`.replace('\u001b', '%1b'), { Origin: 'https://app.example.com' });
    await asked(`${plainUrl(lines, 'bucket')}/app.js`, { Origin: 'https://app.example.com' });
  });
  expect(result).toEqual({ exitCode: 0, stdout: '' });
  expect(printed.at(-2)).toMatch(/^\d\d:\d\d:\d\d {2}GET {2}\/app\.js\S* {2}301 {2}AssetsDistribution3D578BA3 {2}from https:\/\/app\.example\.com {2}refused {2}policy sets access-control-allow-origin: https:\/\/app\.example\.com; .* {2}allowed: fetch, It follows to https:/);
  expect(printed.at(-1)).toMatch(/403 AccessDenied {2}AssetsBucket252B3DF7 {2}from https:\/\/app\.example\.com {2}not-used {2}bucket rule 1 {2}BLOCKED: fetch, S3 answered 403 AccessDenied/);
  expect(printed.join('')).not.toContain('\u001b');
});

test('colors are there where they are wanted', async () => {
  const { printed } = await previewing(['--assets', FOLDER], async (lines) => { await asked(`${plainUrl(lines, 'bucket')}/app.js`); }, true);
  expect(printed.at(-1)).toContain('\u001b[');
});

test('--json: standard output holds one exchange a line and nothing else', async () => {
  const { printed, warned } = await previewing(['--assets', FOLDER, '--json'], async (lines) => { await asked(`${plainUrl(lines, 'distribution')}/app.js`); });
  expect(printed.map((line) => (JSON.parse(line) as ExchangeRecord).response.status)).toEqual([301]);
  expect(warned.join('\n')).toContain(`bucket ${BUCKET}: https://127.0.0.1:`);
});

test('what the template leaves to the deployment is said, with what the preview takes instead', async () => {
  const { printed } = await previewing(['--assets', `${BUCKET}=${FOLDER}`], () => Promise.resolve());
  expect(printed.join('\n')).toMatch(/the bucket's name is decided at deployment; here it is browser-uploads-assetsbucket252b3df7/);
});

test('--resolve prints the rules that lead the real names here', async () => {
  const { printed } = await previewing(['--assets', FOLDER, '--resolve'], () => Promise.resolve());
  expect(printed.join('\n')).toMatch(/--host-resolver-rules="MAP assetsdistribution3d578ba3\.cloudfront\.net 127\.0\.0\.1:\d+.*--connect-to assetsdistribution3d578ba3/s);
});

test('an address that others reach is warned of', async () => {
  const { printed } = await previewing(['--assets', FOLDER, '--host', '0.0.0.0'], () => Promise.resolve());
  expect(printed[0]).toMatch(/^WARNING: 0\.0\.0\.0 is not a loopback address/);
});

function fileOf(content: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'preview-file-')), 'file.json');
  writeFileSync(file, content);
  return file;
}

const ASSETS = ['--assets', FOLDER];
test.each<[string, readonly string[], RegExp]>([
  ['no assets', [], /--assets is missing; name the folder/],
  ['a folder that is not there', ['--assets', '/nowhere'], /--assets \/nowhere: ENOENT: no such file or directory; name a folder that exists$/],
  ['a file for a folder', ['--assets', TEMPLATE], /is not a folder/],
  ['a bucket that is not there', ['--assets', `Other=${FOLDER}`], new RegExp(`there is no bucket Other; there is ${BUCKET}`)],
  ['a port that is none', [...ASSETS, '--port', '70000'], /--port 70000: write a number from 0/],
  ['fewer ports left than servers', [...ASSETS, '--port', '65535'], /--port 65535: the 2 servers need as many ports from there on; write 65534 or less/],
  ['an empty host', [...ASSETS, '--host', ''], /--host: it is empty/],
  ['a host of another machine', [...ASSETS, '--host', '192.0.2.1'], /--host: this machine has no such address .*leave the option out/],
  ['an empty folder name', ['--assets', `${BUCKET}=`], /--assets: the name of the folder is empty/],
  ['folders and a bucket', [...ASSETS, '--bucket', 's3://name'], /--assets and --bucket: .*leave one of the two out/],
  ['an endpoint of no bucket', [...ASSETS, '--endpoint', 'http://127.0.0.1:9000'], /--endpoint: .*write --bucket s3:\/\/NAME/],
  ['an endpoint with a space', ['--bucket', 's3://name', '--endpoint', 'http://a b'], /--endpoint http:\/\/a b: not a URL/],
  ['empty keys', [...ASSETS, '--access-key', '', '--secret-key', ''], /an empty key signs nothing/],
  ['a world that is not there', [...ASSETS, '--world', '2'], /--world 2: the template leaves one world only/],
  ['a certificate without its key', [...ASSETS, '--cert', TEMPLATE], /--cert and --key belong together/],
  ['a certificate that is not there', [...ASSETS, '--cert', '/nowhere', '--key', '/nowhere'], /--cert \/nowhere: it cannot be read/],
  ['a certificate that is none', [...ASSETS, '--cert', TEMPLATE, '--key', TEMPLATE], /--cert, --key: not a certificate with its key/],
  ['half of the credentials', [...ASSETS, '--access-key', 'a'], /--access-key and --secret-key belong together/],
  ['a bucket that is none', ['--bucket', 'name'], /--bucket name: not a bucket; write s3:\/\/name/],
  ['an endpoint that is none', ['--bucket', 's3://name', '--endpoint', 'localhost'], /--endpoint localhost: not a URL/],
  ['an assumption that is not there', [...ASSETS, '--assume', fileOf('{"origin-depth":"x"}')], /there is no assumption "origin-depth"; there is .*origin-wildcard-depth/],
  ['an alternative that is not there', [...ASSETS, '--assume', fileOf('{"origin-wildcard-depth":"deep"}')], /has no alternative "deep"; it has any-depth, one-label/],
  ['assumptions that are no JSON', [...ASSETS, '--assume', fileOf('{')], /cannot be read .*name a JSON file/],
  ['assumptions that are a list', [...ASSETS, '--assume', fileOf('[]')], /not a JSON object; write/],
  ['an unknown option', [...ASSETS, '--prot', '1'], /Unknown option '--prot'; did you mean --port\? cdk-cors preview --help lists the options$/],
])('%s: exit 2 and what to write instead', async (_, args, text) => {
  const { result } = await previewing(args, () => Promise.resolve());
  expect({ exitCode: result.exitCode, stdout: result.stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(result.stderr).toMatch(text);
});

test('a port that is taken is told, with what to do', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => { taken.once('listening', resolve); });
  const { result } = await previewing([...ASSETS, '--port', String((taken.address() as AddressInfo).port)], () => Promise.resolve());
  taken.close();
  expect(result.stderr).toMatch(/EADDRINUSE.*choose another --port/);
});

test('a source that is not there is told, and the others are served', async () => {
  const { printed } = await previewing(['/nowhere', ...ASSETS], () => Promise.resolve());
  expect(printed[0]).toMatch(/^\/nowhere does not exist; name a CloudFormation template/);
});

test('what a stranger needs to know stands before the first exchange: who trusts the certificate, which keys sign, which bucket is empty', async () => {
  const templates = join(__dirname, '..', 'golden', 'fonts-on-another-origin.template.json');
  const { printed } = await previewing([templates, '--assets', `browser-uploads.${BUCKET}=${FOLDER}`], () => Promise.resolve());
  expect(printed.join('\n')).toMatch(/curl -k[^]*access key preview and the secret key preview[^]*The bucket fonts-on-another-origin\.AssetsBucket252B3DF7 is empty here/);
});

test('two distributions of the same logical id have names of their own', async () => {
  const templates = join(__dirname, '..', 'golden', 'fonts-on-another-origin.template.json');
  const { printed } = await previewing([templates, ...ASSETS, '--resolve'], () => Promise.resolve());
  expect(new Set(printed.flatMap((line) => /^distribution \S+ (https:\S+)/.exec(line)?.[1] ?? [])).size).toBe(2);
});

test('a package that npm left out is named, with the line that installs it', () => {
  const missing = Object.assign(() => { throw new Error('Cannot find module \'busboy\'\nRequire stack:'); }, {}) as unknown as NodeJS.Require;
  expect(() => loadPreview(missing)).toThrow('the package "busboy" is not installed, which only the preview needs; npm install busboy');
});

test('help is there without a terminal, and commands that end run in one as well', async () => {
  expect(run(['preview', '-h']).stdout).toBe(run(['preview', '--help']).stdout);
  expect(run(['preview', '--help']).stdout).toMatch(/--assets FOLDER[^]*--assume FILE/);
  const terminal = { print: () => undefined, warn: () => undefined, colors: false, stopped: Promise.resolve() };
  expect(await runIn(['explian'], terminal)).toMatchObject<Partial<CommandResult>>({ exitCode: 2, stderr: expect.stringContaining('did you mean explain?') as string });
});

test('SIGINT and SIGTERM end it within a second, with exit code 0, though a client holds a connection', async () => {
  const child = spawn(process.execPath, ['-r', './test/run-typescript.cjs', join(__dirname, 'preview-process.ts'), 'preview', TEMPLATE, ...ASSETS], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const exit = new Promise((resolve) => { child.once('exit', resolve); });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      const url = plainUrl([await lineWith(lines, 'distribution ')], 'distribution');
      const events = get(`${url}/__preview/events`, { headers: { Connection: 'keep-alive' } }).on('error', () => undefined);
      await new Promise((resolve) => { events.once('response', resolve); });
      const start = Date.now();
      child.kill(signal);
      expect(await lineWith(lines, signal)).toBe(`${signal} ended it with 0`);
      expect(Date.now() - start).toBeLessThan(1_000);
    }
    expect(await exit).toBe(0);
  } finally {
    child.kill('SIGKILL');
  }
}, 120_000);

/** The next line that begins so; a process that ends before it has failed. */
async function lineWith(lines: AsyncIterator<string, undefined>, start: string): Promise<string> {
  for (;;) {
    const { value, done } = await lines.next();
    if (done || value.startsWith(start)) {
      return value ?? 'the process ended';
    }
  }
}

test('the folder is left as it was', () => {
  mkdirSync(FOLDER, { recursive: true });
  expect(existsSync(join(FOLDER, 'app.js'))).toBe(true);
});

test.each(['Web/Files=', 'Web/Files/Resource=', 'Files8E69=', ''])('the folder of a bucket is named by its construct or its logical id, or is for all: %j', async (name) => {
  const [bucket] = graphOf('Files8E69:\n  Type: AWS::S3::Bucket\n  Metadata: { aws:cdk:path: Web/Files/Resource }').buckets;
  const folder = mkdtempSync(join(tmpdir(), 'a=b-'));
  expect([...(await storesOf({ buckets: [bucket] } as unknown as DeliveryGraph, { assets: [`${name}${folder}`] })).keys()]).toEqual([bucket]);
});
