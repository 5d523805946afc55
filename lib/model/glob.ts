/** Whether a whole text matches a pattern. */
export type GlobMatcher = (text: string) => boolean;

/** Compiles a pattern in which `*` stands for any run of characters and `?` for one, case-sensitive. */
export function compileGlob(pattern: string): GlobMatcher {
  if (!pattern.includes('*') && !pattern.includes('?')) {
    return (text) => text === pattern;
  }
  if (pattern === '*') {
    return () => true;
  }
  const source = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.');
  const expression = new RegExp(`^${source}$`, 's');
  return (text) => expression.test(text);
}
