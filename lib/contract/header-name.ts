import type { ProblemCode } from './problem';

// RFC 9110 section 5.6.2: a field name is a token. `*` is a token character; S3 and CloudFront read it as a wildcard.
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/i;

/** Where a header list stands decides which wildcards it may hold. */
export type HeaderListKind = 'read' | 'upload' | 'exposed';

/** Whether a text can be the name of a header, or a pattern of names. */
export function isHeaderName(text: string): boolean {
  return TOKEN.test(text);
}

/** Why a text may not stand in a header list, or undefined when it may. */
export function headerNameProblem(name: string, kind: HeaderListKind): ProblemCode | undefined {
  if (!isHeaderName(name)) {
    return 'header-name';
  }
  if (!name.includes('*')) {
    return undefined;
  }
  if (kind === 'exposed') {
    return 'exposed-header-wildcard';
  }
  if (name.split('*').length > 2) {
    return 'header-two-wildcards';
  }
  return kind === 'read' && name !== '*' ? 'header-partial-wildcard' : undefined;
}

/** The list without repetitions; header names are case-insensitive (RFC 9110 section 5.1). */
export function uniqueHeaderNames(names: readonly string[]): string[] {
  const seen = new Set<string>();
  return names.filter((name) => {
    const key = name.toLowerCase();
    return seen.has(key) ? false : seen.add(key);
  });
}
