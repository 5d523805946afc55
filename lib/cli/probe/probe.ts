import {
  CAUSES, comparisonLines, compare, diagnose, Evidence, parseRecord, probe as ask, ProbeError, recordOf, redacted, replayed, reportLines,
  settled, STEPS,
} from '../../probe';
import type { Asked, Comparison, Diagnosis, Probed, ProbedExchange, ProbeTarget } from '../../probe';
import { loadGraphs } from '../load-graphs';
import type { Terminal } from '../terminal';
import { readNamed, writeNamed } from '../named-files';
import { UsageError, textOf } from '../usage-error';
import type { CommandResult } from '../usage-error';
import { connectOf, readArguments, targetOf } from './options';
import type { Values } from './options';

const EXIT_CODES: Readonly<Record<Diagnosis['verdict'], number>> = { allowed: 0, blocked: 1, 'preflight-passes': 0, unclear: 3 };
const DISAGREES = 3;

/** `cdk-cors probe`. */
export async function probe(args: readonly string[], terminal: Terminal): Promise<CommandResult> {
  const { positionals, values } = readArguments(args);
  if (values['write-assumptions'] !== undefined && values.template === undefined) {
    throw new UsageError('--write-assumptions: only a comparison settles any; add --template cdk.out');
  }
  if (values.replay !== undefined) {
    const { target, asked } = replayed(parseRecord(readNamed('--replay', values.replay, 'a readable file'), values.replay), values.template !== undefined);
    return result(target, asked, values);
  }
  const target = targetOf(positionals, values);
  if (values['dry-run']) {
    return { exitCode: 0, stdout: dryRun(target) };
  }
  return result(target, await askedBy(target, values, terminal), values);
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
      connect: connectOf(values.connect), allowPrivate: values['allow-private'],
      halted: () => (stopped ? 'somebody stopped it' : undefined),
      onExchange: (exchange) => {
        exchanges.push(exchange);
        terminal.progress?.(`#${exchange.n} ${exchange.request.method} ${exchange.step}: ${exchange.response.status}`);
      },
    });
    record(target, asked, values);
    return asked;
  } catch (error) {
    record(target, { exchanges, notAsked: [], stopped: textOf(error) }, values);
    throw error instanceof ProbeError ? new UsageError(error.message) : error;
  } finally {
    terminal.progress?.('');
  }
}

function record(target: ProbeTarget, asked: Probed, values: Values, comparison?: Comparison): void {
  if (values.record !== undefined && asked.exchanges.length > 0) {
    const whole = { ...recordOf(target, asked, asked.tlsIssuer), ...(comparison === undefined ? {} : { settled: settled(comparison) }) };
    writeNamed('--record', values.record, jsonText(redacted(whole, values['keep-paths'])));
  }
}

function result(target: ProbeTarget, asked: Probed, values: Values): CommandResult {
  const diagnosis = diagnose(new Evidence(target, asked.exchanges));
  const comparison = values.template === undefined ? undefined : comparisonWith(values.template, target, asked, values);
  if (values['write-assumptions'] !== undefined && comparison !== undefined) {
    writeNamed('--write-assumptions', values['write-assumptions'], jsonText(settled(comparison)));
  }
  if (comparison !== undefined) {
    record(target, asked, values, comparison);
  }
  const differs = (diagnosis.copiesDisagree && diagnosis.verdict !== 'blocked') || (comparison?.deviations.length ?? 0) > 0;
  return {
    exitCode: differs ? DISAGREES : EXIT_CODES[diagnosis.verdict],
    stdout: values.json ? asJson(target, asked, diagnosis, comparison) : reportLines({
      target, asked, diagnosis, comparison: comparison && comparisonLines(comparison),
    }).join('\n'),
  };
}

/** Of several worlds the one in which the template is furthest from being contradicted. */
function comparisonWith(
  paths: readonly string[],
  target: ProbeTarget,
  { exchanges }: Asked,
  { distribution, parameter, world }: Values,
): Comparison {
  const { worlds } = loadGraphs(paths, parameter);
  const chosen = world === undefined ? worlds : worlds.slice(Number(world) - 1, Number(world));
  if (chosen.length === 0) {
    throw new UsageError(`--world ${String(world)}: write a number from 1 to ${worlds.length}`);
  }
  const comparisons = chosen.map((graph) => compare(graph, target, exchanges, distribution ?? distributionAt(graph, target.url.hostname)));
  return comparisons.reduce((best, other) => (other.deviations.length < best.deviations.length ? other : best));
}

function distributionAt({ distributions }: ReturnType<typeof loadGraphs>['worlds'][number], host: string): string | undefined {
  const names = distributions.map(({ address }) => `${address.stack}.${address.logicalId}`);
  const named = distributions
    .findIndex(({ domainName, aliases }) => domainName === host || (aliases.known && aliases.value.includes(host)));
  if (named < 0 && distributions.length > 1) {
    throw new UsageError(`--template: it has ${distributions.length} distributions, and none has the name ${host};`
      + ` add --distribution with one of ${names.join(', ')}`);
  }
  return names[Math.max(named, 0)];
}

function asJson(target: ProbeTarget, asked: Asked, diagnosis: Diagnosis, comparison: Comparison | undefined): string {
  const { exchanges, ...rest } = redacted(recordOf(target, asked), true);
  const blamed = (blame: Diagnosis['also'][number]): object => ({ ...blame, ...CAUSES[blame.cause] });
  const { main, also } = diagnosis;
  return JSON.stringify({
    ...diagnosis, main: main && blamed(main), also: also.map(blamed),
    ...(comparison === undefined ? {} : { comparison: { ...comparison, settled: settled(comparison) } }),
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

function jsonText(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
