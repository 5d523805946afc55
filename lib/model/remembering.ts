// More than the origins of a large app: rules go through all of them, one rule after the other
const LIMIT = 5000;

/** A function of one text that remembers its latest results: the few origins and headers of an application come again and again. */
export function remembering<T>(compute: (text: string) => T): (text: string) => T {
  const results = new Map<string, T>();
  return (text) => {
    let result = results.get(text);
    if (result === undefined) {
      result = compute(text);
      if (results.size === LIMIT) {
        results.clear();
      }
      results.set(text, result);
    }
    return result;
  };
}
