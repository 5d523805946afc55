import type { Outcome } from '../../../lib/model';
import type { Step } from './case';
import type { Observation } from './observe';
import type { Prediction } from './predict';
import type { Seen } from './seen';

/** Where the model and the browser differ about one step; empty when they agree. */
export function differences(step: Step, predicted: Prediction, observed: Observation): readonly string[] {
  const told = toldInConsole(observed.console);
  return [
    difference('what the page sees', seenAs(predicted.seen, observed.seen), observed.seen),
    difference('requests', predicted.sent, observed.sent),
    // An error's body has another digest: that message is about the body
    step.integrity && codeOf(predicted.outcome) === 'request-refused' ? undefined
      : difference('console', predicted.console === undefined ? [] : [anyField(predicted.console)], told.map(anyField)),
    difference('what the page wants', codeOf(predicted.wished), wantedCode(step, predicted.outcome, observed.seen)),
  ].filter((found) => found !== undefined);
}

function difference(what: string, predicted: unknown, observed: unknown): string | undefined {
  const [model, browser] = [JSON.stringify(predicted), JSON.stringify(observed)];
  return model === browser ? undefined : `${what}\n  model:   ${model}\n  browser: ${browser}`;
}

// Which errors without CORS are replaced by nothing depends on what their bodies look like (opaque response blocking)
function seenAs(predicted: Seen, observed: Seen): Seen {
  return predicted.seen === 'error or shown' && observed.seen !== 'read' ? observed : predicted;
}

const OURS = /^(Access to|Subresource Integrity|Failed to load resource: net::ERR_BLOCKED_BY_RESPONSE)/;

/** What the console says of CORS, integrity and blocked responses. */
export function toldInConsole(texts: readonly string[]): readonly string[] {
  return texts.filter((text) => OURS.test(text)).map((text) => text.replace(/ @ \S*$/, ''));
}

/** Of several fields that are not allowed Chromium names any. */
export function anyField(text: string): string {
  return text.replace(/Request header field \S+ is/, 'Request header field is');
}

export function codeOf(outcome: Outcome): string | undefined {
  return outcome.verdict === 'blocked' ? outcome.code : undefined;
}

function wantedCode(step: Step, outcome: Outcome, { seen, names }: Seen): string | undefined {
  if (outcome.verdict !== 'allowed') {
    return codeOf(outcome);
  }
  if (step.mustRead && seen === 'shown') {
    return 'opaque-response';
  }
  const wanted = step.reads?.toLowerCase();
  const hidden = wanted !== undefined && names?.includes(wanted) === false;
  return hidden ? 'header-not-exposed' : undefined;
}
