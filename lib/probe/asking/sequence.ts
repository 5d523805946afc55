import type { ProbedExchange, StepId } from '../exchange';
import { Evidence } from './evidence';
import { STEPS } from './steps';
import type { Step } from './steps';
import type { ProbeTarget } from './target';

/** A question that was left out, and why. */
export interface NotAsked {
  readonly step: StepId;
  readonly asks: string;
  readonly because: string;
}

/** Everything that a probe did and did not ask. */
export interface Asked {
  readonly exchanges: readonly ProbedExchange[];
  readonly notAsked: readonly NotAsked[];
  /** Why it ended before its time. */
  readonly stopped?: string;
}

/** Answers one request of the sequence; nothing: there is no answer to it, as in a record that has none. */
export type Answer = (step: Step, request: ReturnType<Step['request']>, n: number) => Promise<ProbedExchange | undefined>;

/** Goes through the steps in their order; each is decided by what the ones before have shown. */
export async function goThrough(target: ProbeTarget, answer: Answer, halted: () => string | undefined = () => undefined): Promise<Asked> {
  const exchanges: ProbedExchange[] = [];
  const notAsked: NotAsked[] = [];
  for (const step of STEPS) {
    const evidence = new Evidence(target, exchanges);
    const stopped = reasonToStop(evidence) ?? halted();
    if (stopped !== undefined) {
      return { exchanges, notAsked: [...notAsked, ...STEPS.slice(STEPS.indexOf(step)).map((left) => leftOut(left, stopped))], stopped };
    }
    const because = step.unless?.(evidence);
    const exchange = because === undefined ? await answer(step, step.request(target, evidence), exchanges.length + 1) : undefined;
    if (exchange !== undefined) {
      exchanges.push(exchange);
    } else {
      notAsked.push(leftOut(step, because ?? 'the record has no answer to it'));
    }
  }
  return { exchanges, notAsked };
}

function leftOut({ id, asks }: Step, because: string): NotAsked {
  return { step: id, asks, because };
}

/** Somebody does not want to be asked. */
function reasonToStop(evidence: Evidence): string | undefined {
  const last = evidence.exchanges.at(-1);
  const { refusal } = last === undefined ? { refusal: undefined } : evidence.at(last.step)?.signals ?? { refusal: undefined };
  return refusal === undefined ? undefined : STOPS[refusal];
}

const STOPS: Partial<Record<string, string>> = {
  rate: 'the distribution asks to slow down',
  firewall: 'a firewall (AWS WAF) blocks the probe',
  country: 'the distribution does not serve the country from which it was asked',
};
