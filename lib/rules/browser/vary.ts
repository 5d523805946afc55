import { chainKnown, known, unknown } from '../../graph/types/known';
import type { Known } from '../../graph/types/known';
import { isSymbolic } from '../../graph/types/symbolic-text';
import type { ResponseHeadersPolicy } from '../../graph/types';
import { listItems } from '../../model/http/message';
import { customHeader } from '../subjects/custom-header';

/** The value of a policy's custom header Vary. */
export function customVary(policy: ResponseHeadersPolicy | undefined): Known<string | undefined> {
  if (!policy) {
    return known(undefined);
  }
  return chainKnown(customHeader(policy, 'vary'), (vary) => (vary !== undefined && isSymbolic(vary) ? unknown('the value of Vary is decided at deployment') : known(vary)));
}

/** Whether a Vary keeps copies for different origins apart. */
export function namesOrigin(vary: string | undefined): boolean {
  return listItems(vary).some((name) => name === '*' || name.toLowerCase() === 'origin');
}
