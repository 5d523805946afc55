import { Duration, Token } from 'aws-cdk-lib/core';
import { isMaxAge } from '../../../contract/contract-parser';
import type { Problems } from '../../../contract/problem';
import { StrictTransportSecurity } from '../../strict-transport-security';
import { secondsOf } from '../parse/parsing';

/** How long browsers remember https, a year unless said otherwise; undefined for no header. */
export function transportSecurityAge(given: StrictTransportSecurity | undefined, problems: Problems): Duration | undefined {
  const maxAge = (given ?? StrictTransportSecurity.maxAge(Duration.days(365)))._maxAge;
  if (maxAge === undefined) {
    return undefined;
  }
  const seconds = secondsOf(maxAge, 'strictTransportSecurity', problems, 'transport-security-age');
  if (!Token.isUnresolved(seconds) && !isMaxAge(seconds)) {
    problems.add('transport-security-age', 'strictTransportSecurity', seconds, 'StrictTransportSecurity.maxAge(Duration.days(365))');
    return undefined;
  }
  return Duration.seconds(seconds);
}
