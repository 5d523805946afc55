import { known, unknown, valueOr, type Known, type UnknownValue } from '../graph/types/known';

/**
 * Raised where an answer turns out to depend on something that cannot be known before deployment. The model turns it into
 * the verdict `unknown`, the iterators of the rules into an unknown place, both with this reason.
 */
export class Undecided extends Error {
  public constructor(public readonly reason: string) {
    super(reason);
    this.name = 'Undecided';
  }
}

/** The value of a fact that the answer depends on. */
export function decided<T>(fact: Known<T>): T {
  if (!fact.known) {
    throw new Undecided(fact.reason);
  }
  return fact.value;
}

/** The answer, or the reason why there is none before deployment: the reverse of {@link decided}. */
export function answerTo<T>(ask: () => T): Known<T> {
  try {
    return known(ask());
  } catch (error) {
    return unanswered(error);
  }
}

/** The reason why there is no answer before deployment. Another error is a mistake and comes through. */
export function unanswered(error: unknown): UnknownValue {
  if (error instanceof Undecided) {
    return unknown(error.reason);
  }
  throw error;
}

/** The answer when there is one before deployment, otherwise `fallback`: for what makes no difference then. */
export function answerOr<T, F>(fallback: F, ask: () => T): T | F {
  return valueOr(answerTo(ask), fallback);
}

/** Compiles a node of the graph when it is first needed and keeps the result for as long as the node lives. */
export function compileOnce<N extends object, C>(compile: (node: N) => C): (node: N) => C {
  const compilations = new WeakMap<N, C>();
  return (node) => {
    let compilation = compilations.get(node);
    if (compilation === undefined) {
      compilation = compile(node);
      compilations.set(node, compilation);
    }
    return compilation;
  };
}
