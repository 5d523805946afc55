import { valueOr, type Known } from '../../graph/types/known';
import type { Bucket } from '../../graph/types';
import { Undecided } from '../../model/undecided';

/** For a judgement by what a bucket lacks: an imported one may have it all the same, because others write its rules and its policy too. */
export function seeWhole({ imported, name }: Bucket): void {
  if (imported) {
    throw new Undecided(`the bucket ${name} is imported, and what others put into its CORS rules and its policy is not in the templates`);
  }
}

/** The same for a bucket that may not be known. */
export function seeWholeOf(bucket: Known<Bucket>): void {
  const found = valueOr(bucket, undefined);
  if (found) {
    seeWhole(found);
  }
}
