import { LONGEST_HEADER_VALUE } from '../contract/custom-header';
import { isTooLong, LONGEST_CODE } from '../contract/function-code';
import { isHeaderName } from '../contract/header-name';
import type { Problems } from '../contract/problem';
import { isObject } from '../graph/types/json';
import type { EdgeCodeDeclaration } from '../graph/types/template-input';

type Effect = EdgeCodeDeclaration['effect'];

const KINDS = '{ "transparent": true }, or one of rewritesPaths, answersPreflights, setsResponseHeaders, code';

/**
 * Reads what is declared about code at the edge, and adds to `problems` what cannot be meant. Every way to declare it comes through here.
 */
export class EdgeCodeParser {
  constructor(private readonly problems: Problems) {}

  /** What one function does; nothing when `problems` says why not. */
  effect(value: unknown, at: string): Effect | undefined {
    const [[kind = '', content] = [], ...others] = isObject(value) ? Object.entries(value) : [];
    const before = this.problems.all.length;
    const effect = others.length > 0 ? undefined : this.ofKind(kind, content, at === '' ? kind : `${at}.${kind}`);
    if (effect === undefined && this.problems.all.length === before) {
      this.problems.add('edge-code-effect', at === '' ? kind : at, value, KINDS);
    }
    return this.problems.all.length === before ? effect : undefined;
  }

  /** The name under which a function is declared. */
  function(name: string, at: string): void {
    if (name.trim() === '') {
      this.problems.add('edge-code-function', at, name, '"auth", the name of the function');
    }
  }

  private ofKind(kind: string, content: unknown, at: string): Effect | undefined {
    switch (kind) {
      case 'transparent':
        return content === true ? { transparent: true } : undefined;
      case 'rewritesPaths':
        return this.rewrites(content, at);
      case 'answersPreflights':
        return this.answer(content, at);
      case 'setsResponseHeaders':
        return isObject(content) && Object.keys(content).length > 0 ? { setsResponseHeaders: this.headers(content, at) } : undefined;
      case 'code':
        return typeof content === 'string' && content.trim() !== '' ? { code: this.code(content, at) } : undefined;
      default:
        return undefined;
    }
  }

  private code(text: string, at: string): string {
    if (isTooLong(text)) {
      this.problems.add('edge-code-size', at, Buffer.byteLength(text), `${String(LONGEST_CODE)} bytes or less: leave comments out, and put tables of data into a key value store`);
    }
    return text;
  }

  private rewrites(content: unknown, at: string): Effect | undefined {
    return Array.isArray(content) && content.length > 0 ? { rewritesPaths: content.map((item, index) => this.rewrite(item, `${at}[${String(index)}]`)) } : undefined;
  }

  private rewrite(item: unknown, at: string): { path: string; to: string } {
    const { path, to, ...others } = isObject(item) ? item : {};
    if (Object.keys(others).length > 0 || !isPath(path) || !isPath(to) || (to.includes('*') && !path.includes('*'))) {
      this.problems.add('edge-code-path', at, item, '{ "path": "*/", "to": "*/index.html" }');
    }
    return { path: String(path), to: String(to) };
  }

  private answer(content: unknown, at: string): Effect | undefined {
    const { status, headers = {}, ...others } = isObject(content) ? content : {};
    if (!isObject(headers) || Object.keys(others).length > 0) {
      return undefined;
    }
    if (typeof status !== 'number' || !Number.isInteger(status) || status < 200 || status > 599) {
      this.problems.add('edge-code-status', `${at}.status`, status, '204');
    }
    return { answersPreflights: { status: Number(status), headers: this.headers(headers, `${at}.headers`) } };
  }

  private headers(given: Readonly<Record<string, unknown>>, at: string): Readonly<Record<string, string>> {
    for (const [name, value] of Object.entries(given)) {
      if (!isHeaderName(name)) {
        this.problems.add('header-name', at, name, '"X-Served-By"');
      } else if (typeof value !== 'string' || value === '' || value.length > LONGEST_HEADER_VALUE || /[^\t\x20-\x7e]/.test(value)) {
        this.problems.add('header-value', `${at}.${name}`, value, `1 to ${String(LONGEST_HEADER_VALUE)} printable ASCII characters`);
      }
    }
    return given as Readonly<Record<string, string>>;
  }
}

/** A path of a URL, in which one star may stand for a part. */
function isPath(value: unknown): value is string {
  return typeof value === 'string' && /^[/*][^\s?#*]*\*?[^\s?#*]*$/.test(value) && value.split('*').length <= 2;
}
