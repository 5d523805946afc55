import type { Addressee, EarlierEvent, PageRequest } from '../../model';
import { pageRequestProblem, resourceNameOf } from '../../trial';
import { explainWorld, fixOf, isThere } from './explain-world';
import type { ExplainedWorld } from './explain-world';
import { asJson, asText, verdictOver, type ExplainVerdict } from './explain-text';
import { loadDelivery } from '../load-graphs';
import { namedAddressee } from '../named-addressee';
import { MODES, parseEarlier, parseHeaders, parseOrigin, parsePath, parseSigned, requestStart } from '../page-request-words';
import { readOptions } from '../arguments';
import { PARAMETER_USAGE } from '../parameters';
import { EDGE_CODE_USAGE, readEdgeCode } from '../read-edge-code';
import { readAssumptions } from '../read-assumptions';
import type { Progress } from '../terminal';
import { quotedIfEmpty, UsageError } from '../usage-error';
import type { CommandResult } from '../usage-error';

export const EXPLAIN_USAGE = `cdk-cors explain <template|cdk.out>... --origin ORIGIN [options]

Follows one request of a page through the browser, CloudFront and S3.
Says who stops it, and why.

  --origin ORIGIN         the page's: https://app.example.com, capacitor://localhost, null
  --path PATH             the file (default /file), or its URL, which may begin with http://
  --method METHOD         default GET
  --header 'NAME: VALUE'  what the page's code sets; may be repeated
  --credentials           with cookies
  --signed url|cookies    with a CloudFront signature that is in order
  --reads HEADER          a response header that the page's code reads; may be repeated
  --mode MODE             ${MODES.join(', ')} (default fetch);
                          all elements but plain-image carry crossorigin
  --upload                straight to the bucket with a presigned URL
  --after 'METHOD PATH [origin=ORIGIN] [mode=MODE] [plain] [encoding=gzip]'
                          what happened before and filled the caches; may be repeated, oldest first
  --distribution NAME     which one, by logical id or construct path (the bucket, for --upload)
${PARAMETER_USAGE}
${EDGE_CODE_USAGE}
  --assume FILE           JSON, { assumption: alternative }, as probe --write-assumptions writes it
  --json                  for machines

Examples:
  cdk-cors explain cdk.out --origin https://app.example.com --path /fonts/inter.woff2 --mode font
  cdk-cors explain t.yaml --origin https://app.example.com --header 'X-Trace: 1' --after 'GET /a'

Exit code: 0 allowed, 1 blocked, 3 depends on what AWS leaves undocumented or the template does not
say, 2 unusable input or a template that AWS refuses.`;

const EXIT_CODES: Readonly<Record<ExplainVerdict, number>> = { allowed: 0, blocked: 1, depends: 3, unknown: 3, refused: 2 };

/** `cdk-cors explain`. */
export function explain(args: readonly string[], progress?: Progress): CommandResult {
  const { positionals: sources, values } = parse(args);
  if (sources.length === 0) {
    throw new UsageError('name a CloudFormation template, or the folder that cdk synth writes (usually cdk.out)');
  }
  const asked = pageRequest(values);
  const { graphs, inputs } = loadDelivery(sources, values.parameter, readEdgeCode(values['edge-code']));
  const kind = values.upload ? 'bucket' : 'distribution';
  const addressee = namedAddressee(graphs.worlds, kind, values.distribution);
  if (addressee === undefined) {
    throw new UsageError(`${sources.join(', ')}: there is no ${kind} in it; name the template that makes it${values.parameter === undefined ? '' : ', or another --parameter'}`);
  }
  const page = { ...asked, resource: resourceNameOf(addressee) };
  const history = (values.after ?? []).map(parseEarlier).map((event): EarlierEvent => ({ ...toWhom(page), ...event }));
  refuseImpossible(page);
  const assumptions = values.assume === undefined ? undefined : readAssumptions(values.assume);
  progress?.('following the request …');
  const worlds = graphs.worlds.filter((graph) => isThere(graph, page))
    .map((graph): ExplainedWorld => explainWorld(graph, page, history, assumptions));
  const verdict = verdictOver(worlds);
  const fix = verdict === 'blocked' ? fixOf(inputs, graphs, page, history) : undefined;
  return {
    exitCode: EXIT_CODES[verdict],
    stdout: values.json ? asJson(verdict, worlds, fix) : asText(verdict, page, addressee, worlds, fix),
  };
}

type Values = ReturnType<typeof parse>['values'];

function parse(args: readonly string[]) {
  return readOptions('explain', args, {
    origin: { type: 'string' }, path: { type: 'string' }, method: { type: 'string' }, header: { type: 'string', multiple: true },
    credentials: { type: 'boolean' }, signed: { type: 'string' }, reads: { type: 'string', multiple: true }, mode: { type: 'string' }, upload: { type: 'boolean' },
    after: { type: 'string', multiple: true }, distribution: { type: 'string' }, assume: { type: 'string' }, parameter: { type: 'string', multiple: true }, 'edge-code': { type: 'string' }, json: { type: 'boolean' },
  });
}

function pageRequest(values: Values): PageRequest {
  return {
    origin: parseOrigin(values.origin),
    ...parsePath(values.path ?? '/file'),
    method: values.method ?? (values.upload ? 'PUT' : 'GET'),
    headers: parseHeaders(values.header ?? []),
    signed: parseSigned(values.signed),
    reads: values.reads,
    ...(values.upload ? { target: 'bucket', presigned: true } as const : {}),
    ...requestStart(values.mode ?? 'fetch', values.credentials ?? false),
  };
}

/** What is said of one request before holds for the other: a page that uploads speaks to the bucket each time. */
function toWhom({ resource, target, presigned, host, scheme }: PageRequest): Addressee & Pick<PageRequest, 'presigned'> {
  return { resource, target, ...(presigned ? { presigned } : {}), ...(host === undefined ? {} : { host, scheme }) };
}

function refuseImpossible(page: PageRequest): void {
  const problem = pageRequestProblem(page);
  if (problem) {
    const option = OPTIONS[problem.field] ?? `--${problem.field.startsWith('headers') ? 'header' : problem.field}`;
    throw new UsageError(`${option} ${quotedIfEmpty(problem.value)}: ${problem.why}; write ${problem.field === 'headers.cookie' ? '--credentials' : problem.fix}`);
  }
}

const OPTIONS: Readonly<Record<string, string | undefined>> = { load: '--mode' };
