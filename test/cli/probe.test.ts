/** The command, as somebody types it who has a URL and an origin. */
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, runIn } from '../../lib/cli/main';
import { readAssumptions } from '../../lib/cli/read-assumptions';
import type { CommandResult } from '../../lib/cli/usage-error';
import { exampleStack } from '../../lib/rules/engine/example-stack';
import type { ExampleParts } from '../../lib/rules/engine/example-stack';
import { rawServer, send } from '../probe/raw-server';
import { folderOf, previewOf, serverOf } from '../preview/support';
import { graphOf } from '../rules/judging';

const APP = 'https://app.example.com';
const FOLDER = mkdtempSync(join(tmpdir(), 'probe-cli-'));

async function probing(args: readonly string[]): Promise<CommandResult & { readonly progress: readonly string[]; readonly warned: readonly string[] }> {
  const progress: string[] = [];
  const warned: string[] = [];
  const result = await runIn(['probe', ...args], {
    print: () => undefined, warn: (line) => warned.push(line), progress: (line) => progress.push(line), colors: false, stopped: new Promise(() => undefined),
  });
  return { ...result, progress, warned };
}

async function urlOf(parts: ExampleParts): Promise<string> {
  const preview = await previewOf(graphOf(exampleStack(parts)), folderOf({ 'fonts/a.woff2': 'x'.repeat(2_000) }));
  return `${serverOf(preview).url}/fonts/a.woff2`;
}

const fileOf = (name: string): string => join(FOLDER, name);
const templateOf = (name: string, parts: ExampleParts): string => {
  writeFileSync(fileOf(name), `Resources:\n${exampleStack(parts).replace(/^/gm, '  ')}`);
  return fileOf(name);
};

const conditionOf = (): string => {
  const parts = exampleStack().replace(/^/gm, '  ').split(/(?<=Type: AWS::CloudFront::Distribution\n)/);
  writeFileSync(fileOf('condition.yaml'), `Parameters: { Stage: { Type: String } }\nConditions: { IsProd: !Equals [!Ref Stage, prod] }\nResources:\n${parts.join('    Condition: IsProd\n')}`);
  return fileOf('condition.yaml');
};

const bucketOf = (): string => {
  writeFileSync(fileOf('bucket.yaml'), 'Resources: { Files: { Type: AWS::S3::Bucket } }\n');
  return fileOf('bucket.yaml');
};

test('a page that is allowed: the verdict comes first, and the exit code is 0', async () => {
  const { exitCode, stdout, progress } = await probing([await urlOf({}), '--origin', APP, '--allow-private']);
  expect([exitCode, stdout.split('\n')[0]]).toEqual([0, expect.stringMatching(/^ALLOWED here: a page on https:\/\/app\.example\.com can read \/fonts\/a\.woff2 \(LOCALHOST-P1, \d\d:\d\d UTC, \d+ requests\)$/)]);
  expect(progress[0]).toBe('#1 OPTIONS preflight: 200');
  expect(progress.at(-1)).toBe('');
});

test('a page that is blocked: cause, place, evidence and fix follow, and the exit code is 1', async () => {
  const { exitCode, stdout } = await probing([await urlOf({ behavior: { AllowedMethods: '[GET, HEAD]' } }), '--origin', APP, '--allow-private', '--header', 'X-Trace: 1']);
  expect(exitCode).toBe(1);
  const labels = stdout.split('\n').map((line) => line.slice(2, 12).trim()).filter((label) => label !== '');
  expect(labels.slice(1, 6)).toEqual(['cause', 'where', 'console', 'evidence', 'fix']);
  expect(stdout).toContain('CacheBehavior.AllowedMethods');
});

test.each([
  ['a template that is not there', ['--template', fileOf('nowhere.yaml')], /nowhere\.yaml does not exist/],
  ['a template without a distribution', ['--template', bucketOf()], /--template: it has no distribution; name the template/],
  ['a distribution that no parameter leaves', ['--template', conditionOf(), '--parameter', 'Stage=dev'], /--template: it has no distribution/],
  ['a distribution that the template does not have', ['--template', templateOf('any.yaml', {}), '--distribution', 'Nowhere'], /--distribution Nowhere: there is no such distribution; there is Distribution$/],
  ['a world that does not turn out', ['--template', templateOf('any.yaml', {}), '--world', '7'], /--world 7: write a number from 1 to 1$/],
  ['an address without a port', ['--connect', 'localhost'], /--connect localhost: write HOST:PORT/],
])('%s is told before anything is asked', async (_, args, text) => {
  const { exitCode, stderr, progress } = await probing(['https://assets.example.com/a', '--origin', APP, '--dry-run', ...args]);
  expect({ exitCode, stderr, progress }).toEqual({ exitCode: 2, stderr: expect.stringMatching(text) as string, progress: [] });
});

test('a template whose distribution hangs on a condition is compared where it is there', async () => {
  const { exitCode } = await probing(['https://assets.example.com/a', '--origin', APP, '--dry-run', '--template', conditionOf()]);
  expect(exitCode).toBe(0);
});

test('copies that disagree, and a template that says something else, are exit code 3', async () => {
  const url = await urlOf({ behavior: { AllowedMethods: '[GET, HEAD]' } });
  const { exitCode, stdout } = await probing([url, '--origin', APP, '--allow-private', '--template', templateOf('right.yaml', {})]);
  expect(exitCode).toBe(3);
  expect(stdout).toMatch(/drift {5}differs from the template: CacheBehavior\.AllowedMethods\n {14}#1 status is 403, and the template says/);
});

test('what the answers settle is written as preview and explain read it', async () => {
  const url = await urlOf({ cors: null });
  const file = fileOf('assumptions.json');
  const { exitCode } = await probing([url, '--origin', APP, '--allow-private', '--template', templateOf('own.yaml', { cors: null }), '--write-assumptions', file]);
  expect(exitCode).toBe(0);
  expect(readAssumptions(file)).toMatchObject({ 's3-cors-headers-on-errors': 'sent' });
  const explained = run(['explain', fileOf('own.yaml'), '--origin', APP, '--assume', file]);
  expect(explained).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^ALLOWED/) as string });
});

test('a record can be replayed by a colleague, with the same result but for what is hidden', async () => {
  const url = await urlOf({ rule: null });
  const asked = await probing([url, '--origin', APP, '--allow-private', '--record', fileOf('record.json')]);
  const replayed = await probing(['--replay', fileOf('record.json')]);
  expect(replayed.exitCode).toBe(asked.exitCode);
  expect(replayed.stdout.split('\n').slice(1)).toEqual(asked.stdout.replaceAll('/fonts/a.woff2', '/a/b.woff2').split('\n').slice(1));
  // As a number of its own: the digits may well be part of an id
  expect(readFileSync(fileOf('record.json'), 'utf8')).not.toMatch(new RegExp(`(?<!\\w)${new URL(url).port}(?!\\w)`));
});

test('--json holds verdict, cause with its fix, and every exchange; and no secret that was sent', async () => {
  const { stdout } = await probing([await urlOf({ rule: null }), '--origin', APP, '--allow-private', '--header', 'X-Trace: 1', '--send', 'Cookie: id=s3cr3t', '--json']);
  const told = JSON.parse(stdout) as { verdict: string; main: { cause: string; fix: object }; asked: { exchanges: { request: { headers: string[][] } }[] } };
  expect(told).toMatchObject({ verdict: 'blocked', main: { cause: 'bucket-without-cors', fix: { cloudFormation: expect.any(String) as string } } });
  expect(told.asked.exchanges.some(({ request }) => request.headers.some(([name]) => name === 'cookie'))).toBe(true);
  expect(stdout).not.toContain('s3cr3t');
});

test('an image without crossorigin is judged as one: CORS does not matter, and the resource policy does', async () => {
  const shown = await probing([await urlOf({ cors: null, rule: null }), '--origin', APP, '--allow-private', '--mode', 'plain-image']);
  expect([shown.exitCode, shown.stdout.split('\n')[0]]).toEqual([0, expect.stringMatching(/^ALLOWED/)]);
  const kept = { policy: { CustomHeadersConfig: '{ Items: [{ Header: Cross-Origin-Resource-Policy, Value: same-origin, Override: true }] }' } };
  const blocked = await probing([await urlOf(kept), '--origin', APP, '--allow-private', '--mode', 'plain-image']);
  expect([blocked.exitCode, blocked.stdout]).toEqual([1, expect.stringMatching(/cause {5}Cross-Origin-Resource-Policy keeps the file/)]);
});

test('--dry-run sends nothing and says what would be asked', async () => {
  const server = await rawServer((_, socket) => { send(socket, { status: 200, headers: [] }); });
  const { exitCode, stdout } = await probing([`${server.url}/a.css`, '--origin', APP, '--allow-private', '--dry-run']);
  expect([exitCode, server.arrived.length]).toEqual([0, 0]);
  expect(stdout).toMatch(/^#1 OPTIONS \/a\.css \(preflight\): who answers preflights/);
});

test('a request that writes is asked permission for and not sent', async () => {
  const { exitCode, stdout } = await probing([await urlOf({ cors: null, rule: { AllowedMethods: '[GET, HEAD, PUT]' } }), '--origin', APP, '--allow-private', '--method', 'PUT']);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^PREFLIGHT PASSES here[^\n]*\n {2}note {6}the PUT itself was not tried/);
});

test('what was seen before an answer failed to come is still recorded', async () => {
  let answers = 0;
  const server = await rawServer((_, socket) => {
    answers += 1;
    if (answers > 2) {
      socket.destroy();
    } else {
      send(socket, { status: 204, headers: [] });
    }
  });
  const { exitCode, stderr } = await probing([`${server.url}/a.css`, '--origin', APP, '--allow-private', '--record', fileOf('part.json')]);
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining('GET /')]);
  expect((JSON.parse(readFileSync(fileOf('part.json'), 'utf8')) as { exchanges: unknown[] }).exchanges).toHaveLength(2);
});

test('somebody who presses Ctrl-C sees what was found so far', async () => {
  const url = await urlOf({});
  const { stdout } = await runIn(['probe', url, '--origin', APP, '--allow-private'], { print: () => undefined, warn: () => undefined, colors: false, stopped: Promise.resolve() });
  expect(stdout).toContain('stopped   somebody stopped it');
});

test.each([
  [[], 'the URL of a file is missing'],
  [['https://example.com/a', 'https://example.com/b', '--origin', APP], 'one URL at a time'],
  [['https://example.com/a'], '--origin is missing'],
  [['not a url', '--origin', APP], 'is not a URL of a file'],
  [['http://example.com/a', '--origin', APP], 'is not an https URL'],
  [['https://127.0.0.1/a', '--origin', APP], 'is not a public address; add --allow-private'],
  [['https://example.com/a', '--origin', APP, '--connect', 'nowhere'], '--connect nowhere: write HOST:PORT'],
  [['https://example.com/a', '--origin', APP, '--frobnicate'], 'cdk-cors probe --help lists the options'],
  [['--replay', fileOf('absent.json')], 'it cannot be read'],
] as const)('%j is unusable, and the message says what to write', async (args, says) => {
  const { exitCode, stderr } = await probing(args);
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining(says)]);
});

test('assumptions are not written where none could be settled', async () => {
  const file = fileOf('never.json');
  const { exitCode, stderr } = await probing(['https://example.com/a', '--origin', APP, '--write-assumptions', file]);
  expect([exitCode, existsSync(file)]).toEqual([2, false]);
  expect(stderr).toContain('add --template');
});

test('the usage is told without a terminal', () => {
  expect(run(['probe', '--help']).stdout).toMatch(/^cdk-cors probe <url> --origin ORIGIN/);
});
