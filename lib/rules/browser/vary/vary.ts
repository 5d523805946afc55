import { isSymbolic } from '../../../graph/types/symbolic-text';
import type { ResponseHeadersPolicy } from '../../../graph/types';
import { listItems } from '../../../model/http/message';
import { Undecided } from '../../../model/undecided';
import { customHeader } from '../../subjects/headers-policy';

/** Whether a policy's custom header Vary keeps copies for different origins apart. */
export function variesByOrigin(policy: ResponseHeadersPolicy): boolean {
  const vary = customHeader(policy, 'vary');
  if (vary !== undefined && isSymbolic(vary)) {
    throw new Undecided('the value of Vary is decided at deployment');
  }
  return listItems(vary).some((name) => name === '*' || name.toLowerCase() === 'origin');
}
