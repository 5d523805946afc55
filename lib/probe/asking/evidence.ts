import type { HeaderLine, ProbedExchange, StepId } from '../exchange';
import { headerMap } from '../exchange';
import { corsCheck, requestKind } from '../../model';
import type { CorsFailure } from '../../model/browser/types';
import { signalsOf } from '../diagnosis/signals';
import type { Signals } from '../diagnosis/signals';
import type { ProbeTarget } from './target';

/** An answer with what it reveals. */
export interface Seen extends ProbedExchange {
  readonly signals: Signals;
}

/** Everything that has been asked so far. */
export class Evidence {
  private readonly bySteps: ReadonlyMap<StepId, Seen>;

  public constructor(public readonly target: ProbeTarget, public readonly exchanges: readonly ProbedExchange[]) {
    this.bySteps = new Map(exchanges.map((exchange) => [exchange.step, { ...exchange, signals: signalsOf(exchange) }]));
  }

  /** Everything, in the order in which it was asked. */
  public get seen(): readonly Seen[] {
    return [...this.bySteps.values()];
  }

  /** The answer to one step, if it was asked. */
  public at(step: StepId): Seen | undefined {
    return this.bySteps.get(step);
  }

  /** The answers to these steps that were asked, in the order of the steps. */
  public all(...steps: readonly StepId[]): readonly Seen[] {
    return steps.flatMap((step) => this.at(step) ?? []);
  }

  /** What a browser misses in an answer to be allowed to hand it to the page. */
  public failure({ response }: { readonly response: { readonly headers: readonly HeaderLine[] } }): CorsFailure | undefined {
    const { page } = this.target;
    // An element without crossorigin shows what it gets, whoever may read it
    return requestKind(page).mode === 'no-cors' ? undefined : corsCheck(page.origin, requestKind(page).credentials, headerMap(response.headers));
  }

  /** Whether S3 granted the preflight, or whoever answered. */
  public get preflightGranted(): boolean {
    const preflight = this.at('preflight');
    return preflight !== undefined && preflight.response.status < 300 && preflight.signals.answerer !== 'an error page';
  }

  /** Whether S3 itself refused the page's preflight by its CORS rules. */
  public get bucketRefuses(): boolean {
    return this.at('preflight')?.signals.refusal === 'cors-not-allowed';
  }

  /** Whether it refused the origin: also where nothing but the origin was asked for. */
  public get originRefused(): boolean {
    const plain = this.at('plain-preflight');
    return this.bucketRefuses && (plain === undefined || plain.signals.refusal === 'cors-not-allowed');
  }

  /** Answers to the page's own request, for each coding of the content. */
  public get copies(): readonly Seen[] {
    return this.all('page', 'page-again', 'page-gzip', 'page-identity', 'page-last');
  }

  /** Whether the query is part of the cache key: what was just kept was not found under another query. */
  public get queryIsKeyed(): boolean | undefined {
    const again = this.at('page-again')?.signals;
    const nonce = this.at('page-nonce')?.signals;
    return again?.fromCopy !== true || nonce === undefined ? undefined : !nonce.fromCopy;
  }
}
