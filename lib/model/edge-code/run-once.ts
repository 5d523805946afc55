import type { EdgeSource } from '../../graph/types/edge-code';
import { symbol, symbolsIn } from '../../graph/types/symbolic-text';
import { sharedSandbox } from '../../sandbox';
import type { SandboxReport } from '../../sandbox';
import { remembering } from '../remembering';
import { compileOnce } from '../undecided';
import type { EdgeEvent } from './event';
import { withGiven } from './given';
import type { Given } from './given';
import { edgeResult, failure } from './result';
import type { EdgeResult } from './result';
import { inspect } from './syntax';

/** One run: what came of it, and everything that it depended on apart from the event as it stands. */
export interface EdgeRun {
  readonly result: EdgeResult;
  /** `headers.accept`, `cookies.*`, `time`, `chance`, `key:NAME`, … */
  readonly asked: readonly string[];
  readonly console: readonly string[];
  readonly origins: SandboxReport['origins'];
}

/** Code and what it is called with. */
export interface EdgeCall {
  readonly code: EdgeSource;
  readonly event: EdgeEvent;
  readonly query: string;
  /** By what was given. */
  readonly runs: Map<string, EdgeRun>;
}

const calls = new Map<string, EdgeCall>();
const MOST_CALLS = 2_000;

/** A call of code: the same object for the same call, which is remembered with its runs. */
export function edgeCall(code: EdgeSource, event: EdgeEvent, query: string): EdgeCall {
  const key = `${codeNumber(code)} ${JSON.stringify([event, query])}`;
  let call = calls.get(key);
  if (call === undefined) {
    if (calls.size >= MOST_CALLS) {
      calls.clear();
    }
    call = { code, event, query, runs: new Map() };
    calls.set(key, call);
  }
  return call;
}

// A number, because the text of the code would be in each key
const codeNumber = compileOnce(({ runtime, text, keyValues }: EdgeSource) => numberOfText(JSON.stringify([runtime, text, keyValues])));
const numberOfText = remembering(() => ++codes);
let codes = 0;

/** Runs the code once for the same call and givens. */
export function runOnce(call: EdgeCall, given: Given): EdgeRun {
  const key = JSON.stringify(given);
  let run = call.runs.get(key);
  if (run === undefined) {
    run = ran(call, given);
    call.runs.set(key, run);
  }
  return run;
}

function ran({ code, event, query }: EdgeCall, given: Given): EdgeRun {
  const symbols = [...new Set(symbolsIn(code.text + JSON.stringify(event)))];
  const first = substitution(symbols, WORDS[0]);
  const { literals, refusal, doubt } = inspect(first.inText(code.text), code.runtime);
  if (refusal !== undefined) {
    return { result: failure('load', refusal), ...NOTHING };
  }
  if (doubt !== undefined) {
    return { result: { kind: 'undecided', reason: `it has ${doubt}, and AWS does not say whether CloudFront runs that` }, ...NOTHING };
  }
  const run = first.back(runAs(first, code, event, query, given));
  if (symbols.length === 0 || (symbolsIn(code.text).length === 0 && !readsHost(run))) {
    return run;
  }
  const words = [WORDS[1], ...(symbols.every(isDomainName) ? [] : literals.filter((text) => !text.includes(WORDS[0])))];
  const same = words
    .map((word) => substitution(symbols, word))
    .every((other) => other.inJson(JSON.stringify(run)) === JSON.stringify(runAs(other, code, event, query, given)));
  return same ? run : { ...NOTHING, result: { kind: 'undecided', reason: `what it does depends on ${symbols.join(' and ')}, which the deployment decides` } };
}

const NOTHING = { asked: [], console: [], origins: [] };

// The host of a request, and the names of the distribution, are mostly decided at deployment, and hardly any function looks at them
function readsHost({ asked }: EdgeRun): boolean {
  return asked.some((input) => input === 'headers.host' || input === 'headers.*' || input.startsWith('context.'));
}

/**
 * Two words that have nothing in common, for what is decided at deployment: what comes out the same for both, and for each text in the
 * code, holds.
 */
const WORDS = ['wordone', 'theother'] as const;

/** Words in place of symbols. */
interface Substitution {
  readonly inText: (text: string) => string;
  readonly inJson: (json: string) => string;
  readonly back: (run: EdgeRun) => EdgeRun;
}

function substitution(symbols: readonly string[], word: string): Substitution {
  const invented = WORDS.some((one) => one === word);
  const pairs = symbols.flatMap((name, index): readonly (readonly [string, string])[] => {
    // None begins another
    const label = `${invented ? word : WORDS[1]}${index}z`;
    // A function may take the first label of a domain name for a folder
    return isDomainName(name) ? [[symbol(name), `${label}.cloudfront.net`], [symbol(`${name}.FirstLabel`), label]] : [[symbol(name), invented ? label : word]];
  });
  const replaced = (text: string, shown: (word: string) => string): string =>
    pairs.reduce((all, [name, value]) => all.replaceAll(name, () => shown(value)), text);
  return {
    inText: (text) => replaced(text, (value) => value),
    inJson: (json) => replaced(json, (value) => JSON.stringify(value).slice(1, -1)),
    back: (run) =>
      symbols.length === 0
        ? run
        : (JSON.parse(pairs.reduce((all, [name, value]) => all.replaceAll(value, name), JSON.stringify(run))) as EdgeRun),
  };
}

// A distribution's own domain name: dXXXXXXXXXXXXX.cloudfront.net
function isDomainName(symbol: string): boolean {
  return symbol.endsWith('.DomainName');
}

function runAs(words: Substitution, code: EdgeSource, event: EdgeEvent, query: string, given: Given): EdgeRun {
  const seen = withGiven(JSON.parse(words.inJson(JSON.stringify(event))) as EdgeEvent, given);
  const report = sharedSandbox().run({ text: inspect(words.inText(code.text), code.runtime).runnable, runtime: code.runtime }, {
    event: seen, rawQueryString: query === '' ? undefined : query, now: Number(given.time ?? NOW), random: Number(given.chance ?? 0.5),
    keyValues: code.keyValues.known ? code.keyValues.value : undefined, guessedValues: guessedValues(given),
  });
  return {
    result: edgeResult(seen, query, report),
    asked: [...report.reads, ...report.used],
    console: report.console,
    origins: report.origins,
  };
}

/** 1 January 2026, when nothing else is given. */
const NOW = Date.UTC(2026, 0, 1);

function guessedValues(given: Given): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(given).filter(([input]) => input.startsWith('key:')).map(([input, value]) => [input.slice('key:'.length), value]));
}
