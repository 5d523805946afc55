import { Fn, Token } from 'aws-cdk-lib/core';
import type { Problems } from '../../../contract/problem';
import { parseWebOrigin } from '../../../contract/web-origin';

/** The header's value: Resource Timing section 4.5.1 allows a list of origins or `*`, and no patterns. */
export function timingAllowOrigin(origins: readonly string[], problems: Problems): string {
  if (Token.isUnresolved(origins)) {
    return Fn.join(', ', [...origins]);
  }
  const values = origins.map((text, index) => {
    const origin = Token.isUnresolved(text) ? { value: text, kind: 'exact' } as const : parseWebOrigin(text);
    const path = `timingAllowOrigins[${index}]`;
    if ('code' in origin) {
      problems.add(origin.code, path, text, origin.write);
      return text;
    }
    if (origin.kind === 'pattern' || (origin.kind === 'any' && origins.length > 1)) {
      problems.add('timing-origin', path, text, '["https://app.example.com"] or ["*"]');
    }
    return origin.value;
  });
  if (values.length === 0) {
    problems.add('timing-origins-empty', 'timingAllowOrigins', origins, 'the origins, or leave it out');
  }
  return values.join(', ');
}
