/** The intrinsic functions that work on texts and lists. Their arguments are already resolved. */
import { isUnresolved, scalarText, unresolved } from './resolved';

/** `Fn::Join`. */
export function join(argument: unknown): unknown {
  const [delimiter, list] = Array.isArray(argument) ? (argument as unknown[]) : [];
  if (isUnresolved(list)) {
    return list;
  }
  if (typeof delimiter !== 'string' || !Array.isArray(list)) {
    return unresolved('Fn::Join without a delimiter and a list');
  }
  const texts = list.map(scalarText);
  return texts.every((text) => text !== undefined) ? texts.join(delimiter) : unresolved('Fn::Join of values that are not text');
}

/** `Fn::Select`. */
export function select(argument: unknown): unknown {
  const [index, list] = Array.isArray(argument) ? (argument as unknown[]) : [];
  if (isUnresolved(list)) {
    return list;
  }
  const position = Number(scalarText(index) ?? Number.NaN);
  if (!Array.isArray(list) || !Number.isInteger(position) || position < 0 || position >= list.length) {
    return unresolved('Fn::Select without a list and an index into it');
  }
  return list[position] as unknown;
}

/**
 * `Fn::Select` of a `Fn::Split`: what stands before an open symbol is known, whatever the symbol is.
 */
export function selectOfSplit(index: unknown, argument: unknown, plainSymbols: ReadonlySet<string>): unknown {
  const [delimiter, source] = Array.isArray(argument) ? (argument as unknown[]) : [];
  const text = scalarText(source);
  const open = text === undefined ? undefined : symbolsOf(text).find((each) => !isPlain(each, plainSymbols));
  const position = Number(scalarText(index) ?? Number.NaN);
  if (text === undefined || open === undefined || typeof delimiter !== 'string') {
    return select([index, split(argument, plainSymbols)]);
  }
  const before = split([delimiter, text.slice(0, text.indexOf(open))], plainSymbols);
  // The last piece goes on in the symbol
  return Array.isArray(before) && position >= 0 && position < before.length - 1 ? select([index, before]) : unresolved(`Fn::Split of ${open}`);
}

function symbolsOf(text: string): readonly string[] {
  return text.match(/\u27e8[^\u27e9]*\u27e9/g) ?? [];
}

function isPlain(symbol: string, plainSymbols: ReadonlySet<string>): boolean {
  return symbol.startsWith('\u27e8AWS::') || plainSymbols.has(symbol);
}

/**
 * `Fn::Split`. A symbol is split around only when its text is known to hold no delimiter: `⟨Web.Assets⟩`, a bucket name,
 * does not; `⟨Web.Url⟩` may.
 */
export function split(argument: unknown, plainSymbols: ReadonlySet<string>): unknown {
  const [delimiter, source] = Array.isArray(argument) ? (argument as unknown[]) : [];
  const text = scalarText(source);
  if (typeof delimiter !== 'string' || delimiter === '' || text === undefined) {
    return unresolved('Fn::Split without a delimiter and a text');
  }
  const list = [''];
  for (const piece of text.match(/\u27e8[^\u27e9]*\u27e9|[^\u27e8]+/g) ?? []) {
    if (piece.startsWith('\u27e8') && !isPlain(piece, plainSymbols)) {
      return unresolved(`Fn::Split of ${piece}`);
    }
    const [first, ...rest] = piece.startsWith('\u27e8') ? [piece] : piece.split(delimiter);
    list.push((list.pop() ?? '') + (first ?? ''), ...rest);
  }
  return list;
}
