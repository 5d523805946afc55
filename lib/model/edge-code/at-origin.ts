import type { Behavior } from '../../graph/types';
import type { HttpResponse } from '../http/message';
import { decided, Undecided } from '../undecided';
import { functionAt } from './at-viewer';
import { nameOf } from './names';
import type { Passed } from './at-viewer';

/** The origin's answer, with what Lambda@Edge makes of the request to it and of its answer, on a miss. */
export function atOrigin(behavior: Behavior, passed: Passed, ask: (passed: Passed) => HttpResponse): HttpResponse {
  for (const event of ['origin-request', 'origin-response'] as const) {
    const found = functionAt(behavior, event);
    if (found) {
      throw new Undecided(`${nameOf(found)} runs at ${decided(found.event)}, and ${found.code.known ? 'what it does there is not known' : found.code.reason}`);
    }
  }
  return ask(passed);
}
