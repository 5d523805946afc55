import { premisesText } from '../../graph/types/premise-text';
import type { DeliveryGraph, DeliveryGraphs } from '../../graph/types';
import type { Credentials, Preview, PreviewOptions } from '../../preview';
import { shortNames } from '../../preview/http/names';
import { loadDelivery } from '../load-graphs';
import { loadPreview } from './load-preview';
import { parseOrigin } from '../page-request-words';
import { storesOf } from './preview-stores';
import type { Stores } from './preview-stores';
import { readAssumptions } from '../read-assumptions';
import type { Terminal } from '../terminal';
import { readOptions } from '../arguments';
import { PARAMETER_USAGE } from '../parameters';
import { EDGE_CODE_USAGE, readEdgeCode } from '../read-edge-code';
import { readNamed } from '../named-files';
import { UsageError } from '../usage-error';
import { watchTemplates } from './watch-templates';
import type { CommandResult } from '../usage-error';

export const PREVIEW_USAGE = `cdk-cors preview <template|cdk.out>... --assets FOLDER [options]

Serves the distributions and buckets of a template on this machine, until Ctrl-C.
Prints what the edge and S3 did with each request, and what a browser makes of it.

  --assets FOLDER         files of the buckets; BUCKET=FOLDER for one of several, may be repeated
  --bucket s3://NAME      or the objects of a real bucket, through @aws-sdk/client-s3
  --endpoint URL          of a server that speaks the API of S3 (default: AWS)
  --port N                the first port; one per distribution and bucket (default: free ports)
  --host ADDRESS          default 127.0.0.1; any other lets the network reach it
  --resolve               one port for all, and rules that lead curl and browsers there by name
  --cert FILE --key FILE  certificate and key as PEM (default: made on the fly, trusted by nobody)
  --access-key KEY --secret-key SECRET
                          what presigned URLs are signed with (default: AWS_ACCESS_KEY_ID
                          and AWS_SECRET_ACCESS_KEY, or else preview and preview)
  --assume FILE           JSON, { assumption: alternative } (default: the strictest)
  --origin ORIGIN         judged in addition to those that the template names; may be repeated
  --world N               which one, when conditions of the template leave several (default 1)
${PARAMETER_USAGE}
${EDGE_CODE_USAGE}
  --json                  one exchange a line, for machines

Examples:
  cdk-cors preview cdk.out --assets dist
  cdk-cors preview template.json --assets Files=dist --port 8080 --resolve

Exit code: 0 stopped, 2 unusable input.`;

/** `cdk-cors preview`. */
export async function preview(args: readonly string[], terminal: Terminal): Promise<CommandResult> {
  const { positionals: sources, values } = parse(args);
  if (sources.length === 0) {
    throw new UsageError('name a CloudFormation template, or the folder that cdk synth writes (usually cdk.out)');
  }
  const { graphs, unusable } = loadDelivery(sources, values.parameter, readEdgeCode(values['edge-code']));
  const graph = worldOf(graphs, values.world);
  const stores = await storesOf(graph, values);
  const running = await started({
    graph,
    stores: (bucket) => stores.get(bucket),
    host: hostOf(values),
    port: portOf(values, graph),
    byName: values.resolve,
    certificate: certificateOf(values),
    credentials: credentialsOf(values),
    origins: (values.origin ?? []).map(parseOrigin),
    assumptions: values.assume === undefined ? undefined : readAssumptions(values.assume),
  });
  const { exchangeLine } = loadPreview();
  const say = values.json ? (line: string): void => { terminal.warn(line); } : (line: string): void => { terminal.print(line); };
  [...unusable, ...worldLines(graphs, graph), ...startLines(running, values), ...emptyLines(graph, stores)].forEach(say);
  running.subscribe((record) => { terminal.print(values.json ? JSON.stringify(record) : exchangeLine(record, terminal.colors)); });
  const stopWatching = watchTemplates(sources, (line) => { terminal.warn(line); });
  await terminal.stopped;
  stopWatching();
  await running.close();
  return { exitCode: 0, stdout: '' };
}

type Values = ReturnType<typeof parse>['values'];

function parse(args: readonly string[]) {
  return readOptions('preview', args, {
    assets: { type: 'string', multiple: true }, port: { type: 'string' }, host: { type: 'string' }, resolve: { type: 'boolean' },
    cert: { type: 'string' }, key: { type: 'string' }, world: { type: 'string' }, json: { type: 'boolean' },
    bucket: { type: 'string' }, endpoint: { type: 'string' }, 'access-key': { type: 'string' }, 'secret-key': { type: 'string' }, assume: { type: 'string' },
    origin: { type: 'string', multiple: true }, parameter: { type: 'string', multiple: true }, 'edge-code': { type: 'string' },
  });
}

function worldOf({ worlds }: DeliveryGraphs, number = '1'): DeliveryGraph {
  const world = /^\d+$/.test(number) ? worlds[Number(number) - 1] : undefined;
  if (!world) {
    throw new UsageError(`--world ${number}: ${worlds.length === 1 ? 'the template leaves one world only; leave the option out' : `write a number from 1 to ${worlds.length}`}`);
  }
  return world;
}

function hostOf({ host }: Values): string | undefined {
  if (host === '') {
    throw new UsageError('--host: it is empty; write an address of this machine, or leave the option out for 127.0.0.1');
  }
  return host;
}

function portOf({ port: text, resolve }: Values, { distributions, buckets }: DeliveryGraph): number | undefined {
  if (text === undefined) {
    return undefined;
  }
  const needed = resolve ? 1 : distributions.length + buckets.length;
  const port = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!(port <= LAST_PORT)) {
    throw new UsageError(`--port ${text}: write a number from 0 (a free port) to ${LAST_PORT}`);
  }
  if (port + needed - 1 > LAST_PORT) {
    throw new UsageError(`--port ${text}: the ${needed} servers need as many ports from there on; write ${LAST_PORT + 1 - needed} or less, 0 for free ports, or --resolve for one port`);
  }
  return port;
}

const LAST_PORT = 65_535;

function certificateOf({ cert, key }: Values): PreviewOptions['certificate'] {
  if ((cert === undefined) !== (key === undefined)) {
    throw new UsageError('--cert and --key belong together: name both files, or neither');
  }
  return cert === undefined || key === undefined ? undefined : { cert: readNamed('--cert', cert, 'a PEM file'), key: readNamed('--key', key, 'a PEM file') };
}

function credentialsOf({ 'access-key': accessKeyId, 'secret-key': secretAccessKey }: Values): Credentials | undefined {
  if ((accessKeyId === undefined) !== (secretAccessKey === undefined)) {
    throw new UsageError('--access-key and --secret-key belong together: write both, or neither');
  }
  if (accessKeyId === '' || secretAccessKey === '') {
    throw new UsageError('--access-key and --secret-key: an empty key signs nothing; write both, or leave both out');
  }
  return accessKeyId === undefined || secretAccessKey === undefined ? undefined : { accessKeyId, secretAccessKey };
}

async function started(options: PreviewOptions): Promise<Preview> {
  try {
    return await loadPreview().startPreview(options);
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    const fix = FIXES.find(({ codes }) => codes.test(code));
    throw fix === undefined ? error : new UsageError(`${fix.what} (${message}); ${fix.instead}`);
  }
}

const FIXES = [
  { codes: /^(EADDRINUSE|EACCES)$/, what: '--port: the preview cannot have that port', instead: 'choose another --port, or 0 for a free one' },
  { codes: /^(EADDRNOTAVAIL|ENOTFOUND|EAI_AGAIN|EINVAL)$/, what: '--host: this machine has no such address', instead: 'leave the option out for 127.0.0.1, or write 0.0.0.0 for all addresses of this machine' },
  { codes: /^ERR_(OSSL|SSL)/, what: '--cert, --key: not a certificate with its key', instead: 'name two PEM files that belong together, or leave both out' },
] as const;

function worldLines({ worlds }: DeliveryGraphs, graph: DeliveryGraph): readonly string[] {
  const assumed = premisesText(graph.premises);
  return worlds.length > 1 ? [`The template leaves ${worlds.length} worlds open; this is number ${worlds.indexOf(graph) + 1}, in which ${assumed}. --world chooses another.`] : [];
}

function emptyLines({ buckets }: DeliveryGraph, stores: Stores): readonly string[] {
  const names = shortNames(buckets);
  return buckets.flatMap((bucket, index) => (stores.has(bucket) ? [] : [`The bucket ${String(names[index])} is empty here: no --assets names a folder for it.`]));
}

function startLines({ servers, hostRules }: Preview, { host, resolve, cert, 'access-key': accessKey }: Values): readonly string[] {
  const keys = accessKey === undefined ? process.env.AWS_ACCESS_KEY_ID && process.env.AWS_SECRET_ACCESS_KEY ? 'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY' : 'the access key preview and the secret key preview' : '--access-key and --secret-key';
  return [
    ...(host !== undefined && !/^(127\.|localhost$|::1$)/.test(host) ? [`WARNING: ${host} is not a loopback address: everybody who reaches it reads these files and exchanges, and may upload with the preview's keys.`] : []),
    ...servers.slice(0, 1).map(({ url }) => `Open ${url}/__preview to see every exchange.`),
    ...(cert === undefined ? ['Its certificate was made just now and nobody trusts it: accept it in the browser once for each address, and write curl -k.'] : []),
    ...(servers.some(({ kind }) => kind === 'bucket') ? [`Uploads and signed reads are signed with ${keys}.`] : []),
    ...servers.flatMap(({ kind, name, url, plainUrl, hosts, notes }) => [
      `${kind} ${name}: ${url} and ${plainUrl}${resolve ? '' : ` (${hosts.join(', ')})`}`, ...notes.map((note) => `  ${note}`),
    ]),
    ...(resolve ? [`Chromium: --ignore-certificate-errors --host-resolver-rules="${hostRules.chromium}"`, `curl: -k ${hostRules.curl.join(' ')}`] : []),
  ];
}
