/** Every example behind its own names, in front of a real browser: what the contract promises works, and nothing else. */
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTemplates } from '../../lib/graph/readers/templates';
import type { TemplateInput } from '../../lib/graph/types/template-input';
import type { Bucket, DeliveryGraph, Distribution } from '../../lib/graph/types';
import { remembering } from '../../lib/model/remembering';
import { ask } from '../preview/support';
import { writeFiles } from './asset-files';
import { describeInChromium } from './chromium';
import { Stage } from './stage';
import { UsingPage } from './uses';
import type { Uses } from './uses';
import { USES, visit, WORKS } from './visit';
import type { Tried, Visit, Warmth } from './visit';

const GOLDEN = join(__dirname, '../golden');
const STRANGER = 'https://stranger.example';
const WARMTHS: readonly Warmth[] = ['cold', 'warmed without Origin', 'warmed by another page'];

const UPLOADS: readonly (keyof Uses)[] = ['put', 'post'];
/** What a contract promises that names origins and nothing else: not Authorization, for which Chromium sends the request and CloudFront may keep the permission back. */
const BY_ORIGIN_ALONE = USES.filter((use) => !['fetchWithAuthorization', 'fetchWithCredentials', ...UPLOADS].includes(use));

/** A page on an origin, and what the example's contract promises to it. */
interface Row {
  readonly stack: string;
  readonly origin: string;
  readonly promised: readonly (keyof Uses)[];
  readonly folder?: string;
  /** Left out, the stack itself. */
  readonly bucketIn?: string;
  /** A header that the contract names. */
  readonly header?: string;
}

const row = (stack: string, origin: string, promised: Row['promised'] = BY_ORIGIN_ALONE, more: Partial<Row> = {}): Row => ({ stack, origin, promised, ...more });
const nothing = (stack: string, more: Partial<Row> = {}): Row => row(stack, STRANGER, [], more);
const IN_SCRIPTS = { folder: 'scripts/' };
const IN_MEDIA = { folder: 'media/' };
/** The path exposes no header, so a page does not learn which bytes it got. */
const WITHOUT_RANGE = BY_ORIGIN_ALONE.filter((use) => use !== 'fetchOfARange');
const WITHOUT_HEADERS = BY_ORIGIN_ALONE.filter((use) => use !== 'fetchWithHeader');

const ROWS: readonly Row[] = [
  row('fonts-on-another-origin', 'https://app.example.com'),
  row('fonts-on-another-origin', 'https://pr-7.preview.example.com'),
  row('fonts-on-another-origin', 'http://localhost:3000'),
  nothing('fonts-on-another-origin'),
  row('scripts-with-sri', 'https://app.example.com'),
  row('scripts-with-sri', STRANGER),
  row('images-for-canvas-and-webgl', 'https://editor.example.com'),
  nothing('images-for-canvas-and-webgl'),
  row('two-apps-two-paths', 'https://shop.example.com', BY_ORIGIN_ALONE, { header: 'X-Request-Id' }),
  row('two-apps-two-paths', 'https://shop.example.com', WITHOUT_HEADERS),
  row('two-apps-two-paths', 'https://a.partners.example', []),
  row('two-apps-two-paths', 'https://a.partners.example', WITHOUT_RANGE, IN_SCRIPTS),
  row('two-apps-two-paths', 'https://shop.example.com', WITHOUT_RANGE, IN_SCRIPTS),
  nothing('two-apps-two-paths', IN_SCRIPTS),
  row('browser-uploads', 'https://admin.example.com', [...BY_ORIGIN_ALONE, ...UPLOADS]),
  row('browser-uploads', 'https://app.example.com'),
  nothing('browser-uploads'),
  row('custom-domain', 'https://app.example.com'),
  nothing('custom-domain'),
  row('ExistingBucketAssets', 'https://app.example.com', BY_ORIGIN_ALONE, { bucketIn: 'ExistingBucketStorage' }),
  nothing('ExistingBucketAssets', { bucketIn: 'ExistingBucketStorage' }),
  row('imported-bucket', 'https://admin.example.com', UPLOADS),
  row('imported-bucket', 'https://app.example.com'),
  nothing('imported-bucket'),
  row('api-and-static-files', 'https://app.example.com', BY_ORIGIN_ALONE, IN_MEDIA),
  nothing('api-and-static-files', IN_MEDIA),
  row('app-of-one-page', 'https://www.partner.example'),
  nothing('app-of-one-page'),
  row('versions-by-query-string', 'https://shop.example.com'),
  row('versions-by-query-string', 'https://help.example.com'),
  nothing('versions-by-query-string'),
  row('bucket-options', 'https://app.example.com'),
  nothing('bucket-options'),
  row('several-buckets', 'https://www.example.com'),
  nothing('several-buckets'),
  row('micro-frontends', 'https://shop.example.com'),
  row('video-streaming', 'https://player.example.com'),
  row('mobile-uploads', 'https://app.example.com', [...BY_ORIGIN_ALONE, ...UPLOADS]),
  row('distribution-made-right', 'https://app.example.com', BY_ORIGIN_ALONE, { header: 'X-Request-Id' }),
  row('distribution-made-right', 'https://app.example.com', WITHOUT_HEADERS),
  nothing('distribution-made-right'),
  row('code-at-the-edge', 'https://app.example.com'),
  // Nothing in these requests is signed
  row('private-files-with-signed-cookies', 'https://app.example.com', []),
];

/** All examples as the one app that `examples/app.ts` makes of them. */
function everyExample(): DeliveryGraph {
  const inputs = readdirSync(GOLDEN).flatMap((file): readonly TemplateInput[] => {
    const content = JSON.parse(readFileSync(join(GOLDEN, file), 'utf8')) as Record<string, unknown>;
    return 'Resources' in content ? [{ name: file.replace('.template.json', ''), template: content }] : Object.entries(content).map(([name, template]) => ({ name, template }));
  });
  const { worlds: [graph], problems } = readTemplates(inputs);
  if (graph === undefined || problems.length > 0) {
    throw new Error(JSON.stringify(problems));
  }
  return graph;
}

function inStack<N extends Bucket | Distribution>(nodes: readonly N[], stack: string): N {
  const found = nodes.find(({ address }) => address.stack === stack);
  if (found === undefined) {
    throw new Error(`nothing of that kind in ${stack}`);
  }
  return found;
}

describeInChromium('pages of other origins and the examples', () => {
  const graph = everyExample();
  const visits = ROWS.map((about, index) => visitsOf(graph, about, index));
  const counts = { works: 0, refused: 0 };
  let stage: Stage;
  /** They stay open: no two rows have a URL in common, so that what a browser or a document remembers is of no use to another. */
  const pageOn = remembering((origin) => UsingPage.open(stage.browser, origin));

  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'examples-'));
    stage = await Stage.open(graph, folder, writeFiles(folder, visits.flat(), USES));
  }, 60_000);

  afterAll(async () => {
    console.log(`${USES.length} uses × ${ROWS.length} pages × ${WARMTHS.length} states of CloudFront's cache, those with a cold one twice, in ${stage.browser.version()}: `
      + `${counts.works + counts.refused} tried, ${counts.works} worked, ${counts.refused} were refused`);
    await stage.close();
  });

  test.each(ROWS.map((about, index) => [about.stack + (about.folder === undefined ? '' : ` ${about.folder}*`), about.origin, about.header ?? 'any header', index, about] as const))(
    '%s for a page on %s with %s', async (_stack, origin, _header, index, { promised }) => {
      const page = await pageOn(origin);
      for (const about of visits[index] ?? []) {
        const tried = await visit(stage, page, about);
        const line = ({ use, again }: Tried, end: string): string => `${about.warmth}${again ? ', again' : ''}: ${use} ${end}`;
        expect(tried.map((each) => line(each, each.seen))).toEqual(tried.map((each) => line(each, each.expected)));
        expect(tried.filter(({ seen }) => seen === WORKS).map((each) => line(each, WORKS)).sort())
          .toEqual(tried.filter(({ use }) => promised.includes(use)).map((each) => line(each, WORKS)).sort());
        counts.works += tried.filter(({ seen }) => seen === WORKS).length;
        counts.refused += tried.filter(({ seen }) => seen !== WORKS).length;
      }
    }, 60_000);

  test('every distribution has a name of its own, and what depends on a bucket that no template has is not guessed', async () => {
    const hosts = stage.preview.servers.flatMap((server) => server.hosts);
    expect(new Set(hosts).size).toBe(hosts.length);
    const { hosts: [host = ''], port } = stage.serverOf(inStack(graph.distributions, 'ImportedBucketAssets'));
    const { status, body } = await ask(stage.preview, `https://127.0.0.1:${String(port)}`, '/prices.json', { headers: { host } });
    expect([status, body.toString()]).toEqual([501, expect.stringContaining('does not guess')]);
  });

  test('no example is left out', () => {
    const stacks = graph.distributions.map(({ address }) => address.stack).filter((stack) => stack !== 'ImportedBucketAssets');
    expect([...new Set(ROWS.map(({ stack }) => stack))].sort()).toEqual(stacks.sort());
  });
});

function visitsOf(graph: DeliveryGraph, { stack, origin, folder = '', bucketIn = stack, header }: Row, row: number): readonly Visit[] {
  return WARMTHS.map((warmth, index) => ({
    distribution: inStack(graph.distributions, stack), bucket: inStack(graph.buckets, bucketIn), folder, origin, header, warmth,
    stranger: origin === STRANGER ? 'https://app.example.com' : STRANGER, number: row * WARMTHS.length + index,
  }));
}
