import { CLOUDFRONT_ASSUMPTIONS } from './cloudfront';
import { EDGE_CODE_ASSUMPTIONS } from './edge-code';
import { S3_ASSUMPTIONS } from './s3';

/**
 * Everything AWS leaves undocumented that can decide an exchange. The first alternative of each is the default: the one the evidence
 * favors, and where the evidence is silent the stricter one.
 */
export const ASSUMPTIONS = { ...S3_ASSUMPTIONS, ...CLOUDFRONT_ASSUMPTIONS, ...EDGE_CODE_ASSUMPTIONS } as const;

/** The public name of an assumption. */
export type AssumptionId = keyof typeof ASSUMPTIONS;

/** The names of the alternatives of one assumption. */
export type Alternative<R extends AssumptionId> = keyof (typeof ASSUMPTIONS)[R]['alternatives'] & string;

/** Alternatives that are settled beforehand; assumptions left out are explored, or take their default in a single run. */
export type AssumptionChoices = { readonly [R in AssumptionId]?: Alternative<R> };

/** Answers for one consistent assumption about AWS. */
export interface Assumptions {
  choose<R extends AssumptionId>(assumption: R): Alternative<R>;
  /**
   * One of the ways in which requests differ that the model takes for the same: all of them occur. The first is a request without what is
   * asked for.
   */
  circumstance(input: string, alternatives: readonly string[]): string;
}

/** What code at the edge reads of a request -> what it finds there. */
export type Circumstances = Readonly<Record<string, string>>;

/** All alternatives of an assumption, the default first. */
export function alternativesOf<R extends AssumptionId>(assumption: R): readonly Alternative<R>[] {
  return ALTERNATIVES.get(assumption) as readonly Alternative<R>[];
}

/** One interpretation: the given choices, and the default for everything else. */
export function assuming(choices: AssumptionChoices = {}, circumstances: Circumstances = {}): Assumptions {
  return {
    choose: <R extends AssumptionId>(assumption: R): Alternative<R> =>
      (choices[assumption] as Alternative<R> | undefined) ?? alternativesOf(assumption)[0],
    circumstance: (input, [first]) => (circumstances as Readonly<Record<string, string | undefined>>)[input] ?? first,
  };
}

/** Every assumption at its default. */
export const DEFAULT_ASSUMPTIONS: Assumptions = assuming();

const ALTERNATIVES: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(ASSUMPTIONS).map(([id, assumption]) => [id, Object.keys(assumption.alternatives)]),
);
