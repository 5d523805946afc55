import { exchange } from '../../lib/model';
import { scenesOf } from './family';
import { SETUPS } from './grid';
import { MISTAKES } from './mutations';
import type { Mistake } from './mutations';
import { askersOf, ENCODINGS } from './requests';
import { Tally, walk } from './walk';
import type { Violation } from './walk';

jest.setTimeout(120_000);

/** The first violation of each kind that the proof finds in a broken design, with the shortest history. */
function refute({ setup: name, mutate }: Mistake): ReadonlyMap<string, Violation> {
  const setup = SETUPS.find((each) => each.name === name);
  if (!setup) {
    throw new Error(`no setup is called ${name}`);
  }
  const found = new Map<string, Violation>();
  for (const scene of scenesOf(setup, { mutate })) {
    for (const origin of askersOf(scene).main) {
      for (const violation of walk({ scene, origin, encoding: ENCODINGS[0], depth: 1 }, new Tally())) {
        const { judgement, history } = violation;
        const what = judgement.set === 'forbidden' ? `readable although ${judgement.because}` : 'promise broken';
        if (history.length < (found.get(what)?.history.length ?? Infinity)) {
          found.set(what, violation);
        }
      }
    }
  }
  return found;
}

/** What came before, what was asked then, and the assumptions about AWS that decide. */
function inWords(what: string, { scene, request, kind, history, past, now, assumptions }: Violation): string {
  const run = exchange(scene.graph, request, { history: past, now });
  const deciding = what === 'promise broken' ? run.deciding : run.decidingReadability;
  const under = deciding.length === 0 ? 'every assumption' : deciding.map((id) => `${id}: ${assumptions[id] ?? 'any'}`).join(', ');
  return `  ${what}: ${[...history, `${kind} from ${request.origin}`].join('; then ')}. Under ${under}.`;
}

const refutations = new Map<string, readonly string[]>();

test.each(MISTAKES.map((mistake) => [mistake.name, mistake] as const))('%s', (name, mistake) => {
  const found = refute(mistake);
  refutations.set(name, [...found].map(([what, violation]) => inWords(what, violation)).sort());
  expect(found.size > 0).toBe(mistake.harmless === undefined);
});

test('each mistake is refuted in its own way', () => {
  const table = [...refutations].map(([name, lines]) => [name, ...lines].join('\n')).join('\n');
  console.log(table);
  expect(table).toMatchInlineSnapshot(`
"no response headers policy
  promise broken: curl, no Origin; then fetch from https://app.example.com. Under every assumption.
  readable although a header is not promised: fetch with Authorization from https://app.example.com. Under every assumption.
  readable although credentials are not promised: fetch with credentials from https://app.example.com. Under every assumption.
  readable although the origin is not in the contract: under the former contract: a page of https://former.example.net in another browser; then fetch from https://former.example.net. Under every assumption.
no response headers policy, two contracts on one bucket
  promise broken: curl, no Origin; then fetch from https://app.example.com. Under every assumption.
  readable although a header is not promised: fetch with Authorization from https://app.example.com. Under every assumption.
  readable although credentials are not promised: fetch with credentials from https://app.example.com. Under every assumption.
  readable although the origin is not in the contract: fetch from https://partner.example.net. Under every assumption.
no OriginOverride, nothing removed
  promise broken: under the former contract: a page of https://former.example.net in another browser; then fetch from https://app.example.com. Under every assumption.
  readable although a header is not promised: fetch with Authorization from https://app.example.com. Under every assumption.
  readable although credentials are not promised: fetch with credentials from https://app.example.com. Under every assumption.
  readable although the origin is not in the contract: under the former contract: a page of https://former.example.net in another browser; then fetch from https://former.example.net. Under every assumption.
nothing removed
  readable although credentials are not promised: fetch with credentials from https://app.example.com. Under override-and-headers-not-set: kept.
  readable although the origin is not in the contract: under the former contract: a page of https://former.example.net in another browser; then fetch from https://former.example.net. Under override-and-unlisted-origin: kept.
nothing removed, a wider contract on the same bucket
  readable although credentials are not promised: fetch with credentials from https://app.example.com. Under override-and-headers-not-set: kept.
  readable although the origin is not in the contract: fetch from https://partner.example.net. Under override-and-unlisted-origin: kept.
nothing removed, a wider path
  readable although credentials are not promised: fetch with credentials from https://app.example.com. Under override-and-headers-not-set: kept.
  readable although the origin is not in the contract: fetch from https://anyone.example.net. Under override-and-unlisted-origin: kept.
nothing removed, wider rules of the bucket's owner
  readable although the origin is not in the contract: fetch from https://former.example.net. Under override-and-unlisted-origin: kept.
nothing for browsers in the policy's list
  promise broken: fetch from https://app.example.com. Under allow-headers-on-actual-requests: checked.
no Priority in the policy's list
  promise broken: fetch from https://app.example.com. Under allow-headers-on-actual-requests: checked.
nothing for revalidation in the policy's list
  promise broken: the same page, with a plain image; then fetch from https://app.example.com. Under allow-headers-on-actual-requests: checked.
nothing for a reload in the policy's list
  promise broken: fetch past the cache, as on a reload from https://app.example.com. Under allow-headers-on-actual-requests: checked.
no HEAD in the policy's methods
  promise broken: HEAD from https://app.example.com. Under allow-methods-on-actual-requests: checked.
no Vary
Vary without Origin
Origin not forwarded
  promise broken: fetch with a custom header from https://app.example.com. Under every assumption.
only Origin forwarded
  promise broken: fetch with a custom header from https://app.example.com. Under every assumption.
everything forwarded, Host too
  promise broken: fetch from https://app.example.com. Under every assumption.
OPTIONS cached under a key without its headers
  promise broken: an OPTIONS without Origin; then fetch with a custom header from https://app.example.com. Under client-errors-cached: cached.
OPTIONS not allowed
  promise broken: fetch with a custom header from https://app.example.com. Under every assumption.
no rule in the bucket
  promise broken: fetch with a custom header from https://app.example.com. Under every assumption.
rule without allowed headers
  promise broken: fetch with a custom header from https://app.example.com. Under every assumption.
rule without HEAD
  promise broken: HEAD with a custom header from https://app.example.com. Under every assumption.
rule with a trailing slash
  promise broken: fetch with a custom header from https://app.example.com. Under every assumption.
upload rule without allowed headers
  promise broken: presigned PUT with a content type from https://admin.example.com. Under every assumption.
upload rule for everybody
  readable although no contract promises this upload: presigned PUT from https://app.example.com. Under every assumption.
policy for everybody
  readable although the origin is not in the contract: fetch from https://former.example.net. Under every assumption.
policy with credentials
  readable although credentials are not promised: fetch with credentials from https://app.example.com. Under every assumption.
policy without Authorization
  promise broken: fetch with Authorization from https://app.example.com. Under every assumption.
policy that exposes nothing
  promise broken: fetch from https://app.example.com. Under every assumption.
files for the same origin only
  promise broken: plain image from https://app.example.com. Under every assumption.
the default policy on every path
  promise broken: fetch from https://anyone.example.net. Under every assumption.
  readable although the origin is not in the contract: fetch from https://app.example.com. Under every assumption.
no statement for CloudFront
  promise broken: fetch from https://app.example.com. Under every assumption.
no statement in the key policy
  promise broken: fetch from https://app.example.com. Under every assumption.
no OriginOverride, but S3's headers removed
no rule in both buckets of a failover
  promise broken: fetch with a custom header from https://app.example.com. Under every assumption.
no rule in the second bucket of a failover
  promise broken: presigned PUT from https://app.example.com. Under every assumption.
no rule in the bucket of a path
  promise broken: fetch with a custom header from https://partner.example.net. Under every assumption.
no statement for CloudFront on the bucket of a path
  promise broken: fetch from https://partner.example.net. Under every assumption.
SimpleCORS, as it was before
  promise broken: fetch with credentials from https://admin.example.com. Under every assumption.
  readable although a header is not promised: fetch with a JSON content type from https://app.example.com. Under every assumption.
  readable although credentials are not promised: fetch with credentials from https://app.example.com. Under every assumption.
  readable although the origin is not in the contract: fetch from https://anyone.example.net. Under every assumption.
no function that writes Vary
  promise broken: a page of https://admin.example.com in the same browser; then fetch from https://app.example.com. Under origin-vary-beside-cors: dropped, vary-of-echoed-origin: not-added, custom-vary-beside-cors: dropped.
a function that takes the permission away
  promise broken: fetch from https://app.example.com. Under every assumption.
routing that asks preflights for a login
  promise broken: fetch with a custom header from https://app.example.com. Under every assumption."
`);
});
