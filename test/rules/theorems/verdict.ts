/** One system against both theorems: what the rules say beside what really happens. */
import { RULES } from '../../../lib/rules/catalogue';
import { checkGraphs } from '../../../lib/rules/engine/check-graphs';
import type { Finding } from '../../../lib/rules/engine/finding';
import type { DeliveryGraph } from '../../../lib/graph/types';
import { judgeGraphs } from '../../../lib/trial';
import { gainsIn } from './gains';
import { isRefusedElsewhere, refusalsOf } from './refusals';
import { atBest } from './at-best';
import { graphsOf } from './templates';
import type { System } from './templates';
import { directRequestsOf, failureOf, isUndecided, noPreflightPasses, requestsOf, strangerReads, unreadPost, unservedPath } from './trials';
import type { Failure } from './trials';
import { writtenPromises } from './written-promise';
import type { WrittenPromise } from './written-promise';

export interface Verdict {
  readonly errors: readonly Finding[];
  /** Wrong, and no error says so; `silent` where it takes an assumption or a rare event, and no warning says so. */
  readonly unsound: readonly string[];
  readonly silent: readonly string[];
  /** An error, and nothing is wrong. */
  readonly noisy: readonly string[];
}

/** Public access that a setting forbids is reported as what it would be without that setting. */
const REFUSED = /refused? while|refuses while/;

/** Judges a system; `promises` when they are known better than from its own templates. */
export function verdictOn(system: System, promises: readonly WrittenPromise[] = writtenPromises(system)): Verdict {
  const graphs = graphsOf(system);
  const { findings, unknowns } = checkGraphs(graphs, RULES);
  const errors = findings.filter(({ severity }) => severity === 'error');
  const refusals = refusalsOf(system);
  const deploy = errors.filter(({ family, message }) => family === 'deploy' || REFUSED.test(message));
  const ofDeployment = {
    unsound: refusals.length > 0 && deploy.length === 0 ? refusals.map((each) => `AWS refuses: ${each}`) : [],
    noisy: refusals.length === 0 ? deploy.map((each) => `AWS takes it: ${told(each)}`) : [],
  };
  if (isRefusedElsewhere(system)) {
    return { errors, unsound: [], silent: [], noisy: [] };
  }
  if (refusals.length > 0 || deploy.length > 0) {
    // What is not deployed answers no request
    return { errors, ...ofDeployment, silent: [] };
  }
  const [graph] = graphs.worlds;
  if (!graph) {
    throw new Error(`${system.name} has no world`);
  }
  const gains = gainsIn(graph);
  const exposure = errors.filter(({ family }) => family === 'exposure');
  const others = errors.filter(({ family }) => family !== 'exposure');
  const failures = failuresOf();
  const worst = failures.find(({ grade }) => grade === 'fails');
  // Of an imported bucket nobody knows what others put into it, and that is said
  const isWarned = findings.some(({ severity }) => severity !== 'info') || unknowns.some(({ reason }) => reason.includes('is imported'));
  // Whoever says that it cannot be told whether S3 lets CloudFront in, does not say that all is well
  const maySign = unknowns.some(({ rule }) => rule === 'distribution-not-admitted');
  // Where a rule leaves it to code at the edge, the trial runs the code, and is the one to tell
  const triedInstead = (): boolean => unknowns.some(({ reason }) => /^the function .* decides: /.test(reason)) && judgeGraphs(graphs).findings.some(({ rule }) => rule === 'promise-broken');
  const unserved = maySign ? undefined : unservedPath(graph, system);
  const isShown = unserved !== undefined || unreadPost(system) !== undefined || worst !== undefined || promises.some((promise) => goesWrong(graph, promise)) || (others.length > 0 && goesWrongAtBest(system, promises));
  return {
    errors,
    unsound: [
      ...(worst && others.length === 0 && !(maySign && worst.why.includes('AccessDenied')) && !triedInstead() ? [describe(worst)] : []),
      ...(unserved !== undefined && others.length === 0 && (promises.some(({ certain, url }) => certain && url === unserved) || !isWarned) ? [`nobody gets ${unserved}`] : []),
      ...[...gains].filter((rule) => !exposure.some((each) => each.rule === rule)).map((rule) => `somebody gains what ${rule} is about`),
    ],
    silent: isWarned ? [] : failures.filter(({ grade }) => grade !== 'fails').map(describe),
    noisy: [
      ...(isShown ? [] : others.map(told)),
      ...exposure.filter(({ rule }) => !gains.has(rule)).map(told),
    ],
  };

  function failuresOf(): readonly Failure[] {
    const certain = promises.filter((promise) => promise.certain);
    return [...certain.map((promise) => requestsOf(promise)), directRequestsOf(system)].flatMap((requests) => (graph && failureOf(graph, requests)) ?? []);
  }
}

/** Something fails that is only supposed to be meant, or somebody reads who should not. */
function goesWrong(graph: DeliveryGraph, promise: WrittenPromise): boolean {
  return noPreflightPasses(graph, promise) || strangerReads(graph, promise) || failureOf(graph, requestsOf(promise, promise.misspelt))?.grade === 'fails';
}

/** What fails with the best of everything that cannot be seen, fails; where nothing can be told even then, nobody is contradicted. */
function goesWrongAtBest(system: System, promises: readonly WrittenPromise[]): boolean {
  const [graph] = graphsOf(atBest(system)).worlds;
  return graph !== undefined && (unservedPath(graph, system) !== undefined || promises.some((promise) =>
    failureOf(graph, requestsOf(promise))?.grade === 'fails' || goesWrong(graph, promise) || isUndecided(graph, promise)));
}

function told({ rule, message, place }: Finding): string {
  return `${rule}: ${place.address.logicalId} ${place.path} ${message}`;
}

function describe({ grade, request, history, why }: Failure): string {
  return `${grade}: ${JSON.stringify(request)} after ${JSON.stringify(history)}: ${why.slice(0, 160)}`;
}
