import type { Duration } from 'aws-cdk-lib/core';

/**
 * Whether browsers remember that the asset host speaks https only.
 *
 * Never with includeSubDomains or preload: those speak for hosts that this construct does not own.
 *
 * @see https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Strict-Transport-Security
 */
export class StrictTransportSecurity {
  /** No Strict-Transport-Security header: for a host name that also serves something over plain http. */
  public static readonly NONE = new StrictTransportSecurity(undefined);

  /**
   * Browsers use https for the asset host for this long after each response, whatever else is later served under that name.
   *
   * @param maxAge how long, in whole seconds
   */
  public static maxAge(maxAge: Duration): StrictTransportSecurity {
    return new StrictTransportSecurity(maxAge);
  }

  private constructor(
    /** @internal */
    readonly _maxAge: Duration | undefined,
  ) {}
}
