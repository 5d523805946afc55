/** How a text relates to a pattern with at most one `*`. */
export type WildcardMatch = 'match' | 'match-if-empty' | 'no-match';

/** Matches a text against a pattern in which the first `*` stands for any run of characters; anchored at both ends. */
export type WildcardMatcher = (text: string) => WildcardMatch;

/** Compiles a pattern once, so that matching costs two comparisons. `match-if-empty` says the `*` would stand for nothing. */
export function compileWildcard(pattern: string): WildcardMatcher {
  const star = pattern.indexOf('*');
  if (star < 0) {
    return (text) => (text === pattern ? 'match' : 'no-match');
  }
  const prefix = pattern.slice(0, star);
  const suffix = pattern.slice(star + 1);
  const fixed = prefix.length + suffix.length;
  return (text) => {
    if (text.length < fixed || !text.startsWith(prefix) || !text.endsWith(suffix)) {
      return 'no-match';
    }
    return text.length === fixed && fixed > 0 ? 'match-if-empty' : 'match';
  };
}
