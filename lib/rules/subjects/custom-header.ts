import type { ResponseHeadersPolicy } from '../../graph/types';
import { decided } from '../../model/undecided';

/** The value that a policy's custom headers give a response header: of several with one name the last that overrides, or the first. */
export function customHeader({ customHeaders }: ResponseHeadersPolicy, name: string): string | undefined {
  const found = decided(customHeaders).filter(({ header }) => decided(header).toLowerCase() === name);
  const last = found.map(({ override }) => decided(override)).lastIndexOf(true);
  const winner = found.at(last === -1 ? 0 : last);
  return winner && decided(winner.value);
}
