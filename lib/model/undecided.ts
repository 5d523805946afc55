import type { Known } from '../graph/types/known';

/**
 * Raised where an exchange turns out to depend on something that cannot be known before deployment. It never leaves the
 * model: exchange() answers with the verdict `unknown` and this reason.
 */
export class Undecided extends Error {
  public constructor(public readonly reason: string) {
    super(reason);
    this.name = 'Undecided';
  }
}

/** The value of a fact that the exchange depends on. */
export function decided<T>(fact: Known<T>): T {
  if (!fact.known) {
    throw new Undecided(fact.reason);
  }
  return fact.value;
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
