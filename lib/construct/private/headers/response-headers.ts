import type { Duration } from 'aws-cdk-lib';
import type { Problems } from '../../../contract/problem';
import type { ResponseHeaderOptions } from '../../cors-contract-options';
import { timingAllowOrigin } from './timing-allow-origin';
import { transportSecurityAge } from './transport-security';

/** The headers next to CORS, parsed. */
export interface ResponseHeaders {
  /** Absent: no Strict-Transport-Security. */
  readonly transportSecurityAge?: Duration;
  /** Headers that are set as they stand. */
  readonly custom: readonly CustomHeader[];
}

export interface CustomHeader {
  readonly header: string;
  readonly value: string;
}

/** Parses what a user says of the headers next to CORS; what is wrong is added to `problems`. */
export function parseResponseHeaders(options: ResponseHeaderOptions, problems: Problems): ResponseHeaders {
  const timing = options.timingAllowOrigins && timingAllowOrigin(options.timingAllowOrigins, problems);
  return {
    transportSecurityAge: transportSecurityAge(options.strictTransportSecurity, problems),
    custom: timing === undefined ? [] : [{ header: 'Timing-Allow-Origin', value: timing }],
  };
}
