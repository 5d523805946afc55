import { known, unknown, type Known } from '../../graph/types/known';
import { Undecided } from '../../model/undecided';

/** The answer of the model, or the reason why it has none before deployment. */
export function modelled<T>(ask: () => T): Known<T> {
  try {
    return known(ask());
  } catch (error) {
    if (error instanceof Undecided) {
      return unknown(error.reason);
    }
    throw error;
  }
}
