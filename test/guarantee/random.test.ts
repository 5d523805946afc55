import fc from 'fast-check';
import { exchange } from '../../lib/model';
import { holds, longEnough, many, SEED } from '../drawing';
import { scenesOf } from './family';
import { happeningsBefore } from './histories';
import { judge, memoryOf } from './oracle';
import { askersOf, ENCODINGS, kindsFor, requestOf } from './requests';
import { told } from './telling';
import { OBJECTS, verdictOn } from './walk';
import type { Scene, Setup, UploadWords, Words } from './words';

jest.setTimeout(longEnough(300_000));

const CONTRACTS = 60;

const origin = fc.constantFrom(
  'https://app.example.com', 'https://admin.example.com', 'https://*.example.com', 'https://app.example.org:8443', 'https://app.example.org:84*', 'http://localhost:*',
  'http://localhost:3000', 'https://*.apps.example.net', 'https://partner.example.net', 'https://APP.example.org', 'https://example.com',
);
const header = fc.constantFrom('X-Custom', 'x-custom', 'Content-Type', 'Authorization', 'Range', 'If-None-Match');
const origins: fc.Arbitrary<readonly string[]> = fc.oneof({ weight: 5, arbitrary: fc.uniqueArray(origin, { minLength: 1, maxLength: 4 }) }, { weight: 1, arbitrary: fc.constant(['*']) });
const named = fc.uniqueArray(header, { minLength: 1, maxLength: 3 });
const uploads: fc.Arbitrary<UploadWords> = fc.record({
  origins: fc.option(origins, { nil: undefined }), headers: fc.option(fc.uniqueArray(fc.oneof(header, fc.constantFrom('x-amz-*', '*')), { minLength: 1, maxLength: 3 }), { nil: undefined }),
});

/** A contract that the construct accepts: nobody is "everybody with credentials". */
const words: fc.Arbitrary<Words> = fc.record({
  origins,
  headers: fc.option(fc.oneof(named, named.map((names) => ['*', ...names])), { nil: undefined }),
  exposed: fc.option(fc.uniqueArray(fc.constantFrom('ETag', 'etag', 'Content-Range', 'X-Amz-Meta-Width'), { maxLength: 3 }), { nil: undefined }),
  maxAgeSeconds: fc.option(fc.constantFrom(0, 1, 600, 86_400, 200_000), { nil: undefined }),
  credentials: fc.boolean(),
  signed: fc.boolean(),
  uploads: fc.option(uploads, { nil: undefined }),
}).map((one) => {
  const credentials = one.credentials && !one.origins.includes('*');
  return { ...one, credentials, headers: credentials ? one.headers?.filter((name) => name !== '*') : one.headers };
});

const setup: fc.Arbitrary<Setup> = fc.record({
  name: fc.constant('a generated contract'),
  words,
  paths: fc.option(fc.dictionary(fc.constantFrom('fonts/*', 'partners/*'), words.map((one) => ({ ...one, uploads: undefined })), { maxKeys: 2 }), { nil: undefined }),
  others: fc.option(fc.array(words, { maxLength: 2 }), { nil: undefined }),
  bucket: fc.constantFrom(undefined, undefined, 'existing', 'existing-with-wider-rules', 'in-another-stack'),
  domainName: fc.constantFrom(undefined, 'assets.example.com'),
}).map((one) => ({ ...one, others: one.bucket === 'in-another-stack' ? undefined : one.others }));

/** Any number, to choose from lists whose length only the contract decides. */
const choice = fc.nat(10_000);
const asked = fc.record({
  scene: choice, origin: choice, kind: choice, encoding: fc.constantFrom(...ENCODINGS), files: fc.constantFrom(...Object.keys(OBJECTS)), engine: fc.constantFrom('chromium', 'firefox', 'webkit'),
  history: fc.array(choice, { maxLength: 3 }),
});

type Asked = typeof asked extends fc.Arbitrary<infer T> ? T : never;

function chosen<T>(items: readonly T[], number: number): T {
  const item = items[number % items.length];
  if (item === undefined) {
    throw new Error('nothing to choose from');
  }
  return item;
}

/** Makes one exchange through the public door of the model; throws its story when it does not end as the contract says. */
function travel(scenes: readonly Scene[], { encoding, files, engine, history, ...choices }: Asked): number {
  const scene = chosen(scenes, choices.scene);
  const { main, nearMisses } = askersOf(scene);
  const asker = chosen([...main, ...main, ...nearMisses], choices.origin);
  const kind = chosen(kindsFor(scene), choices.kind);
  const request = { ...requestOf(scene, kind, asker, encoding), engine };
  let now = 0;
  const happenings = history.map((number) => chosen(happeningsBefore(scene, asker, encoding, 'every encoding'), number));
  const past = happenings.map(({ event, later = 0 }) => {
    now += later;
    return { ...event, at: now };
  });
  const judgement = judge(scene, request, memoryOf(scene, past, request));
  const { outcomes } = exchange(scene.graph, request, { history: past, now, objects: OBJECTS[files] });
  for (const { outcome, assumptions } of outcomes) {
    if (verdictOn(judgement, outcome) !== 'as promised') {
      throw new Error(told({ scene, request, kind: kind.words, history: happenings.map((one) => one.words), past, now, assumptions, judgement, outcome }));
    }
  }
  return outcomes.length;
}

test('generated contracts keep their promise on generated exchanges', () => {
  let exchanges = 0;
  holds('generated-contracts',
    fc.property(setup, words, fc.array(asked, { minLength: 1, maxLength: 60, size: 'max' }), (generated, formerly, requests) => {
      const scenes = scenesOf(generated, { formerly: () => formerly });
      for (const each of requests) {
        exchanges += travel(scenes, each);
      }
    }),
    CONTRACTS,
  );
  console.log(`${many(CONTRACTS)} generated contracts, ${exchanges} exchanges, seed ${SEED}`);
});
