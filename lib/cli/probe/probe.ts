import {
  CAUSES, comparisonLines, compare, diagnose, Evidence, parseRecord, probe as ask, ProbeError, recordOf, redacted, replayed, reportLines,
  settled, STEPS,
} from '../../probe';
import type { Asked, Comparison, Diagnosis, Probed, ProbedExchange, ProbeTarget } from '../../probe';
import { resourceName } from '../../graph/types/same-resource';
import type { DeliveryGraph } from '../../graph/types';
import { addresseesOf, resourceNameOf } from '../../trial';
import { loadGraphs } from '../load-graphs';
import { namedAddressee } from '../named-addressee';
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
    return result(target, asked, values, expectedOf(target, values));
  }
  const target = targetOf(positionals, values);
  const connect = connectOf(values.connect);
  // What is wrong with the template is said before anything is asked
  const expected = expectedOf(target, values);
  if (values['dry-run']) {
    return { exitCode: 0, stdout: dryRun(target) };
  }
  return result(target, await askedBy(target, connect, values, terminal), values, expected);
}

async function askedBy(target: ProbeTarget, connect: ReturnType<typeof connectOf>, values: Values, terminal: Terminal): Promise<Probed> {
  const exchanges: ProbedExchange[] = [];
  let stopped = false;
  void terminal.stopped.then(() => { stopped = true; });
  if (process.env.HTTPS_PROXY ?? process.env.https_proxy) {
    terminal.warn('HTTPS_PROXY is set; the probe asks directly and does not use it');
  }
  try {
    const asked = await ask(target, {
      connect, allowPrivate: values['allow-private'],
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

function result(target: ProbeTarget, asked: Probed, values: Values, expected: readonly Expected[] | undefined): CommandResult {
  const diagnosis = diagnose(new Evidence(target, asked.exchanges));
  const comparison = expected && comparisonWith(expected, target, asked);
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

/** A distribution as a template has it, in one world. */
interface Expected {
  readonly graph: DeliveryGraph;
  readonly distribution: string | undefined;
}

/** What the template says of the distribution that is asked, in each world. */
function expectedOf({ url }: ProbeTarget, { template, parameter, world, distribution }: Values): readonly Expected[] | undefined {
  if (template === undefined) {
    return undefined;
  }
  const { worlds } = loadGraphs(template, parameter);
  const chosen = world === undefined ? worlds : worlds.slice(Number(world) - 1, Number(world));
  if (chosen.length === 0) {
    throw new UsageError(`--world ${String(world)}: write a number from 1 to ${worlds.length}`);
  }
  const named = distribution === undefined ? undefined : namedAddressee(chosen, 'distribution', distribution);
  const there = chosen.filter((graph) => addresseesOf(graph, 'distribution', named && resourceNameOf(named)).length > 0);
  if (there.length === 0) {
    throw new UsageError('--template: it has no distribution; name the template that makes the one that is asked');
  }
  return there.map((graph) => ({ graph, distribution: named ? resourceNameOf(named) : distributionAt(graph, url.hostname) }));
}

/** Of several worlds the one that the answers contradict least. */
function comparisonWith(expected: readonly Expected[], target: ProbeTarget, { exchanges }: Asked): Comparison {
  const comparisons = expected.map(({ graph, distribution }) => compare(graph, target, exchanges, distribution));
  return comparisons.reduce((best, other) => (other.deviations.length < best.deviations.length ? other : best));
}

function distributionAt({ distributions }: DeliveryGraph, host: string): string | undefined {
  const names = distributions.map(({ address }) => resourceNameOf(address));
  const named = distributions
    .findIndex(({ domainName, aliases }) => domainName === host || (aliases.known && aliases.value.includes(host)));
  if (named < 0 && distributions.length > 1) {
    throw new UsageError(`--template: it has ${distributions.length} distributions, and none has the name ${host};`
      + ` add --distribution with one of ${distributions.map(({ address }) => resourceName(address)).join(', ')}`);
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
