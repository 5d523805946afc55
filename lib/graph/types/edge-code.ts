import type { Address } from './address';
import type { Known } from './known';

/** A function that CloudFront runs for a behavior. */
export interface EdgeFunction {
  /** The association in the behavior. */
  readonly path: string;
  readonly kind: 'cloudfront-function' | 'lambda-at-edge';
  readonly event: Known<EdgeEventType>;
  readonly arn: Known<string>;
  /** Unknown with its reason, where the templates do not hold it and nobody has declared what it does. */
  readonly code: Known<EdgeSource>;
}

export type EdgeEventType = 'origin-request' | 'origin-response' | 'viewer-request' | 'viewer-response';

/** Code that can be run. Symbols in its text stand for parts that are decided at deployment. */
export interface EdgeSource {
  readonly runtime: '1.0' | '2.0';
  readonly text: string;
  /** The content of its key value store; `undefined` when it has none. */
  readonly keyValues: Known<Readonly<Record<string, string>> | undefined>;
  /** The function's resource; left out for what somebody has declared. */
  readonly address?: Address;
}
