import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { CAUSES, comparisonLines, compare, diagnose, Evidence, parseRecord, parseTargetUrl, probe as ask, ProbeError, recordOf, redacted, replayed, reportLines, settled, STEPS } from '../probe';
import type { Asked, Comparison, Diagnosis, Probed, ProbedExchange, ProbeTarget } from '../probe';
import { loadGraphs } from './load-graphs';
import { MODES, parseHeaders, parseOrigin, requestStart } from './page-request-words';
import type { Terminal } from './terminal';
import { UsageError } from './usage-error';
import type { CommandResult } from './usage-error';

export const PROBE_USAGE = `cdk-cors probe <url> --origin ORIGIN [options]

Asks a deployed distribution with a handful of GET and OPTIONS requests, and says what a browser makes of the answers: which hop and which
setting stop the page, what shows it, and what to change. It leaves no copy in a cache that the page's own request would not leave.

  --origin ORIGIN         the page's origin, such as https://app.example.com
  --method METHOD         default GET; anything but GET and HEAD is only asked permission for
  --header 'NAME: VALUE'  what the page's code sets; may be repeated
  --credentials           with cookies
  --mode MODE             ${MODES.join(', ')} (default fetch); elements carry crossorigin
  --reads NAME            a response header that the page's code reads; may be repeated
  --send 'NAME: VALUE'    also sent, never printed or recorded: a cookie, a staging password; may be repeated
  --other-origin ORIGIN   one that should not be allowed (default https://cdk-cors-probe.invalid)
  --thorough              also asks what is harmless only while the copy in the cache stays where it is
  --template PATH         a template or cdk.out: says which deployed setting differs, and settles what AWS leaves undocumented
  --distribution NAME     logical id or construct path, when the template has several; --world N, when its conditions leave several
  --write-assumptions FILE  what is settled, as preview and explain read it by --assume
  --record FILE           what was asked and answered, without hosts, paths, signatures, cookies and ids; --keep-paths keeps paths
  --replay FILE           judges a record again, without network
  --connect HOST:PORT     another address for the same name; --allow-private: your own machine or network
  --dry-run               prints the requests and sends none
  --json                  for machines

Exit code: 0 allowed, 1 blocked, 3 copies disagree or the answers are not what the template says, 2 unusable input or no answer.`;

const EXIT_CODES: Readonly<Record<Diagnosis['verdict'], number>> = { allowed: 0, blocked: 1, 'preflight-passes': 0, unclear: 3 };
const DISAGREES = 3;

/** `cdk-cors probe`. */
export async function probe(args: readonly string[], terminal: Terminal): Promise<CommandResult> {
  const { positionals, values } = parse(args);
  if (values['write-assumptions'] !== undefined && values.template === undefined) {
    throw new UsageError('--write-assumptions: only a comparison settles any; add --template cdk.out');
  }
  if (values.replay !== undefined) {
    const { target, asked } = replayed(parseRecord(read('--replay', values.replay), values.replay), values.template !== undefined);
    return result(target, asked, values);
  }
  const target = targetOf(positionals, values);
  if (values['dry-run']) {
    return { exitCode: 0, stdout: dryRun(target) };
  }
  return result(target, await askedBy(target, values, terminal), values);
}

type Values = ReturnType<typeof parse>['values'];

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args], allowPositionals: true,
      options: {
        origin: { type: 'string' }, method: { type: 'string' }, header: { type: 'string', multiple: true }, credentials: { type: 'boolean' }, mode: { type: 'string' },
        reads: { type: 'string', multiple: true }, send: { type: 'string', multiple: true }, 'other-origin': { type: 'string' }, thorough: { type: 'boolean' },
        template: { type: 'string', multiple: true }, distribution: { type: 'string' }, world: { type: 'string' }, 'write-assumptions': { type: 'string' },
        record: { type: 'string' }, 'keep-paths': { type: 'boolean' }, replay: { type: 'string' }, connect: { type: 'string' }, 'allow-private': { type: 'boolean' },
        'dry-run': { type: 'boolean' }, json: { type: 'boolean' },
      },
    });
  } catch (error) {
    const [said = ''] = (error instanceof Error ? error.message : String(error)).split(/\. To specify|\n/);
    throw new UsageError(`${said.replace(/\.$/, '')}; cdk-cors probe --help lists the options`);
  }
}

function targetOf([text, ...rest]: readonly string[], values: Values): ProbeTarget {
  if (text === undefined || rest.length > 0) {
    throw new UsageError(`${text === undefined ? 'the URL of a file is missing' : 'one URL at a time'}; write cdk-cors probe https://d111111abcdef8.cloudfront.net/fonts/a.woff2 --origin https://app.example.com`);
  }
  return {
    url: orUsage(() => parseTargetUrl(text, values['allow-private'] ?? false)), nonce: randomBytes(6).toString('hex'),
    page: {
      origin: parseOrigin(values.origin), method: values.method?.toUpperCase() ?? 'GET', headers: parseHeaders(values.header ?? []), ...(values.reads === undefined ? {} : { reads: values.reads }),
      ...requestStart(values.mode ?? 'fetch', values.credentials ?? false),
    },
    otherOrigin: values['other-origin'] === undefined ? 'https://cdk-cors-probe.invalid' : parseOrigin(values['other-origin']),
    secrets: Object.entries(parseHeaders(values.send ?? [], '--send')), thorough: values.thorough ?? false, comparing: values.template !== undefined,
  };
}

function orUsage<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw error instanceof ProbeError ? new UsageError(error.message) : error;
  }
}

async function askedBy(target: ProbeTarget, values: Values, terminal: Terminal): Promise<Probed> {
  const exchanges: ProbedExchange[] = [];
  let stopped = false;
  void terminal.stopped.then(() => { stopped = true; });
  if (process.env.HTTPS_PROXY ?? process.env.https_proxy) {
    terminal.warn('HTTPS_PROXY is set; the probe asks directly and does not use it');
  }
  try {
    const asked = await ask(target, {
      connect: connectOf(values.connect), allowPrivate: values['allow-private'], halted: () => (stopped ? 'somebody stopped it' : undefined),
      onExchange: (exchange) => {
        exchanges.push(exchange);
        terminal.progress?.(`#${exchange.n} ${exchange.request.method} ${exchange.step}: ${exchange.response.status}`);
      },
    });
    record(target, asked, values);
    return asked;
  } catch (error) {
    record(target, { exchanges, notAsked: [], stopped: error instanceof Error ? error.message : String(error) }, values);
    throw error instanceof ProbeError ? new UsageError(error.message) : error;
  } finally {
    terminal.progress?.('');
  }
}

function connectOf(text: string | undefined): { readonly host: string; readonly port: number } | undefined {
  if (text === undefined) {
    return undefined;
  }
  const [, host, port] = /^(.+):(\d{1,5})$/.exec(text) ?? [];
  if (host === undefined || Number(port) < 1 || Number(port) > 65_535) {
    throw new UsageError(`--connect ${text}: write HOST:PORT, such as 127.0.0.1:8443`);
  }
  return { host, port: Number(port) };
}

function record(target: ProbeTarget, asked: Probed, values: Values, comparison?: Comparison): void {
  if (values.record !== undefined && asked.exchanges.length > 0) {
    const whole = { ...recordOf(target, asked, asked.tlsIssuer), ...(comparison === undefined ? {} : { settled: settled(comparison) }) };
    write('--record', values.record, redacted(whole, values['keep-paths']));
  }
}

function result(target: ProbeTarget, asked: Probed, values: Values): CommandResult {
  const diagnosis = diagnose(new Evidence(target, asked.exchanges));
  const comparison = values.template === undefined ? undefined : comparisonWith(values.template, target, asked, values);
  if (values['write-assumptions'] !== undefined && comparison !== undefined) {
    write('--write-assumptions', values['write-assumptions'], settled(comparison));
  }
  if (comparison !== undefined) {
    record(target, asked, values, comparison);
  }
  const differs = (diagnosis.copiesDisagree && diagnosis.verdict !== 'blocked') || (comparison?.deviations.length ?? 0) > 0;
  return {
    exitCode: differs ? DISAGREES : EXIT_CODES[diagnosis.verdict],
    stdout: values.json ? asJson(target, asked, diagnosis, comparison) : reportLines({ target, asked, diagnosis, comparison: comparison && comparisonLines(comparison) }).join('\n'),
  };
}

/** Of several worlds the one in which the template is furthest from being contradicted. */
function comparisonWith(paths: readonly string[], target: ProbeTarget, { exchanges }: Asked, { distribution, world }: Values): Comparison {
  const { worlds } = loadGraphs(paths);
  const chosen = world === undefined ? worlds : worlds.slice(Number(world) - 1, Number(world));
  if (chosen.length === 0) {
    throw new UsageError(`--world ${String(world)}: write a number from 1 to ${worlds.length}`);
  }
  const comparisons = chosen.map((graph) => compare(graph, target, exchanges, distribution ?? distributionAt(graph, target.url.hostname)));
  return comparisons.reduce((best, other) => (other.deviations.length < best.deviations.length ? other : best));
}

function distributionAt({ distributions }: ReturnType<typeof loadGraphs>['worlds'][number], host: string): string | undefined {
  const names = distributions.map(({ address }) => `${address.stack}.${address.logicalId}`);
  const named = distributions.findIndex(({ domainName, aliases }) => domainName === host || (aliases.known && aliases.value.includes(host)));
  if (named < 0 && distributions.length > 1) {
    throw new UsageError(`--template: it has ${distributions.length} distributions, and none has the name ${host}; add --distribution with one of ${names.join(', ')}`);
  }
  return names[Math.max(named, 0)];
}

function asJson(target: ProbeTarget, asked: Asked, diagnosis: Diagnosis, comparison: Comparison | undefined): string {
  const { exchanges, ...rest } = redacted(recordOf(target, asked), true);
  const blamed = (blame: Diagnosis['also'][number]): object => ({ ...blame, ...CAUSES[blame.cause] });
  const { main, also } = diagnosis;
  return JSON.stringify({
    ...diagnosis, main: main && blamed(main), also: also.map(blamed), ...(comparison === undefined ? {} : { comparison: { ...comparison, settled: settled(comparison) } }),
    asked: { ...rest, exchanges },
  }, undefined, 2);
}

function dryRun(target: ProbeTarget): string {
  const evidence = new Evidence(target, []);
  return STEPS.map(({ id, asks, request, unless }, index) => {
    const { method, path } = request(target, evidence);
    return `#${index + 1} ${method} ${path} (${id}): ${asks}${unless === undefined ? '' : '; only if the answers before call for it'}`;
  }).join('\n');
}

function read(option: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${option} ${file}: it cannot be read (${error instanceof Error ? error.message : String(error)}); name a readable file`);
  }
}

function write(option: string, file: string, value: object): void {
  try {
    writeFileSync(file, `${JSON.stringify(value, undefined, 2)}\n`);
  } catch (error) {
    throw new UsageError(`${option} ${file}: it cannot be written (${error instanceof Error ? error.message : String(error)}); name a file in a folder that exists`);
  }
}
