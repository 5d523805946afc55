import { known, unknown } from '../graph/known';
import type { Known } from '../graph/known';
import { Undecided } from '../model/undecided';

/** What the model answers, or the reason why it cannot know before deployment. */
export function asked<T>(question: () => T): Known<T> {
  try {
    return known(question());
  } catch (error) {
    if (error instanceof Undecided) {
      return unknown(error.reason);
    }
    throw error;
  }
}
