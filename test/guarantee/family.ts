/** What users would build: a setup becomes its templates, their delivery graph, and the scenes in it. */
import { readTemplates } from '../../lib/graph/readers/templates';
import type { DeliveryGraph } from '../../lib/graph/types';
import { FORMER } from './requests';
import { templatesOf } from './synthesize';
import type { Templates } from './synthesize';
import type { Scene, Setup, Words } from './words';

export type Mutation = (templates: Templates) => void;

/** The graph of a setup, as its template says. */
export function graphOf(setup: Setup, mutate?: Mutation): DeliveryGraph {
  const templates = structuredClone(templatesOf(setup));
  mutate?.(templates);
  const { worlds, problems } = readTemplates(Object.entries(templates).map(([name, template]) => ({ name, template })));
  const [graph] = worlds;
  if (graph === undefined || worlds.length > 1 || problems.length > 0) {
    throw new Error(`${setup.name}: ${worlds.length} worlds, problems: ${JSON.stringify(problems)}`);
  }
  return graph;
}

/** What a contract was before. */
export type Formerly = (words: Words) => Words;

/** Once wider: everybody in turn could read, or more named origins with more headers and credentials. */
function onceWider({ name, words }: Setup): Formerly {
  return words.credentials === true || name.length % 2 === 0 ? withMoreOrigins : toEverybody;
}

function before(setup: Setup, formerly: Formerly): Setup {
  const paths = Object.entries(setup.paths ?? {}).map(([pattern, words]) => [pattern, formerly(words)] as const);
  return { ...setup, fromJson: false, words: formerly(setup.words), paths: setup.paths && Object.fromEntries(paths), others: setup.others?.map(formerly) };
}

function toEverybody(words: Words): Words {
  return { ...words, origins: ['*'], credentials: false, headers: ['*', 'Authorization'], exposed: ['ETag', 'X-Amz-Meta-Secret'], uploads: words.uploads && { origins: ['*'] } };
}

function withMoreOrigins(words: Words): Words {
  const origins = words.origins.includes('*') ? ['https://anyone.example.net', FORMER] : [...words.origins, FORMER];
  return {
    ...words, origins, credentials: true, headers: ['X-Custom', 'Content-Type', 'Authorization'], exposed: ['ETag', 'X-Amz-Meta-Secret'],
    uploads: words.uploads && { origins },
  };
}

/** All scenes of a setup: each path of each distribution, and the endpoints of the buckets. */
export function scenesOf(setup: Setup, { mutate, formerly = onceWider(setup) }: { readonly mutate?: Mutation; readonly formerly?: Formerly } = {}): readonly Scene[] {
  const { words, paths = {}, others = [], bucketOfEachPath = false } = setup;
  const common = {
    setup: setup.name, ownersRules: setup.bucket === 'existing-with-wider-rules', graph: graphOf(setup, mutate), former: graphOf(before(setup, formerly), mutate),
  };
  const own = [words, ...(bucketOfEachPath ? [] : Object.values(paths)), ...others];
  const at = (place: Scene['place'], all: readonly Words[], of?: Words): Scene =>
    ({ ...common, all, formerAll: all.map(formerly), place: { host: setup.domainName, ...place }, ...(of ? { words: of, formerWords: formerly(of) } : {}) });
  const distribution = (id: string): string => named(setup, common.graph.distributions, `${id}Distribution`);
  const bucket = (id: string, all: readonly Words[]): Scene =>
    at({ target: 'bucket', resource: named(setup, common.graph.buckets, id), host: undefined, path: '/uploads/picture.png' }, all);
  return [
    at({ resource: distribution('Assets'), path: '/data.json' }, own, words),
    ...Object.entries(paths).map(([pattern, of]) => at({ resource: distribution('Assets'), path: `/${pattern.replace('*', 'file.bin')}` }, bucketOfEachPath ? [of] : own, of)),
    ...others.map((of, index) => at({ resource: distribution(`Other${index}`), path: '/data.json' }, own, of)),
    ...(setup.shared === true ? [at({ resource: distribution('Sharing'), path: '/data.json' }, own, words)] : []),
    // What others have put into an imported bucket is in no template, so nothing is guaranteed straight to it
    ...(setup.bucket === 'imported' ? [] : [bucket(setup.bucket === undefined && setup.byHand !== true ? 'AssetsBucket' : 'Existing', own)]),
    ...(setup.failover === undefined ? [] : [bucket('Spare', own)]),
    ...(bucketOfEachPath ? Object.values(paths).map((of, index) => bucket(`Path${index}`, [of])) : []),
  ];
}

function named(setup: Setup, nodes: readonly { readonly address: { readonly logicalId: string } }[], beginning: string): string {
  const found = nodes.find(({ address }) => address.logicalId.startsWith(beginning));
  if (!found) {
    throw new Error(`${setup.name} has no ${beginning}`);
  }
  return found.address.logicalId;
}
