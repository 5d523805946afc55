import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { assumptionsText } from '../graph/assumption-text';
import type { Bucket, DeliveryGraph, DeliveryGraphs } from '../graph/types';
import type { Credentials, ObjectStore, Preview, PreviewOptions } from '../preview';
import { loadGraphs } from './load-graphs';
import { loadPreview } from './load-preview';
import { parseOrigin } from './page-request-words';
import { readReadings } from './read-readings';
import type { Terminal } from './terminal';
import { UsageError } from './usage-error';
import type { CommandResult } from './usage-error';

export const PREVIEW_USAGE = `cdk-cors preview <template|cdk.out>... --assets FOLDER [options]

Serves the distributions and buckets of a template on this machine, as AWS would: http and https, until Ctrl-C.
Prints a line for each exchange: what the edge and S3 did with it, and what a browser makes of the answer.

  --assets FOLDER         the files of the buckets; BUCKET=FOLDER for one of several, may be repeated
  --bucket s3://NAME      the objects of a real bucket instead, through @aws-sdk/client-s3
  --endpoint URL          of a server that speaks the API of S3; left out, AWS
  --port N                the first port; one per distribution and bucket (default: free ports)
  --host ADDRESS          default 127.0.0.1; with another one, others on the network reach it too
  --resolve               one port for all, and rules that lead curl and browsers from the real names to it
  --cert FILE --key FILE  certificate and key as PEM (default: made on the fly, trusted by nobody)
  --access-key KEY --secret-key SECRET
                          what presigned URLs and forms are signed with (default: AWS_ACCESS_KEY_ID and
                          AWS_SECRET_ACCESS_KEY, or else preview and preview)
  --readings FILE         JSON, reading: alternative: what AWS leaves undocumented (default: the strictest)
  --origin ORIGIN         one that the page judges beside those that the template names; may be repeated
  --world N               which one, where conditions of the template leave several (default 1)
  --json                  one exchange a line, for machines

Exit code: 0 stopped, 2 unusable input.`;

/** `cdk-cors preview`. */
export async function preview(args: readonly string[], terminal: Terminal): Promise<CommandResult> {
  const { positionals: sources, values } = parse(args);
  if (sources.length === 0) {
    throw new UsageError('name a CloudFormation template, or the folder that cdk synth writes (usually cdk.out)');
  }
  const graphs = loadGraphs(sources);
  const graph = worldOf(graphs, values.world);
  const stores = values.bucket === undefined ? await storesOf(graph, values.assets ?? []) : bucketStores(graph, values.bucket, values.endpoint);
  const running = await started({
    graph, stores: (bucket) => stores.get(bucket), host: values.host, port: portOf(values.port), byName: values.resolve, certificate: certificateOf(values),
    credentials: credentialsOf(values), origins: (values.origin ?? []).map(parseOrigin), readings: values.readings === undefined ? undefined : readReadings(values.readings),
  });
  const { exchangeLine } = loadPreview();
  const say = values.json ? (line: string): void => { terminal.warn(line); } : (line: string): void => { terminal.print(line); };
  [...worldLines(graphs, graph), ...startLines(running, values)].forEach(say);
  running.subscribe((record) => { terminal.print(values.json ? JSON.stringify(record) : exchangeLine(record, terminal.colours)); });
  await terminal.stopped;
  await running.close();
  return { exitCode: 0, stdout: '' };
}

type Values = ReturnType<typeof parse>['values'];

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args], allowPositionals: true,
      options: {
        assets: { type: 'string', multiple: true }, port: { type: 'string' }, host: { type: 'string' }, resolve: { type: 'boolean' },
        cert: { type: 'string' }, key: { type: 'string' }, world: { type: 'string' }, json: { type: 'boolean' },
        bucket: { type: 'string' }, endpoint: { type: 'string' }, 'access-key': { type: 'string' }, 'secret-key': { type: 'string' }, readings: { type: 'string' },
        origin: { type: 'string', multiple: true },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function worldOf({ worlds }: DeliveryGraphs, number = '1'): DeliveryGraph {
  const world = /^\d+$/.test(number) ? worlds[Number(number) - 1] : undefined;
  if (!world) {
    throw new UsageError(`--world ${number}: write a number from 1 to ${worlds.length}`);
  }
  return world;
}

function portOf(text: string | undefined): number | undefined {
  if (text !== undefined && !(/^\d+$/.test(text) && Number(text) <= 65_535)) {
    throw new UsageError(`--port ${text}: write a number from 0 (a free port) to 65535`);
  }
  return text === undefined ? undefined : Number(text);
}

function certificateOf({ cert, key }: Values): PreviewOptions['certificate'] {
  if ((cert === undefined) !== (key === undefined)) {
    throw new UsageError('--cert and --key belong together: name both files, or neither');
  }
  return cert === undefined || key === undefined ? undefined : { cert: pem('--cert', cert), key: pem('--key', key) };
}

function pem(option: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${option} ${file}: it cannot be read (${error instanceof Error ? error.message : String(error)}); name a PEM file`);
  }
}

function credentialsOf({ 'access-key': accessKeyId, 'secret-key': secretAccessKey }: Values): Credentials | undefined {
  if ((accessKeyId === undefined) !== (secretAccessKey === undefined)) {
    throw new UsageError('--access-key and --secret-key belong together: write both, or neither');
  }
  return accessKeyId === undefined || secretAccessKey === undefined ? undefined : { accessKeyId, secretAccessKey };
}

function bucketStores({ buckets }: DeliveryGraph, place: string, endpoint: string | undefined): ReadonlyMap<Bucket, ObjectStore> {
  const [, bucket] = /^s3:\/\/([^/]+)\/?$/.exec(place) ?? [];
  if (bucket === undefined) {
    throw new UsageError(`--bucket ${place}: this is no bucket; write s3://name`);
  }
  if (endpoint !== undefined && !/^https?:\/\/./.test(endpoint)) {
    throw new UsageError(`--endpoint ${endpoint}: this is no URL; write http://127.0.0.1:9000`);
  }
  const { installedSdk, S3Store } = loadPreview();
  const sdk = installedSdk();
  if (!sdk) {
    throw new UsageError('--bucket needs the package "@aws-sdk/client-s3", which is not installed; npm install @aws-sdk/client-s3, or name a folder with --assets');
  }
  const store = new S3Store(sdk, { bucket, endpoint });
  return new Map(buckets.map((each) => [each, store]));
}

async function storesOf({ buckets }: DeliveryGraph, assets: readonly string[]): Promise<ReadonlyMap<Bucket, ObjectStore>> {
  if (assets.length === 0) {
    throw new UsageError('--assets is missing; name the folder with the files that the bucket will hold (usually what your build writes: dist)');
  }
  const stores = new Map<Bucket, ObjectStore>();
  for (const asset of assets) {
    const [, name, folder = asset] = /^([^=/\\]+)=(.*)$/.exec(asset) ?? [];
    const meant = name === undefined ? buckets : buckets.filter(({ address }) => address.logicalId === name || address.constructPath === name);
    if (meant.length === 0) {
      throw new UsageError(`--assets ${asset}: there is no bucket ${String(name)}; there is ${buckets.map(({ address }) => address.logicalId).join(', ')}`);
    }
    const store = await folderStore(folder);
    meant.forEach((bucket) => stores.set(bucket, store));
  }
  return stores;
}

async function folderStore(folder: string): Promise<ObjectStore> {
  try {
    return await loadPreview().FolderStore.at(folder);
  } catch (error) {
    throw new UsageError(`--assets ${folder}: ${(error as Error).message}; name a folder that exists`);
  }
}

async function started(options: PreviewOptions): Promise<Preview> {
  try {
    return await loadPreview().startPreview(options);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw code === undefined ? error : new UsageError(`the preview cannot listen there or use that certificate (${message}); choose another --port or --host, or --port 0 for a free port`);
  }
}

function worldLines({ worlds, problems }: DeliveryGraphs, graph: DeliveryGraph): readonly string[] {
  const assumed = assumptionsText(graph.assumptions);
  return [
    ...problems.map(({ where, message, fix }) => `${where} ${message}; ${fix}`),
    ...(worlds.length > 1 ? [`The template leaves ${worlds.length} worlds open; this is number ${worlds.indexOf(graph) + 1}, in which ${assumed}. --world chooses another.`] : []),
  ];
}

function startLines({ servers, hostRules }: Preview, { host, resolve }: Values): readonly string[] {
  return [
    ...(host !== undefined && !/^(127\.|localhost$|::1$)/.test(host) ? [`WARNING: ${host} is no loopback address: everybody who reaches it reads these files and exchanges, and may upload with the preview's keys.`] : []),
    ...servers.slice(0, 1).map(({ url }) => `Open ${url}/__preview to see every exchange.`),
    ...servers.flatMap(({ kind, name, url, plainUrl, hosts, notes }) => [
      `${kind} ${name}: ${url} and ${plainUrl}${resolve ? '' : ` (${hosts.join(', ')})`}`, ...notes.map((note) => `  ${note}`),
    ]),
    ...(resolve ? [`Chromium: --ignore-certificate-errors --host-resolver-rules="${hostRules.chromium}"`, `curl: -k ${hostRules.curl.join(' ')}`] : []),
  ];
}
