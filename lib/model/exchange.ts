import type { DeliveryGraph } from '../graph/types';
import { decidingAssumptions, decidingCircumstances, explore } from './assumptions/explore';
import type { Explored } from './assumptions/explore';
import type { Outcome } from './outcome';
import { loadForPage } from './browser/loading/page-load';
import type { EarlierEvent, PageRequest } from './browser/loading/page-request';
import { DEFAULT_ASSUMPTIONS, assuming } from './assumptions';
import type { Assumptions, AssumptionChoices, AssumptionId } from './assumptions';
import { newCaches } from './caches';
import { cachesAfter, endOf } from './history';
import { ending, SimulationRecorder } from './trace';
import type { TraceLine } from './trace';
import { CopyWatch, EVERY_OBJECT } from './simulation';
import type { WireExchange } from './http/message';
import type { Caches, ObjectLookup, Simulation, SimulationLog } from './simulation';
import { Undecided } from './undecided';

/** The context of an exchange, in addition to the graph. */
export interface ExchangeOptions {
  /** Assumptions that are settled; all others are explored. */
  readonly assumptions?: AssumptionChoices;
  /** What happened before, oldest first: it fills the caches. */
  readonly history?: readonly EarlierEvent[];
  /** Seconds on the clock of `history`; left out, the moment of its last event. */
  readonly now?: number;
  /** Which objects exist; left out, every path does, without Cache-Control. */
  readonly objects?: ObjectLookup;
}

/** The verdict over all assumptions about AWS that were asked for. */
export type Verdict = Outcome['verdict'] | 'depends';

/**
 * One request of a page, with everything that happens to it. A value: the trace and the messages are told on demand, by
 * running the exchange once more under the assumptions they are wanted for.
 */
export class Exchange {
  /** How it ends under each combination of the assumptions it asked for. */
  public readonly outcomes: readonly Explored<Outcome>[];
  public readonly verdict: Verdict;
  /** Whether CloudFront answered the request or its preflight from a copy, under the first of those combinations. */
  public readonly usesCopy: boolean;

  public constructor(private readonly graph: DeliveryGraph, private readonly page: PageRequest, private readonly options: ExchangeOptions) {
    const first = new CopyWatch();
    let runs = 0;
    this.outcomes = explore(
      (assumptions) => simulate(graph, page, assumptions, options, runs++ === 0 ? first : undefined),
      options.assumptions,
    );
    this.verdict = verdictOver(this.outcomes);
    this.usesCopy = first.hit;
  }

  /** The outcome to show: the first bad one, if there is any. */
  public get outcome(): Outcome {
    return this.shown.outcome;
  }

  /** Whether the page's code could read an object under some assumption. */
  public get readable(): boolean {
    return this.outcomes.some(({ outcome }) => outcome.readable);
  }

  /** The smallest set of assumptions that decides what the page sees: whether it gets the file, and which headers of it it can read. */
  public get deciding(): readonly AssumptionId[] {
    return decidingAssumptions(this.outcomes, seenByPage);
  }

  /** The smallest set of assumptions that decides whether the page's code can read the content. */
  public get decidingReadability(): readonly AssumptionId[] {
    return decidingAssumptions(this.outcomes, (outcome) => String(outcome.readable));
  }

  /** What code at the edge reads of a request, where that decides between allowed and blocked: `headers.authorization`. */
  public get decidingCircumstances(): readonly string[] {
    return decidingCircumstances(this.outcomes, (outcome) => outcome.verdict);
  }

  /** Every message on the wire, in the order in which they were answered. */
  public get messages(): readonly WireExchange[] {
    return this.told().messages;
  }

  /** The story in words. */
  public get trace(): readonly TraceLine[] {
    return this.told().lines;
  }

  /** The story under one assumption about AWS, by default that of the outcome shown. */
  public told(assumptions: AssumptionChoices = { ...this.shown.assumptions, ...this.options.assumptions }): {
    readonly lines: readonly TraceLine[]; readonly messages: readonly WireExchange[];
  } {
    const recorder = new SimulationRecorder();
    const outcome = simulate(this.graph, this.page, assuming(assumptions, this.shown.circumstances), this.options, recorder);
    return { lines: [...recorder.lines, ending(outcome)], messages: recorder.messages };
  }

  private get shown(): Explored<Outcome> {
    const bad = (verdict: Verdict): Explored<Outcome> | undefined => this.outcomes.find(({ outcome }) => outcome.verdict === verdict);
    return bad('unknown') ?? bad('blocked') ?? this.outcomes[0];
  }
}

/** Sends one request of a page through the browser, CloudFront and S3 and back, under every assumption about AWS that matters to it. */
export function exchange(graph: DeliveryGraph, page: PageRequest, options: ExchangeOptions = {}): Exchange {
  return new Exchange(graph, page, options);
}

// Of a refusal a page learns that there was one, whoever refused and why
function seenByPage(outcome: Outcome): string {
  return outcome.verdict === 'allowed'
    ? `allowed ${outcome.status} ${outcome.tainting} ${String(outcome.readable)} ${[...outcome.exposedHeaders].sort().join()}`
    : outcome.verdict;
}

function verdictOver(outcomes: readonly Explored<Outcome>[]): Verdict {
  let verdict: Verdict = outcomes[0].outcome.verdict;
  for (const { outcome } of outcomes) {
    if (outcome.verdict === 'unknown') {
      return 'unknown';
    }
    verdict = outcome.verdict === verdict ? verdict : 'depends';
  }
  return verdict;
}

/** Runs an exchange once, under one assumption about AWS: the fast path, which records nothing unless a log is given. */
export function simulate(
  graph: DeliveryGraph,
  page: PageRequest,
  assumptions: Assumptions = DEFAULT_ASSUMPTIONS,
  options: ExchangeOptions = {},
  log?: SimulationLog,
): Outcome {
  const { history = [], objects } = options;
  try {
    // Whoever reads the messages of a run sees what a copy says
    return loadForPage(graph, page, {
      assumptions,
      caches: cachesAfter(graph, history, { page, assumptions, objects }),
      objects: objects ?? EVERY_OBJECT,
      log,
      now: options.now ?? endOf(history),
      copy: log instanceof SimulationRecorder ? undefined : 'unused',
    });
  } catch (error) {
    if (error instanceof Undecided) {
      return { verdict: 'unknown', why: error.reason, readable: false };
    }
    throw error;
  }
}

/** A simulation for callers that keep the caches themselves, such as a preview. */
export function newSimulation(
  settings: {
    readonly caches?: Caches;
    readonly assumptions?: AssumptionChoices;
    readonly objects?: ObjectLookup;
    readonly log?: SimulationLog;
    readonly now?: number;
  } = {},
): Simulation {
  return {
    caches: settings.caches ?? newCaches(),
    assumptions: assuming(settings.assumptions),
    objects: settings.objects ?? EVERY_OBJECT,
    log: settings.log,
    now: settings.now ?? 0,
  };
}
