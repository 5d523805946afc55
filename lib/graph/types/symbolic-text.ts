/**
 * Symbolic text: an ordinary string in which `⟨…⟩` stands for a part that is only decided at deployment:
 * the name CloudFormation gives a bucket (`⟨Web.Assets⟩`), a parameter without a default (`⟨Web.AppOrigin⟩`),
 * the account (`⟨AWS::AccountId⟩`).
 *
 * The same symbol always stands for the same text, so identifiers, ARNs and origins that refer to the same thing
 * are equal strings: `arn:aws:s3:::⟨Web.Assets⟩/*` in a bucket policy is a plain prefix match away from the bucket.
 * Two different texts of which one is symbolic may still be equal once deployed: that they differ proves nothing.
 *
 * The brackets are U+27E8 and U+27E9, which no ARN, name, header or origin can contain (unlike `${…}`, which IAM
 * uses for policy variables).
 */
const OPEN = '\u27e8';
const CLOSE = '\u27e9';
const SYMBOL = /\u27e8[^\u27e9]*\u27e9/g;

/** The text that stands for `name`. */
export function symbol(name: string): string {
  const plain = isSymbolic(name) || name.includes(CLOSE) ? name.replaceAll(OPEN, '(').replaceAll(CLOSE, ')') : name;
  return OPEN + plain + CLOSE;
}

/** Whether a part of `text` is only decided at deployment. */
export function isSymbolic(text: string): boolean {
  return text.includes(OPEN);
}

/** The names of the symbols in `text`, in order. */
export function symbolsIn(text: string): readonly string[] {
  return (text.match(SYMBOL) ?? []).map((found) => found.slice(1, -1));
}

/**
 * Whether two texts that differ may turn out equal: one of them is symbolic after their common beginning. Of
 * `⟨A⟩/fonts/x` and `⟨A⟩/x` it is known that they differ.
 */
export function mayTurnOutEqual(a: string, b: string): boolean {
  if (!isSymbolic(a) && !isSymbolic(b)) {
    return false;
  }
  let end = 0;
  while (end < a.length && a.charCodeAt(end) === b.charCodeAt(end)) {
    end++;
  }
  const open = a.lastIndexOf(OPEN, end - 1);
  const start = open >= 0 && a.indexOf(CLOSE, open) >= end ? open : end;
  return isSymbolic(a.slice(start)) || isSymbolic(b.slice(start));
}

/** The fields of an ARN; a colon inside a symbol (`⟨AWS::AccountId⟩`) is none of its colons. */
export function arnFields(arn: string): readonly string[] {
  return arn.match(/(?:\u27e8[^\u27e9]*\u27e9|[^:\u27e8])+|(?<=:)(?=:)/g) ?? [];
}
