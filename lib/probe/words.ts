import type { Asked } from './asking/sequence';
import { Evidence } from './asking/evidence';
import type { Seen } from './asking/evidence';
import type { ProbeTarget } from './asking/target';
import { isSigned, pathOf } from './asking/target';
import { corsAuthor } from './diagnosis/attribution';
import { CAUSES } from './causes';
import type { Cause } from './causes';
import type { Blame, Diagnosis } from './diagnosis/diagnose';
import { NOT_NEEDED } from './asking/reasons';
import { placeOf } from './edge-locations';
import { valueOf } from './exchange';
import type { ProbedExchange } from './exchange';

/** Everything that a report tells, apart from a comparison with a template. */
export interface Told {
  readonly target: ProbeTarget;
  readonly asked: Asked;
  readonly diagnosis: Diagnosis;
  /** Lines that a comparison with a template adds. */
  readonly comparison?: readonly string[];
}

/** The report as text: the verdict first. */
export function reportLines({ target, asked, diagnosis, comparison = [] }: Told): readonly string[] {
  const evidence = new Evidence(target, asked.exchanges);
  return [
    headline(evidence, diagnosis),
    ...labeled('note', [...(diagnosis.note === undefined ? [] : [diagnosis.note]), ...diagnosis.remarks]),
    ...blameLines(evidence, diagnosis),
    ...diagnosis.also.flatMap((blame) => labeled('also', alsoLines(blame))),
    ...comparison,
    ...labeled('as found', asFoundLine(evidence, diagnosis)),
    ...(asked.stopped === undefined ? [] : labeled('stopped', [`${asked.stopped}`])),
    ...labeled('not asked', reasonsNotAsked(asked)),
  ];
}

const HEADLINES: Readonly<Record<Diagnosis['verdict'], (page: string, path: string) => string>> = {
  allowed: (page, path) => `ALLOWED here: a page on ${page} can read ${path}`,
  blocked: (page, path) => `BLOCKED here: a page on ${page} cannot read ${path}`,
  'preflight-passes': (page, path) => `PREFLIGHT PASSES here: a page on ${page} may send its request for ${path}`,
  unclear: (page, path) => `UNCLEAR here: what a page on ${page} gets of ${path}`,
};

function headline(evidence: Evidence, { verdict, copiesDisagree }: Diagnosis): string {
  const { target, exchanges } = evidence;
  const first = exchanges[0];
  const location = evidence.exchanges.flatMap(({ step }) => evidence.at(step)?.signals.location ?? [])[0];
  const where = [
    ...(location === undefined ? [] : [placeOf(location)]), ...(first === undefined ? [] : [`${first.at.slice(11, 16)} UTC`]),
    `${exchanges.length} requests`,
  ];
  const said = copiesDisagree && verdict !== 'blocked'
    ? `IT DEPENDS here: copies of ${shownPath(target)} disagree on whether a page on ${target.page.origin} can read it`
    : HEADLINES[verdict](target.page.origin, shownPath(target));
  return `${said} (${where.join(', ')})`;
}

/** A signature is a secret. */
function shownPath({ url }: ProbeTarget): string {
  return isSigned(url) ? `${url.pathname}?… (signed)` : pathOf(url);
}

function blameLines(evidence: Evidence, { main, outcome, verdict, by, copiesDisagree }: Diagnosis): readonly string[] {
  if (main === undefined) {
    const why = outcome?.verdict === 'blocked' ? [outcome.why] : [];
    return [
      ...(verdict === 'blocked' || copiesDisagree ? labeled('cause', why.length > 0 ? why : ['the answers do not tell']) : []),
      ...labeled('evidence', by.flatMap((n) => evidenceLine(evidence, n))),
    ];
  }
  const cause: Cause = CAUSES[main.cause];
  return [
    ...labeled('cause', [`${cause.says}${main.detail === undefined ? '' : ` (${main.detail})`}`]),
    ...labeled('where', [`${cause.hop}${cause.settings.length === 0 ? '' : `: ${cause.settings.join('; or ')}`}`]),
    ...(outcome?.verdict === 'blocked' && outcome.message !== undefined ? labeled('console', [outcome.message]) : []),
    ...labeled('evidence', [...new Set([...main.by, ...by])].sort((a, b) => a - b).flatMap((n) => evidenceLine(evidence, n))),
    ...(cause.now === undefined ? [] : labeled(
      'fix now', [`${cause.now}: aws cloudfront create-invalidation --distribution-id <id> --paths '${evidence.target.url.pathname}'`],
    )),
    ...labeled(
      'fix', [`console: ${cause.fix.console}`, `CloudFormation: ${cause.fix.cloudFormation}`, `this construct: ${cause.fix.construct}`],
    ),
  ];
}

function alsoLines({ cause, by, detail }: Blame): readonly string[] {
  const { says, fix }: Cause = CAUSES[cause];
  return [`${says}${detail === undefined ? '' : ` (${detail})`}, by ${by.map((n) => `#${n}`).join(', ')}`, `fix: ${fix.cloudFormation}`];
}

/** `#5 GET br  200 Hit  age 61204  no Access-Control-Allow-Origin`. */
function evidenceLine(evidence: Evidence, n: number): readonly string[] {
  const exchange = evidence.exchanges.find((each) => each.n === n);
  const seen = exchange && evidence.at(exchange.step);
  return seen === undefined ? [] : [exchangeLine(seen)];
}

function exchangeLine({ n, step, request, response, signals }: Seen): string {
  const allowed = valueOf(response.headers, 'access-control-allow-origin');
  const label = valueOf(response.headers, 'x-cache')?.replace(/ from cloudfront$/i, '') ?? '';
  const code = /<Code>(\w+)<\/Code>/.exec(response.bodyExcerpt ?? '')?.[1];
  const parts = [
    `#${n} ${request.method} ${step}${encodingOf(request)}`, String(response.status), label, signals.answerer === 'not told'
      ? ''
      : `by ${signals.answerer}`, code ?? '',
    signals.age === undefined
      ? ''
      : `age ${signals.age}`, allowed === undefined
      ? 'no Access-Control-Allow-Origin'
      : `Access-Control-Allow-Origin: ${allowed}, by ${corsAuthor({ request, response })}`,
    ...corsLines(request, response),
  ];
  return parts.filter((part) => part !== '').join('  ');
}

function encodingOf({ method, headers }: ProbedExchange['request']): string {
  const encoding = valueOf(headers, 'accept-encoding') ?? '';
  return method === 'OPTIONS' ? '' : ` (${encoding.includes('br') ? 'br' : encoding === '' ? 'identity' : encoding})`;
}

/** On a GET only what a browser goes by. */
function corsLines({ method }: ProbedExchange['request'], { headers }: ProbedExchange['response']): readonly string[] {
  const told = method === 'OPTIONS'
    ? /^(vary|access-control-(?!allow-origin).*)$/i
    : /^(vary|access-control-(allow-credentials|expose-headers))$/i;
  return headers.filter(([name]) => told.test(name)).map(([name, value]) => `${shortName(name)}: ${value}`);
}

function shortName(name: string): string {
  return name.toLowerCase().replace(/^access-control-/, '').replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());
}

function asFoundLine(evidence: Evidence, { asFound }: Diagnosis): readonly string[] {
  const [first, last] = [evidence.at('page'), evidence.at('page-last')];
  if (asFound === undefined || first === undefined || last === undefined) {
    return [];
  }
  return [asFound
    ? `#${last.n} equals #${first.n}: the probe changed nothing`
    : `no: #${last.n} differs from #${first.n}; another visitor, or another cache of the location, came in between`];
}

function reasonsNotAsked({ notAsked }: Asked): readonly string[] {
  const byReason = new Map<string, string[]>();
  for (const { asks, because } of notAsked.filter((left) => !left.because.startsWith(NOT_NEEDED))) {
    byReason.set(because, [...byReason.get(because) ?? [], asks]);
  }
  return [...byReason].map(([because, asks]) => `${asks.join('; ')}: ${because}`);
}

const WIDTH = 120;
const LABEL = 12;

/** A label before the first line, and room for it before the others; long lines go on below. */
export function labeled(label: string, lines: readonly string[]): readonly string[] {
  return lines.flatMap(wrapped).map((line, index) => `${(index === 0 ? `  ${label}` : '').padEnd(LABEL)}${line}`);
}

/** What follows a break stands two columns further in. */
function wrapped(text: string): readonly string[] {
  const lines: string[] = [];
  let line = /^ */.exec(text)?.[0] ?? '';
  const start = line;
  for (const word of text.trim().split(' ')) {
    if (line.trim() !== '' && LABEL + line.length + word.length >= WIDTH) {
      lines.push(line.trimEnd());
      line = `${start}  `;
    }
    line += `${word} `;
  }
  return [...lines, line.trimEnd()];
}
