import { CLOUDFRONT_READINGS } from './readings/cloudfront';
import { S3_READINGS } from './readings/s3';

/**
 * Everything AWS leaves undocumented that can decide an exchange. The first alternative of each is the default: the one the evidence
 * favours, and where the evidence is silent the stricter one.
 */
export const READINGS = { ...S3_READINGS, ...CLOUDFRONT_READINGS } as const;

/** The public name of a reading. */
export type ReadingId = keyof typeof READINGS;

/** The names of the alternatives of one reading. */
export type Alternative<R extends ReadingId> = keyof (typeof READINGS)[R]['alternatives'] & string;

/** Alternatives that are settled beforehand; readings left out are explored, or take their default in a single run. */
export type ReadingChoices = { readonly [R in ReadingId]?: Alternative<R> };

/** Answers for one consistent reading of AWS. */
export interface Interpretation {
  choose<R extends ReadingId>(reading: R): Alternative<R>;
}

/** All alternatives of a reading, the default first. */
export function alternativesOf<R extends ReadingId>(reading: R): readonly Alternative<R>[] {
  return ALTERNATIVES.get(reading) as readonly Alternative<R>[];
}

/** One interpretation: the given choices, and the default for everything else. */
export function interpretation(choices: ReadingChoices = {}): Interpretation {
  return {
    choose: <R extends ReadingId>(reading: R): Alternative<R> =>
      (choices[reading] as Alternative<R> | undefined) ?? alternativesOf(reading)[0],
  };
}

/** Every reading at its default. */
export const DEFAULT_INTERPRETATION: Interpretation = interpretation();

const ALTERNATIVES: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(READINGS).map(([id, reading]) => [id, Object.keys(reading.alternatives)]),
);
