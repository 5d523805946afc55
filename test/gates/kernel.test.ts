import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CACHE_FOLDER } from './cache-folder';
import type { Host } from './kernel/host';
import { Kernel } from './kernel/kernel';
import { Recording } from './kernel/recording';
import type { Assembly } from './kernel/recording';
import { SameProcess } from './kernel/same-process';
import { everything, LIBRARY, mistakeByHand, oneConstruct, templateOf, twoAppsTwoPaths, withEdgeLambda, withFunction } from './kernel/stories';
import { packInstalled, packLibrary } from './packed';
import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';

// The tarball that would be published, used over jsii's own protocol. What this cannot show is the generated code of each
// language: `npm run test:languages` does.
const ROOT = join(__dirname, '../..');
const APP = 'https://app.example.com';
const STRANGER = 'https://stranger.example';
const assembly = JSON.parse(readFileSync(join(ROOT, '.jsii'), 'utf8')) as Assembly;

let kernel: Kernel | undefined;
let host: Recording;

beforeAll(async () => {
  process.env.JSII_RUNTIME_PACKAGE_CACHE_ROOT = join(CACHE_FOLDER, 'kernel');
  const dependencies = ['constructs', '@aws-cdk/asset-awscli-v1', '@aws-cdk/asset-node-proxy-agent-v6', '@aws-cdk/cloud-assembly-schema', 'aws-cdk-lib'];
  kernel = await Kernel.with([...dependencies.map(packInstalled), packLibrary()]);
  host = new Recording(kernel, assembly);
}, 60_000);

afterAll(async () => {
  await kernel?.stop();
});

test('the example gives the recorded template of TypeScript', async () => {
  const recorded: unknown = JSON.parse(readFileSync(join(ROOT, 'test/golden/two-apps-two-paths.template.json'), 'utf8'));
  expect(await templateOf(host, await twoAppsTwoPaths(host, recommendedFlags))).toEqual(recorded);
});

test('every option, method and property gives the template that it gives in TypeScript', async () => {
  const inTypeScript = new SameProcess();
  const template = await templateOf(host, await everything(host));
  expect(template).toEqual(await templateOf(inTypeScript, await everything(inTypeScript)));
  expect(Object.keys((template as { readonly Resources: object }).Resources).length).toBeGreaterThan(40);
});

test('an origin that no browser sends is refused by its code, because other languages see nothing but the message', async () => {
  await expect(oneConstruct(host, ['https://app.example.com/'])).rejects.toThrow(/origin-trailing-slash.*"https:\/\/app\.example\.com\/"/s);
});

describe('the assertions', () => {
  const assertionsOf = async (): Promise<unknown> => host.callStatic(`${LIBRARY}.CorsAssertions`, 'fromStack', (await oneConstruct(host)).stack);

  test.each(Object.values(assembly.types[`${LIBRARY}.AssetLoad`].members ?? []))('follow a load of the kind $name', async ({ name }) => {
    const load = host.enumMember(`${LIBRARY}.AssetLoad`, name);
    await expect(host.call(await assertionsOf(), 'allows', { origin: APP, load })).resolves.toBeUndefined();
  });

  test('take every part of a request and of what came before it', async () => {
    const request = {
      origin: APP, path: '/a.json', method: 'GET', headers: { 'X-Request-Id': '1' }, credentials: false, upload: false, signedCookies: false, reads: ['ETag'],
      history: [
        { origin: STRANGER, path: '/a.json', load: host.enumMember(`${LIBRARY}.AssetLoad`, 'PLAIN_IMAGE') },
        { origin: STRANGER, path: '/a.json', method: 'GET', headers: { Accept: '*/*' } },
      ],
      resource: 'AssetsDistribution3D578BA3',
    };
    const promise = await assertionsOf();
    await host.call(promise, 'allows', request);
    await host.call(promise, 'blocks', { ...request, origin: STRANGER });
  });

  test('tell the exchange of a request that breaks the promise', async () => {
    const broken = host.call(await assertionsOf(), 'allows', { origin: STRANGER });
    await expect(broken).rejects.toThrow(/from a page on https:\/\/stranger\.example should be allowed, and is blocked/);
  });

  test('read a single template', async () => {
    const template = await host.callStatic('aws-cdk-lib.assertions.Template', 'fromStack', (await oneConstruct(host)).stack);
    const promise = await host.callStatic(`${LIBRARY}.CorsAssertions`, 'fromTemplate', template);
    await expect(host.call(promise, 'blocks', { origin: STRANGER })).resolves.toBeUndefined();
  });
});

describe('functions at the edge', () => {
  test.each([['lets preflights through', 'return event.request;', 'allows'], ['asks preflights for a login', 'return { statusCode: 401 };', 'blocks']])(
    'run in the sandbox: one that %s', async (_, body, expected) => {
      const { stack } = await withFunction(host, `function handler(event) { if (event.request.method !== 'OPTIONS') { return event.request; } ${body} }`);
      const promise = await host.callStatic(`${LIBRARY}.CorsAssertions`, 'fromStack', stack);
      const request = { origin: APP, headers: { 'X-Request-Id': '1' } };
      await expect(host.call(promise, expected, request)).resolves.toBeUndefined();
      await expect(host.call(promise, expected === 'allows' ? 'blocks' : 'allows', request)).rejects.toThrow(/should be/);
    });

  const declared: readonly (readonly [factory: string, argument: unknown, allowed: boolean])[] = [
    ['transparent', undefined, true], ['rewritesPaths', [{ path: '/docs/*', to: '/v2/*' }], true], ['answersPreflights', { status: 302, headers: { 'X-A': '1' } }, false],
    ['setsResponseHeaders', { 'X-Frame-Options': 'DENY' }, true], ['code', 'function handler() { return { statusCode: 401 }; }', false],
  ];

  test.each(declared)('are declared where no template shows them: EdgeCode.%s', async (factory, argument, allowed) => {
    const { stack } = await withEdgeLambda(host);
    const edge = await host.callStatic(`${LIBRARY}.EdgeCode`, factory, ...(argument === undefined ? [] : [argument]));
    const promise = await host.callStatic(`${LIBRARY}.CorsAssertions`, 'fromStack', stack, { edgeCode: { edge } });
    await expect(host.call(promise, allowed ? 'allows' : 'blocks', { origin: APP, headers: { 'X-Request-Id': '1' } })).resolves.toBeUndefined();
  });
});

describe('a mistake in a bucket that somebody wired by hand', () => {
  test('is found by the aspect', async () => {
    const story = await mistakeByHand(host);
    const aspects = await host.callStatic('aws-cdk-lib.Aspects', 'of', story.app);
    await host.call(aspects, 'add', await host.create(`${LIBRARY}.CorsChecks`));
    const annotations = await host.callStatic('aws-cdk-lib.assertions.Annotations', 'fromStack', story.stack);
    const says = await host.callStatic('aws-cdk-lib.assertions.Match', 'stringLikeRegexp', 'bucket-cors-method');
    await expect(host.call(annotations, 'hasError', '/ByHand/Bucket', says)).resolves.toBeUndefined();
  });

  test('is found by the plugin, which writes it into the report', async () => {
    const story = await mistakeByHand(host);
    const validations = await host.callStatic('aws-cdk-lib.Validations', 'of', story.app);
    const plugin = await host.create(`${LIBRARY}.CorsValidationPlugin`);
    expect(await host.get(plugin, 'name')).toBe(LIBRARY);
    expect(await host.get(plugin, 'ruleIds')).toContain('bucket-cors-method');
    await host.call(validations, 'addPlugins', plugin);
    await host.call(story.app, 'synth');
    expect(readFileSync(join(String(await host.get(story.app, 'outdir')), 'validation-report.json'), 'utf8')).toContain('"bucket-cors-method"');
  });
});

test('a contract is read from a file and written as it was', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'contract-')), 'cors.json');
  const written = await host.call(await contractOf(host), 'toS3Json');
  writeFileSync(file, String(written));
  const read = await host.callStatic(`${LIBRARY}.CorsContract`, 'fromS3JsonFile', file);
  expect(await host.call(read, 'toS3Json')).toBe(written);
});

test('the names under which property injectors find the constructs can be read', async () => {
  for (const name of ['CorsAssetDistribution', 'CorsAssetBehavior']) {
    expect(await host.getStatic(`${LIBRARY}.${name}`, 'PROPERTY_INJECTION_ID')).toBe(`cdk-cors-asset-distribution.${name}`);
  }
});

test('with that, the whole public API has been used over the protocol', () => {
  const CALLED_BY_THE_CDK = ['CorsChecks.visit', 'CorsValidationPlugin.validate'];
  expect(host.unused()).toEqual(CALLED_BY_THE_CDK);
});

async function contractOf(of: Host): Promise<unknown> {
  return of.callStatic(`${LIBRARY}.CorsContract`, 'of', {
    allowedOrigins: [APP], allowCredentials: true, allowedHeaders: ['X-Request-Id'], exposedHeaders: ['ETag'],
    maxAge: await of.callStatic('aws-cdk-lib.Duration', 'minutes', 10),
    uploads: { allowedOrigins: [APP] },
  });
}
