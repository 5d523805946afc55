import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { EXAMPLES } from '../../examples';
import { run } from '../../lib/cli/main';
import { exampleStack } from '../../lib/rules/engine/example-stack';

const GOLDEN = join(__dirname, '..', 'golden');

interface Resource { Type: string; Properties: Record<string, unknown> }
interface Template { Resources: Record<string, Resource> }

/** The golden templates of an example, one file a stack, because the file of an example with several stacks holds all of them. */
function templatesOf(example: string, change: (template: Template) => void = () => undefined): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'explain-'));
  const golden = JSON.parse(readFileSync(join(GOLDEN, `${example}.template.json`), 'utf8')) as Template | Record<string, Template>;
  const stacks = 'Resources' in golden ? { [example]: golden as Template } : golden as Record<string, Template>;
  return Object.entries(stacks).map(([name, template]) => {
    change(template);
    const file = join(folder, `${name}.template.json`);
    writeFileSync(file, JSON.stringify(template));
    return file;
  });
}

function ofType(template: Template, type: string): Record<string, unknown>[] {
  return Object.values(template.Resources).filter((resource) => resource.Type === type).map((resource) => resource.Properties);
}

/** The mistake that most teams make: preflights are not let through. */
function withoutOptions(template: Template): void {
  for (const properties of ofType(template, 'AWS::CloudFront::Distribution')) {
    const config = properties.DistributionConfig as { DefaultCacheBehavior: { AllowedMethods: string[] }; CacheBehaviors?: { AllowedMethods: string[] }[] };
    for (const behavior of [config.DefaultCacheBehavior, ...config.CacheBehaviors ?? []]) {
      behavior.AllowedMethods = ['GET', 'HEAD'];
    }
  }
}

/** The stories whose bucket and headers are all in the templates, with an origin that each lets read. */
const READERS: readonly [string, string][] = Object.keys(EXAMPLES)
  .filter((example) => !['private-files-with-signed-cookies', 'existing-bucket', 'api-and-static-files'].includes(example))
  .map((example) => [example, allowedOrigin(example)]);

/** In two of the stories the files are for everybody, so no origin is a stranger there. */
const CLOSED = READERS.filter(([example]) => !['scripts-with-sri', 'mobile-uploads'].includes(example));

function allowedOrigin(example: string): string {
  const [, origin] = /allowedOrigins: \['(https:[^']+)'/.exec(readFileSync(join(__dirname, '..', '..', 'examples', `${example}.ts`), 'utf8')) ?? [];
  return origin ?? 'https://app.example.com';
}

test.each(READERS)('%s: the request passes from hop to hop, and the last word is the browser\'s', (example, origin) => {
  const { exitCode, stdout } = run(['explain', ...templatesOf(example), '--origin', origin, '--path', '/file']);
  expect(stdout).toMatch(/^ALLOWED: GET \/file from a page on https:[^]*, asked of .*[^]*browser asks CloudFront[^]*CloudFront asks S3[^]*browser lets the page read the file\.$/);
  expect(exitCode).toBe(0);
});

test.each(READERS)('%s without OPTIONS: CloudFront is named as the one that refuses the preflight', (example, origin) => {
  const { exitCode, stdout } = run(['explain', ...templatesOf(example, withoutOptions), '--origin', origin, '--header', 'X-Request-Id: 1']);
  expect(stdout).toMatch(/^BLOCKED[^]*must ask first[^]*CloudFront stops it at the preflight step/);
  expect(exitCode).toBe(1);
});

test.each(CLOSED)('%s asked by a stranger: the browser is named as the one that keeps the file', (example) => {
  const { exitCode, stdout } = run(['explain', ...templatesOf(example), '--origin', 'https://stranger.example']);
  expect(stdout).toMatch(/^BLOCKED[^]*browser stops it at the response step/);
  expect(exitCode).toBe(1);
});

test('signed cookies: an unsigned request is refused by CloudFront', () => {
  const { stdout } = run(['explain', ...templatesOf('private-files-with-signed-cookies'), '--origin', allowedOrigin('private-files-with-signed-cookies'), '--credentials']);
  expect(stdout).toMatch(/^BLOCKED[^]*CloudFront answered 403 MissingKey/);
});

test('an assumption decides: exit 3, and the question that AWS leaves open stands with its answers', () => {
  const { exitCode, stdout } = run(['explain', ...templatesOf('two-apps-two-paths'), '--origin', 'https://a.b.partners.example', '--path', '/scripts/x.js']);
  expect(exitCode).toBe(3);
  expect(stdout).toMatch(/^DEPENDS[^]*How many labels does `\*` stand for[^]*any-depth:[^]*one-label:/);
});

test('history fills the caches: a plain image first breaks a design without a CORS block, and is told when it does', () => {
  const withoutPolicy = (template: Template): void => {
    for (const config of ofType(template, 'AWS::CloudFront::Distribution')) {
      delete ((config as { DistributionConfig: { DefaultCacheBehavior: Record<string, unknown> } }).DistributionConfig.DefaultCacheBehavior).ResponseHeadersPolicyId;
    }
  };
  const [example, origin] = READERS[0] ?? ['', ''];
  const args = ['--origin', origin, '--path', '/x', '--after', `GET /x origin=${origin} mode=image plain`];
  expect(run(['explain', ...templatesOf(example), ...args]).exitCode).toBe(0);
  const broken = run(['explain', ...templatesOf(example, withoutPolicy), ...args]);
  expect(broken.exitCode).toBe(1);
  expect(broken.stdout).toMatch(/browser .*(copy|cache)/);
});

test('--json holds the verdict, the deciding assumptions, every message and the trace', () => {
  const [example, origin] = READERS[0] ?? ['', ''];
  const { stdout } = run(['explain', ...templatesOf(example), '--origin', origin, '--header', 'X-Request-Id: 1', '--json']);
  const answer = JSON.parse(stdout) as { verdict: string; worlds: { deciding: unknown[]; messages: { request: { method: string } }[]; trace: unknown[] }[] };
  expect(answer.verdict).toBe('allowed');
  expect(answer.worlds[0]?.messages.map(({ request }) => request.method)).toEqual(['OPTIONS', 'OPTIONS', 'GET', 'GET']);
  expect(answer.worlds[0]?.trace.length).toBeGreaterThan(6);
});

const someTemplate = templatesOf('fonts-on-another-origin');
test.each([
  ['no command', ['explian'], /there is no such command; did you mean explain/],
  ['no source', ['explain', '--origin', 'https://a.example'], /name a CloudFormation template/],
  ['no origin', ['explain', ...someTemplate], /--origin is missing/],
  ['an origin with a path', ['explain', ...someTemplate, '--origin', 'https://a.example/x'], /nothing after it; write/],
  ['a missing file', ['explain', '/nowhere.json', '--origin', 'https://a.example'], /\/nowhere\.json does not exist/],
  ['a file that is no template', ['explain', __filename, '--origin', 'https://a.example'], new RegExp(basename(__filename))],
  ['a folder without templates', ['explain', mkdtempSync(join(tmpdir(), 'empty-')), '--origin', 'https://a.example'], /has no template/],
  ['an unknown mode', ['explain', ...someTemplate, '--origin', 'https://a.example', '--mode', 'video'], /write one of fetch, font, script, image, style, plain-image/],
  ['a header without a value', ['explain', ...someTemplate, '--origin', 'https://a.example', '--header', 'X'], /write 'Name: value'/],
  ['a path without anything', ['explain', ...someTemplate, '--origin', 'https://a.example', '--path', ''], /--path '': a path starts with a slash; write \/$/],
  ['an origin without anything', ['explain', ...someTemplate, '--origin', ''], /--origin '': browsers send/],
  ['a path without a slash', ['explain', ...someTemplate, '--origin', 'https://a.example', '--path', 'x'], /write \/x/],
  ['an event that is none', ['explain', ...someTemplate, '--origin', 'https://a.example', '--after', 'x'], /write 'METHOD \/path/],
  ['an unknown word in an event', ['explain', ...someTemplate, '--origin', 'https://a.example', '--after', 'GET /x cookie=1'], /"cookie" says nothing here/],
  ['a distribution that is not there', ['explain', ...someTemplate, '--origin', 'https://a.example', '--distribution', 'Nowhere'], /--distribution Nowhere: there is no such distribution; there is \S+$/],
  ['an unknown option', ['explain', ...someTemplate, '--orgin', 'https://a.example'], /Unknown option '--orgin'/],
])('%s: exit 2 and what to write instead', (_, args, text) => {
  const { exitCode, stdout, stderr } = run(args);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toMatch(text);
});

test('a distribution that a condition leaves out is followed where it is there', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'condition-')), 'web.yaml');
  const [before = '', after = ''] = exampleStack().replace(/^/gm, '  ').split(/(?<=Type: AWS::CloudFront::Distribution\n)/);
  writeFileSync(file, `Parameters: { Stage: { Type: String } }\nConditions: { IsProd: !Equals [!Ref Stage, prod] }\nResources:\n${before}    Condition: IsProd\n${after}`);
  const page = ['explain', file, '--origin', 'https://app.example.com'];
  expect(run(page)).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^ALLOWED: GET \/file/) as string });
  expect(run([...page, '--distribution', 'Distribution'])).toMatchObject({ exitCode: 0 });
  expect(run([...page, '--parameter', 'Stage=dev'])).toEqual({ exitCode: 2, stdout: '', stderr: `cdk-cors explain: ${file}: there is no distribution in it; name the template that makes it, or another --parameter` });
});

test('help is asked for, not an error', () => {
  expect(run(['--help'])).toMatchObject({ exitCode: 0 });
  expect(run(['explain', '--help']).stdout).toContain('Exit code: 0 allowed, 1 blocked, 3 depends');
});

describe('a request as browsers send it', () => {
  const page = (origin: string, ...more: readonly string[]) => run(['explain', ...templatesOf('scripts-with-sri'), '--origin', origin, ...more]);

  test.each(['capacitor://localhost', 'app://obsidian.md', 'moz-extension://2b1cd4a3-0000-4000-8000-000000000000', 'null'])('%s is the origin of a page, too', (origin) => {
    expect(page(origin)).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^ALLOWED/) as string });
  });

  test.each([
    ['a header that browsers set themselves', ['--header', 'Cookie: a=1'], /--header cookie.*write --credentials$/],
    ['a method that no page may send', ['--method', 'TRACE'], /--method TRACE/],
    ['a font with a header', ['--mode', 'font', '--header', 'X-A: 1'], /sets no headers/],
    ['a signature of no kind', ['--signed', 'yes'], /--signed url or --signed cookies/],
  ])('%s is refused', (_, args, text) => {
    expect(page('https://a.example', ...args)).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(text) as string });
  });

  test('a plain image is shown, and read by nobody', () => {
    expect(page('https://a.example', '--mode', 'plain-image').stdout).toMatch(/^ALLOWED[^]*cannot read it\.$/);
  });

  test('what CloudFront removes of S3\'s headers is told', () => {
    expect(run(['explain', ...templatesOf('fonts-on-another-origin'), '--origin', 'https://app.example.com']).stdout).toMatch(/CloudFront removes access-control-allow-credentials.* of S3's answer, by the response headers policy AssetsCorsPolicy/);
  });

  test('a plain http URL is redirected, and the page hears of it', () => {
    expect(page('http://a.example', '--path', 'http://cdn.example/file').stdout).toMatch(/301/);
  });
});

test('a signed request is allowed where an unsigned one is refused, which names the option', () => {
  const args = ['explain', ...templatesOf('private-files-with-signed-cookies'), '--origin', allowedOrigin('private-files-with-signed-cookies'), '--credentials'];
  expect(run(args).stdout).toMatch(/^BLOCKED[^]*Fix: .*--signed url\|cookies/);
  expect(run([...args, '--signed', 'cookies'])).toMatchObject({ exitCode: 0 });
});

test('an upload after an upload: both go to the bucket', () => {
  const args = ['explain', ...templatesOf('browser-uploads'), '--origin', 'https://admin.example.com', '--upload', '--path', '/a.png'];
  expect(run([...args, '--after', 'PUT /a.png origin=https://admin.example.com'])).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^ALLOWED: PUT \/a\.png/) as string });
});

test('a template that AWS refuses answers nobody', () => {
  const withCredentials = (template: Template): void => {
    for (const { ResponseHeadersPolicyConfig: config } of ofType(template, 'AWS::CloudFront::ResponseHeadersPolicy')) {
      (config as { CorsConfig: Record<string, unknown> }).CorsConfig.AccessControlAllowCredentials = true;
    }
  };
  const [example, origin] = READERS[0] ?? ['', ''];
  expect(run(['explain', ...templatesOf(example, withCredentials), '--origin', origin])).toMatchObject({
    exitCode: 2, stdout: expect.stringMatching(/^REFUSED BY AWS[^]*headers-policy-credentials/) as string,
  });
});

test('the console text and the fix stand below the story, and name what failed', () => {
  const { stdout } = run(['explain', ...templatesOf('fonts-on-another-origin'), '--origin', 'https://stranger.example', '--header', 'X-Request-Id: 1']);
  expect(stdout).toMatch(/\nConsole: Access to fetch[^\n]*\nFix: No CORS rule of the bucket .* lists https:\/\/stranger\.example; AllowedOrigins are/);
});

test('the fix of a blocked use is a change that was tried with this very request', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'explain-')), 'site.yaml');
  writeFileSync(file, `Resources:\n${exampleStack({ cors: { AccessControlAllowHeaders: '{ Items: [X-Trace] }' }, behavior: { AllowedMethods: '[GET, HEAD]' } }).replace(/^(?=.)/gm, '  ')}`);
  const { stdout } = run(['explain', file, '--origin', 'https://app.example.com', '--header', 'X-Trace: 1']);
  expect(stdout).toMatch(/\n\nWith this change it works:\n {2}\S+ Properties\.DistributionConfig\.DefaultCacheBehavior\.AllowedMethods: \[GET, HEAD, OPTIONS\]/);
});
