import { createRequire } from 'node:module';
import { vendoredPath } from './vendored';

/** A node of a syntax tree, as ESTree names them. */
export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [part: string]: unknown;
}

interface Parser {
  parse(text: string, options: { readonly ecmaVersion: 'latest'; readonly sourceType: 'module' | 'script'; readonly allowReturnOutsideFunction?: boolean }): SyntaxNode;
}

let loaded: Parser | undefined;

/** The syntax tree of a text, or the parser's message. */
export function parseJavaScript(text: string): SyntaxNode | string {
  loaded ??= createRequire(__filename)(vendoredPath('acorn.js', 'acorn')) as Parser;
  try {
    return loaded.parse(text, { ecmaVersion: 'latest', sourceType: /^\s*import\b/m.test(text) ? 'module' : 'script' });
  } catch (error) {
    return (error as Error).message;
  }
}
