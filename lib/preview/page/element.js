/**
 * An element with attributes and children. Text goes in as text and never as markup: paths and origins come from strangers.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Readonly<Record<string, string | undefined>>} attributes
 * @param {...(Node | string | undefined)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) {
      node.setAttribute(name, value);
    }
  }
  node.append(...children.filter((child) => child !== undefined));
  return node;
}

/**
 * The element with this id, which index.html has.
 *
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const found = document.getElementById(id);
  if (found === null) {
    throw new Error(`the page has no #${id}`);
  }
  return found;
}

/**
 * Text that breaks after dots and slashes, as one would break an origin by hand.
 *
 * @param {string} text
 */
export function breakable(text) {
  return element('span', {}, ...text.split(/(?<=[./])(?=[^./])/).flatMap((part) => [part, element('wbr')]));
}

/**
 * A glyph that is only for the eye, beside words that say the same.
 *
 * @param {string} glyph
 */
export function glyphOf(glyph) {
  return element('span', { class: 'glyph', 'aria-hidden': 'true' }, glyph);
}

/**
 * A button that opens and closes what it controls; the content is built when it is first opened.
 *
 * @param {string} id of the content
 * @param {{ readonly class?: string, readonly label?: string }} attributes
 * @param {readonly (Node | string)[]} face what the button shows
 * @param {HTMLElement} panel
 * @param {() => Node} build
 */
export function disclosure(id, attributes, face, panel, build) {
  panel.id = id;
  panel.hidden = true;
  const button = element('button', { type: 'button', class: attributes.class, 'aria-label': attributes.label, 'aria-expanded': 'false', 'aria-controls': id }, ...face);
  button.addEventListener('click', () => {
    const opens = panel.hidden;
    if (opens && panel.childElementCount === 0) {
      panel.append(build());
    }
    panel.hidden = !opens;
    button.setAttribute('aria-expanded', String(opens));
  });
  return button;
}
