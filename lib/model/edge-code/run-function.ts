import type { EdgeSource } from '../../graph/types/edge-code';
import { compileOnce } from '../undecided';
import type { EdgeEvent } from './event';
import { ANY_HEADER } from './from-cloudfront';
import type { FromCloudFront } from './from-cloudfront';
import { alternatives, isAlwaysSent, isKnownInFull, isOpen, kindAndName } from './open-inputs';
import type { Openness } from './open-inputs';
import type { EdgeResult } from './result';
import { withGiven, withoutGiven } from './given';
import type { Given } from './given';
import { edgeCall, runOnce } from './run-once';
import type { EdgeCall, EdgeRun } from './run-once';

/** Settles a circumstance: something that differs between requests which the model takes for the same one. */
export type ChooseCircumstance = (input: string, alternatives: readonly string[]) => string;

/** What a function does with one event. */
export interface EdgeEffect {
  readonly result: EdgeResult;
  readonly console: readonly string[];
  readonly origins: EdgeRun['origins'];
  /** What it read of the request and of its store. */
  readonly asked: readonly string[];
  /** What was tried with several values, none of which made a difference. */
  readonly probed: readonly string[];
}

/** A value that none of the tried ones is. */
const ANOTHER = 'a value that the code does not name';

/**
 * Runs a function on an event. What it reads and the model does not hold is tried with several values: where none makes a difference
 * the effect holds for all of them, where one does a circumstance is chosen.
 */
export function runFunction(
  code: EdgeSource, event: EdgeEvent, query: string, openness: Openness, choose: ChooseCircumstance, cloudFront = ANY_HEADER,
): EdgeEffect {
  const isOpenIn = (seen: EdgeEvent, input: string): boolean => isOpen(input, openness, cloudFront, (name) => isPresent(seen, name));
  const call = edgeCall(code, event, query);
  const probed: string[] = [];
  let given: Given = {};
  for (;;) {
    const run = runOnce(call, given);
    const { console, asked } = run;
    const input = asked.find((each) => !(each in given) && !probed.includes(each) && isOpenIn(event, each));
    if (input === undefined) {
      return { result: withoutGiven(run.result, event, given), console, origins: run.origins, asked, probed };
    }
    const undecided = (reason: string): EdgeEffect => ({ result: { kind: 'undecided', reason }, console, origins: [], asked, probed });
    const unlike = cannotBeTried(input, code);
    if (unlike !== undefined) {
      return undecided(unlike);
    }
    const different = differentRuns({ call, openness, cloudFront }, given, input);
    if (different.length === 1) {
      probed.push(input);
      given = different[0] !== undefined && isAlwaysSent(input) ? { ...given, [input]: different[0] } : given;
      if (refuses(runOnce(call, given).result) && couldBeTaken(input) && choose(input, [shown(undefined), ANOTHER]) === ANOTHER) {
        return undecided(`it decides by ${words(input)}, and which value it takes cannot be told from its code`);
      }
      continue;
    }
    if (input.startsWith('key:')) {
      return undecided(`it reads ${words(input)}, which the template does not hold`);
    }
    const values = new Map(different.map((value) => [shown(value), value]));
    const value = values.get(choose(input, [...values.keys()]));
    if (value === undefined) {
      probed.push(input);
    } else {
      given = { ...given, [input]: value };
    }
  }
}

interface Asked {
  readonly call: EdgeCall;
  readonly openness: Openness;
  readonly cloudFront: FromCloudFront;
}

type Ways = readonly (string | undefined)[];

const waysOf = compileOnce<FromCloudFront['adds'], (call: EdgeCall) => Map<string, Ways>>(() => compileOnce(() => new Map()));

/** One value for each way a run can go. What the same code did with the same event is remembered. */
function differentRuns(asked: Asked, given: Given, input: string): Ways {
  const { call, openness, cloudFront: { adds, scheme } } = asked;
  const known = waysOf(adds)(call);
  const key = `${openness} ${scheme} ${JSON.stringify(given)} ${input}`;
  let ways = known.get(key);
  if (ways === undefined) {
    ways = [...triedRuns(asked, given, input).values()];
    known.set(key, ways);
  }
  return ways;
}

/** By the way that a run goes: what comes out, and what else it asks for that is open. */
function triedRuns({ call, openness, cloudFront }: Asked, given: Given, input: string): ReadonlyMap<string, string | undefined> {
  const { code, event } = call;
  const runs = new Map<string, string | undefined>();
  for (const value of alternatives(input, code, event, cloudFront)) {
    const tried = value === undefined ? given : { ...given, [input]: value };
    const { result, asked, origins } = runOnce(call, tried);
    const seen = withGiven(event, tried);
    const open = asked.filter(
      (other) => other !== input && !(other in given) && isOpen(other, openness, cloudFront, (name) => isPresent(seen, name)),
    );
    const way = JSON.stringify([comparable(result, event, tried), open.sort(), origins]);
    if (!runs.has(way)) {
      runs.set(way, value);
    }
  }
  return runs;
}

function comparable(result: EdgeResult, event: EdgeEvent, given: Given): unknown {
  return result.kind === 'response' && event.response
    ? { ...result, headers: Object.fromEntries(Object.entries(result.headers).map(([name, text]) => [name, DECIDES_NOTHING.test(name) ? '' : text])) }
    : withoutGiven(result, event, given);
}

// A nonce, a date or an id in these is another one in each response, and no cache and no browser's CORS looks at it
const DECIDES_NOTHING = /^(content-security-policy(-report-only)?|permissions-policy|nel|report-to|reporting-endpoints|server-timing|set-cookie|x-.*)$/;

function refuses(result: EdgeResult): boolean {
  return result.kind === 'failure' || (result.kind === 'response' && result.status >= 300);
}

/** Whether a value that nobody has tried may let a request through. */
function couldBeTaken(input: string): boolean {
  return (input.startsWith('headers.') && !isKnownInFull(input)) || input.startsWith('cookies.') || input.startsWith('viewer.');
}

function isPresent({ request, context }: EdgeEvent, input: string): boolean {
  const [kind, name] = kindAndName(input);
  return (kind === 'headers' && name in request.headers) || (kind === 'cookies' && name in request.cookies) || (kind === 'context' && name !== 'requestId' && name in context);
}

/** Why an input is beyond trying. */
function cannotBeTried(input: string, { keyValues }: EdgeSource): string | undefined {
  const [kind, name] = kindAndName(input);
  switch (kind) {
    case 'doubtful':
      return `it calls ${name}, and AWS does not say whether CloudFront has that`;
    case 'missing':
      return `it needs ${name}, which cannot be run here`;
    case 'edge-location':
      return 'it reads where the edge location is';
    case 'key':
      if (keyValues.known && keyValues.value === undefined) {
        return 'it reads a key value store, and none is associated with it';
      }
      return name === '*' ? 'it counts the keys of its key value store, which the template does not hold' : undefined;
    default:
      return undefined;
  }
}

function shown(value: string | undefined): string {
  return value === undefined ? 'none' : JSON.stringify(value);
}

/** The name of an input in a sentence. */
export function words(input: string): string {
  const [kind, name] = kindAndName(input);
  switch (kind) {
    case 'headers':
      return name === '*' ? 'all request headers' : `the request header ${name}`;
    case 'cookies':
      return name === '*' ? 'all cookies' : `the cookie ${name}`;
    case 'viewer':
      return 'the address of the viewer';
    case 'context':
      return 'the id of the request';
    case 'key':
      return `the key ${name} of its key value store`;
    case 'time':
      return 'the time';
    default:
      return kind;
  }
}
