import type { Assumptions } from '../../assumptions';
import { listItems, lowerCaseItems } from '../../http/message';

/**
 * What a CORS block did for a response: `any` answers `*`, `echoed` repeats the request's Origin, `silent` adds no CORS header (no Origin,
 * or one that is not listed), `withheld` adds none because of the request's method or headers, and `yields` leaves it to what S3 answered.
 */
export type CorsAnswer = 'any' | 'echoed' | 'silent' | 'withheld' | 'yields';

/** Who says something about Vary beside a CORS block. */
export interface VarySpeakers {
  readonly answer: CorsAnswer;
  readonly overrides: boolean;
  /** What is left of S3's Vary when the policy has removed what it removes. */
  readonly fromOrigin?: string;
  readonly custom?: { readonly value: string; readonly override: boolean };
}

// Recorded in 12 dumps of 9 distributions (OpenWaterFoundation/owf-learn-aws, zenn.dev/bun913, …): `Vary: Origin` of the policy's own
// wherever it adds no CORS header, on redirects, errors and answers of functions too; none beside `*`
/** The Vary of a response to which a policy with a CORS block was applied. Only what changes it is asked for. */
export function varyBesideCors({ answer, overrides, fromOrigin, custom }: VarySpeakers, assumptions: Assumptions): string | undefined {
  const own = answer === 'silent' || answer === 'withheld' ? 'Origin' : undefined;
  const yields = custom !== undefined && !custom.override && fromOrigin !== undefined;
  if (custom && !yields && adds(custom.value, own) && assumptions.choose('custom-vary-beside-cors') === 'arrives') {
    return joined(custom.value, own);
  }
  // OriginOverride false: owf-options keeps S3's three names
  const survives = fromOrigin === undefined || !overrides || !adds(fromOrigin, own) || assumptions.choose('origin-vary-beside-cors') === 'kept';
  const rest = joined(survives ? fromOrigin : undefined, own);
  return answer === 'echoed' && adds('Origin', rest) && assumptions.choose('vary-of-echoed-origin') === 'added' ? joined(rest, 'Origin') : rest;
}

// These decide nothing: CloudFront's compression says Accept-Encoding by itself, beside a CORS block too (the same dumps), and browsers
// send the other two with preflights only, which no cache of theirs keeps
const DECIDE_NOTHING: ReadonlySet<string> = new Set(['accept-encoding', 'access-control-request-headers', 'access-control-request-method']);

function adds(value: string, present: string | undefined): boolean {
  const names = lowerCaseItems(present);
  return !names.includes('*') && lowerCaseItems(value).some((name) => !DECIDE_NOTHING.has(name) && !names.includes(name));
}

function joined(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined) {
    return one ?? other;
  }
  const names = lowerCaseItems(one);
  return [one, ...listItems(other).filter((name) => !names.includes(name.toLowerCase()))].join(', ');
}
