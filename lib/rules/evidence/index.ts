import type { DeliveryGraphs } from '../../graph/types';
import type { Finding } from '../engine/finding';
import { gainOf } from './gain';
import { witnessOf } from './witness';

/** One line that shows a finding to be true: an exchange of a page, or somebody who gets what they should not. */
export function evidenceOf(finding: Finding, graphs: DeliveryGraphs): string | undefined {
  return witnessOf(finding, graphs)?.line ?? gainOf(finding, graphs);
}
