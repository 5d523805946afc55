/** One question AWS does not answer, and the consistent answers to it. */
export interface Assumption<A extends string = string> {
  /** What is not documented. */
  readonly question: string;
  /** Alternative -> what it means. The first is the default. */
  readonly alternatives: Readonly<Record<A, string>>;
  /** Where the evidence for either side is. */
  readonly sources: readonly string[];
}

/** Declares an assumption so that the names of its alternatives become its type. */
export function assumption<A extends string>(
  question: string,
  alternatives: Readonly<Record<A, string>>,
  sources: readonly string[],
): Assumption<A> {
  return { question, alternatives, sources };
}
