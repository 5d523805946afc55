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
