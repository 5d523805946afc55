import type { DeliveryGraph, Distribution } from '../../graph/types';
import type { Simulation } from '../simulation';

/** Everything a lookup needs to know about where it happens. */
export interface EdgePlace {
  readonly graph: DeliveryGraph;
  readonly distribution: Distribution;
  readonly simulation: Simulation;
}
