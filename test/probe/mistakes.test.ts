/** Every mistake of the public list that can be seen from outside: the probe blames the property that the rule names, and says so on its first screen. */
import { MISTAKES } from '../../bench/mistakes';
import type { Mistake } from '../../bench/mistakes';
import { exampleStack } from '../../lib/rules/engine/example-stack';
import { checkGraphs } from '../../lib/rules/engine/check-graphs';
import type { Finding } from '../../lib/rules/engine/finding';
import { witnessOf } from '../../lib/rules/evidence/witness';
import type { EarlierEvent, PageRequest } from '../../lib/model';
import { CAUSES, reportLines } from '../../lib/probe';
import type { Preview } from '../../lib/preview';
import { ask, folderOf, previewOf, serverOf } from '../preview/support';
import { read } from '../rules/judging';
import { browserRequests } from '../../lib/probe/asking/target';
import { APP, probed, targetAt } from './support';

/** By rule: mistakes that no answer to a reading request shows, and why. */
const UNSEEN: Readonly<Record<string, string>> = {
  'method-refused-by-behavior': 'S3 refuses the method before, and a probe does not send it',
  'upload-through-cloudfront': 'only a PUT shows it, and a probe only reads',
  'wildcard-among-origins': 'the policy overrides what the bucket says',
  'grant-without-source': 'only another distribution shows it',
  'grant-beyond-reading': 'only a PUT shows it, and a probe only reads',
  'list-without-root-object': 'a probe asks for the file of the page',
  'public-beside-access-control': 'only a request straight to the bucket shows it',
  'public-acl': 'only a request straight to the bucket shows it',
  'null-origin': 'only a page of the origin null shows it',
};

/** By rule: requests of pages that meet mistakes for which the rules show no exchange. */
const REQUESTS: Readonly<Record<string, { readonly page: PageRequest; readonly history?: readonly EarlierEvent[] }>> = {
  'cors-on-wrong-bucket': { page: { origin: APP, path: '/file' } },
  'response-header-as-request-header': { page: { origin: APP, path: '/file' }, history: [{ path: '/file', headers: { 'accept-encoding': 'gzip, deflate, br, zstd' } }] },
  'allowed-header-never-asked': { page: { origin: APP, path: '/file', headers: { 'X-Trace': '1' } } },
  'error-page-masks': { page: { origin: APP, path: '/file' } },
};

/** By rule: their answers differ only where asking is harmless no longer than the copy stays where it is. */
const THOROUGH: ReadonlySet<string> = new Set(['vary-missing', 'vary-removed']);

const SEEN = MISTAKES.filter(({ rule, breaks }) => breaks !== 'AWS refuses the template' && !(rule in UNSEEN));

interface Meeting {
  readonly page: PageRequest;
  readonly history: readonly EarlierEvent[];
  readonly findings: readonly Finding[];
}

function meetingOf({ name, rule, stack }: Mistake): Meeting & { readonly graphs: ReturnType<typeof read> } {
  const graphs = read(exampleStack(stack));
  const findings = checkGraphs(graphs).findings.filter((finding) => finding.rule === rule);
  const [witness] = findings.flatMap((finding) => witnessOf(finding, graphs) ?? []);
  const own = REQUESTS[rule];
  const page = own?.page ?? witness?.request;
  if (page === undefined) {
    throw new Error(`${name}: no exchange shows it`);
  }
  return { graphs, findings, page, history: own?.history ?? witness?.history ?? [] };
}

/** What came before, sent to the preview as a browser or a client without a page would. */
async function happen(preview: Preview, base: string, event: EarlierEvent): Promise<void> {
  if ('invalidate' in event) {
    return;
  }
  if (!('origin' in event)) {
    await ask(preview, base, event.path, { headers: event.headers });
    return;
  }
  const sent = browserRequests({ page: event, url: new URL(base) });
  if (sent.needsPreflight) {
    await ask(preview, base, event.path, { method: 'OPTIONS', headers: sent.preflight });
  }
  await ask(preview, base, event.path, { headers: sent.actual });
}

/** `DefaultCacheBehavior.AllowedMethods` and `CacheBehaviors.0.AllowedMethods` are the same property. */
function propertyOf({ place: { path } }: Finding): string {
  return path.replace(/^Properties\./, '').replace(/^DistributionConfig\.(DefaultCacheBehavior|CacheBehaviors\.\d+)\./, 'CacheBehavior.').replace(/\.\d+(?=\.|$)/g, '')
    .replace(/^ResponseHeadersPolicyConfig\./, '');
}

function isSetting(setting: string, property: string): boolean {
  const bare = setting.replace(/^AWS::\S+ /, '');
  return bare === property || bare.startsWith(`${property}.`) || property.startsWith(`${bare}.`);
}

const FIRST_SCREEN = 24;

jest.setTimeout(20_000);

test('at least twenty mistakes can be seen from outside, and every other one has a reason', () => {
  expect(SEEN.length).toBeGreaterThanOrEqual(20);
  expect(Object.keys(UNSEEN).filter((rule) => !MISTAKES.some((mistake) => mistake.rule === rule))).toEqual([]);
});

test.each(SEEN.map((mistake) => [mistake.name, mistake] as const))('%s: the first screen names the cause and the fix', async (_, mistake) => {
  const { graphs, findings, page: { path, target, ...page }, history } = meetingOf(mistake);
  const [graph] = graphs.worlds;
  const preview = await previewOf(graph as NonNullable<typeof graph>, folderOf({ file: 'x'.repeat(2_000), 'fonts/file': 'x'.repeat(2_000), 'index.html': 'x' }));
  const base = serverOf(preview, target === 'bucket' ? 'bucket' : 'distribution').url;
  for (const event of history) {
    await happen(preview, base, event);
  }
  const probing = targetAt(`${base}${path}`, { page, thorough: THOROUGH.has(mistake.rule) });
  const { asked, diagnosis } = await probed(probing);
  const blamed = [...(diagnosis.main ? [diagnosis.main] : []), ...diagnosis.also];
  const right = blamed.filter(({ cause }) => findings.map(propertyOf).some((property) => CAUSES[cause].settings.some((setting) => isSetting(setting, property))));
  expect({ blamed: blamed.map(({ cause }) => cause), properties: findings.map(propertyOf), right: right.length > 0 }).toMatchObject({ right: true });
  // What the page fails by comes first
  expect(right[0]).toBe(blamed[0]);
  const screen = reportLines({ target: probing, asked, diagnosis }).slice(0, FIRST_SCREEN).join(' ').replace(/\s+/g, ' ');
  const { says, fix } = CAUSES[blamed[0]?.cause ?? 'origin-fails'];
  expect(screen).toContain(says);
  expect(screen).toContain(fix.cloudFormation);
});
