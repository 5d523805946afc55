import type { Outcome } from '../../lib/model';
import { anyField } from './agreement/compare';

/** A text of the console without what differs from run to run: signatures, and the query under which a module runs again. */
export function comparable(text: string): string {
  return anyField(text).replace(/(https:\/\/[^\s'?]+)\?[^\s']*/g, '$1');
}

/** What the console says of an outcome; nothing where the browser keeps silent. */
export function consoleTextOf(outcome: Outcome): string | undefined {
  // Only XMLHttpRequest tells that it hides a header
  return outcome.verdict !== 'blocked' || outcome.code === 'header-not-exposed' || outcome.message === undefined ? undefined : comparable(outcome.message);
}
