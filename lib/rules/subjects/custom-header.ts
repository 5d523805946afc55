import { allKnown, chainKnown, known, mapKnown } from '../../graph/types/known';
import type { Known } from '../../graph/types/known';
import type { ResponseHeadersPolicy } from '../../graph/types';

/** The value that a policy's custom headers give a response header: of several with one name the last that overrides, or the first. */
export function customHeader({ customHeaders }: ResponseHeadersPolicy, name: string): Known<string | undefined> {
  return chainKnown(customHeaders, (headers) => chainKnown(allKnown(headers.map(({ header }) => header)), (names) => {
    const found = headers.filter((_, index) => names[index]?.toLowerCase() === name);
    return chainKnown(allKnown(found.map(({ override }) => override)), (overrides) => {
      const last = overrides.lastIndexOf(true);
      return mapKnown(found[last === -1 ? 0 : last]?.value ?? known(undefined), (value) => value);
    });
  }));
}
