/** Markup that is safe to put into other markup: made by {@link html}, which escapes what is put in. */
export class Html {
  private constructor(public readonly text: string) {}

  /** A style sheet for a style element, in which nothing can be escaped: one that would end the element is refused. */
  static styles(sheet: string): Html {
    if (/<\/|<!--/.test(sheet)) {
      throw new Error('a style sheet must not contain markup');
    }
    return new Html(sheet);
  }

  static of(strings: readonly string[], values: readonly Insertable[]): Html {
    return new Html(strings.map((part, index) => part + (index < values.length ? inserted(values[index]) : '')).join(''));
  }
}

/** What a template takes: text is escaped, markup is not, lists are joined, and nothing is nothing. */
export type Insertable = Html | number | string | readonly Insertable[] | undefined;

/** Markup with values in it, for text and for attributes in double quotes: no value can leave its place. */
export function html(strings: TemplateStringsArray, ...values: readonly Insertable[]): Html {
  return Html.of(strings, values);
}

/** Text of the rules, in which backticks mark code. */
export function prose(text: string): Html {
  return html`${text.split('`').map((part, index) => (index % 2 === 0 ? part : html`<code>${part}</code>`))}`;
}

function inserted(value: Insertable): string {
  if (value === undefined) {
    return '';
  }
  if (value instanceof Html) {
    return value.text;
  }
  return typeof value === 'object' ? value.map(inserted).join('') : escaped(String(value));
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&#39;' };

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
