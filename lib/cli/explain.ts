import { parseArgs } from 'node:util';
import { premisesText } from '../graph/types/premise-text';
import type { Premise } from '../graph/types';
import { exchange, ASSUMPTIONS } from '../model';
import type { Exchange, PageRequest, Verdict } from '../model';
import { exchangeInWords } from '../model/exchange-words';
import { loadGraphs } from './load-graphs';
import { MODES, parseEarlier, parseHeaders, parseOrigin, parsePath, requestStart } from './page-request-words';
import { UsageError } from './usage-error';
import type { CommandResult } from './usage-error';

export const EXPLAIN_USAGE = `cdk-cors explain <template|cdk.out>... --origin ORIGIN [options]

Follows one request of a page through the browser, CloudFront and S3 and back, and says who lets it pass or stops it, and why.

  --origin ORIGIN         the page's origin, such as https://app.example.com
  --path PATH             the file (default /file)
  --method METHOD         default GET
  --header 'NAME: VALUE'  what the page's code sets; may be repeated
  --credentials           with cookies
  --mode MODE             ${MODES.join(', ')} (default fetch); elements carry crossorigin
  --upload                straight to the bucket with a presigned URL
  --after 'METHOD PATH [origin=ORIGIN] [mode=MODE] [plain] [encoding=gzip]'
                          what happened before and filled the caches; may be repeated, oldest first
  --distribution NAME     logical id or construct path, when there are several
  --json                  for machines

Exit code: 0 allowed, 1 blocked, 3 depends on something that AWS leaves undocumented or that the template does not say, 2 unusable input.`;

const EXIT_CODES: Readonly<Record<Verdict, number>> = { allowed: 0, blocked: 1, depends: 3, unknown: 3 };

/** What happens in one way in which the conditions of the templates may turn out. */
interface World {
  readonly premises: readonly Premise[];
  readonly exchange: Exchange;
}

/** `cdk-cors explain`. */
export function explain(args: readonly string[]): CommandResult {
  const { positionals: sources, values } = parse(args);
  if (sources.length === 0) {
    throw new UsageError('name a CloudFormation template, or the folder that cdk synth writes (usually cdk.out)');
  }
  const page = pageRequest(values);
  const history = (values.after ?? []).map(parseEarlier).map((event) => (page.resource === undefined ? event : { resource: page.resource, ...event }));
  const worlds = loadGraphs(sources).worlds.map((graph) => ({ premises: graph.premises, exchange: exchangeOf(() => exchange(graph, page, { history })) }));
  const verdict = verdictOf(worlds);
  return { exitCode: EXIT_CODES[verdict], stdout: values.json ? asJson(verdict, worlds) : asText(verdict, page, worlds) };
}

type Values = ReturnType<typeof parse>['values'];

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        origin: { type: 'string' }, path: { type: 'string' }, method: { type: 'string' }, header: { type: 'string', multiple: true },
        credentials: { type: 'boolean' }, mode: { type: 'string' }, upload: { type: 'boolean' }, after: { type: 'string', multiple: true },
        distribution: { type: 'string' }, json: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function pageRequest(values: Values): PageRequest {
  return {
    origin: parseOrigin(values.origin),
    path: parsePath(values.path ?? '/file'),
    method: values.method ?? (values.upload ? 'PUT' : 'GET'),
    headers: parseHeaders(values.header ?? []),
    resource: values.distribution,
    ...(values.upload ? { target: 'bucket', presigned: true } as const : {}),
    ...requestStart(values.mode ?? 'fetch', values.credentials ?? false),
  };
}

/** A distribution or bucket that does not exist is a mistake of whoever typed its name. */
function exchangeOf(run: () => Exchange): Exchange {
  try {
    return run();
  } catch (error) {
    throw error instanceof Error && error.message.startsWith('the graph has no') ? new UsageError(error.message) : error;
  }
}

function verdictOf(worlds: readonly World[]): Verdict {
  const verdicts = new Set(worlds.map(({ exchange }) => exchange.verdict));
  const [only = 'unknown'] = verdicts;
  return verdicts.size > 1 ? 'depends' : only;
}

function asJson(verdict: Verdict, worlds: readonly World[]): string {
  const exchanges = worlds.map(({ premises, exchange }) => ({
    premises,
    verdict: exchange.verdict,
    outcome: exchange.outcome,
    deciding: exchange.deciding.map((id) => ({ id, ...ASSUMPTIONS[id] })),
    messages: exchange.messages,
    trace: exchange.trace,
  }));
  return JSON.stringify({ verdict, worlds: exchanges }, undefined, 2);
}

function asText(verdict: Verdict, page: PageRequest, worlds: readonly World[]): string {
  const asked = `${page.method ?? 'GET'} ${page.path} from a page on ${page.origin}`;
  return [`${verdict.toUpperCase()}: ${asked}`, ...worlds.map((world) => worldAsText(world, worlds.length > 1))].join('\n\n');
}

function worldAsText({ premises, exchange }: World, several: boolean): string {
  return [...(several ? [`${exchange.verdict}, when ${premisesText(premises)}:`] : []), ...exchangeInWords(exchange)].join('\n');
}
