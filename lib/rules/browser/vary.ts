import { chainKnown, known } from '../../graph/known';
import type { Known } from '../../graph/known';
import { isSymbolic } from '../../graph/symbolic-text';
import type { ResponseHeadersPolicy } from '../../graph/types';
import { listItems } from '../../model/http';

/** The value of a policy's custom header Vary. */
export function customVary(policy: ResponseHeadersPolicy | undefined): Known<string | undefined> {
  if (!policy) {
    return known(undefined);
  }
  return chainKnown(policy.customHeaders, (headers) => {
    const vary = headers.find(({ header }) => header.known && header.value.toLowerCase() === 'vary');
    return vary?.value.known && isSymbolic(vary.value.value) ? { known: false, reason: 'the value of Vary is decided at deployment' } : vary?.value ?? known(undefined);
  });
}

/** Whether a Vary keeps copies for different origins apart. */
export function namesOrigin(vary: string | undefined): boolean {
  return listItems(vary).some((name) => name === '*' || name.toLowerCase() === 'origin');
}
