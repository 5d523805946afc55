/** The two patterns of AWS: globs of paths, actions and ARNs, and S3's single `*`. Each compiles once. */

/** Whether a whole text matches a pattern. */
export type GlobMatcher = (text: string) => boolean;

/** Compiles a pattern in which `*` stands for any run of characters and `?` for one, case-sensitive. */
export function compileGlob(pattern: string): GlobMatcher {
  if (!pattern.includes('*') && !pattern.includes('?')) {
    return (text) => text === pattern;
  }
  const [prefix, suffix, ...further] = pattern.split('*');
  if (further.length === 0 && !pattern.includes('?')) {
    return suffix === ''
      ? (text) => text.startsWith(prefix)
      : (text) => text.length >= prefix.length + suffix.length && text.startsWith(prefix) && text.endsWith(suffix);
  }
  const source = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.');
  const expression = new RegExp(`^${source}$`, 's');
  return (text) => expression.test(text);
}

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
