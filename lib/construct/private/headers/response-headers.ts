import { Token } from 'aws-cdk-lib/core';
import type { Duration } from 'aws-cdk-lib/core';
import type * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { checkCustomHeaders, checkHeaderValue } from '../../../contract/custom-header';
import type { Problems } from '../../../contract/problem';
import type { FixedHeader } from '../../../contract/response-headers';
import type { ResponseHeaderOptions } from '../../cors-contract-options';
import type { CrossOriginResourcePolicy } from '../../cross-origin-resource-policy';
import { timingAllowOrigin } from './timing-allow-origin';
import { transportSecurityAge } from './transport-security';

/** The headers next to CORS, parsed. */
export interface ResponseHeaders {
  /** Absent: no Strict-Transport-Security. */
  readonly transportSecurityAge?: Duration;
  readonly contentSecurityPolicy?: string;
  readonly referrerPolicy?: cloudfront.HeadersReferrerPolicy;
  readonly frameOptions?: cloudfront.HeadersFrameOption;
  /** Absent: what the contract allows. */
  readonly crossOriginResourcePolicy?: CrossOriginResourcePolicy;
  /** Headers that are set as they stand. */
  readonly custom: readonly FixedHeader[];
}

const isUnresolved = (value: unknown): boolean => Token.isUnresolved(value);

/** Parses what a user says of the headers next to CORS; what is wrong is added to `problems`. */
export function parseResponseHeaders(options: ResponseHeaderOptions, problems: Problems): ResponseHeaders {
  const { contentSecurityPolicy, referrerPolicy, frameOptions, crossOriginResourcePolicy, customHeaders = {} } = options;
  const timing = options.timingAllowOrigins && timingAllowOrigin(options.timingAllowOrigins, problems);
  if (timing !== undefined && timing !== '') {
    checkHeaderValue(timing, 'timingAllowOrigins', isUnresolved, problems);
  }
  if (contentSecurityPolicy !== undefined) {
    checkHeaderValue(contentSecurityPolicy, 'contentSecurityPolicy', isUnresolved, problems);
  }
  checkCustomHeaders(customHeaders, ['Vary', 'Cross-Origin-Resource-Policy', ...(timing === undefined ? [] : ['Timing-Allow-Origin'])], isUnresolved, problems);
  return {
    transportSecurityAge: transportSecurityAge(options.strictTransportSecurity, problems),
    contentSecurityPolicy,
    referrerPolicy,
    frameOptions,
    crossOriginResourcePolicy,
    custom: [
      ...(timing === undefined ? [] : [{ header: 'Timing-Allow-Origin', value: timing }]),
      ...Object.entries(customHeaders).map(([header, value]) => ({ header, value })),
    ],
  };
}
