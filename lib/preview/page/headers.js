import { element, glyphOf } from './element.js';

/** @typedef {import('../../model').HeaderMap} HeaderMap */
/** @typedef {'added' | 'changed' | 'kept' | 'missing' | 'removed' | 'sent' | 'wrong'} Fate what became of a header at a hop */
/** @typedef {{ readonly name: string, readonly value: string, readonly fate: Fate }} HeaderLine */
/** @typedef {{ readonly name: string, readonly fate: 'missing' | 'wrong', readonly word: string }} Decisive the header that decided against the page */

/** Headers that decide who may read; the others are folded away. */
const RELEVANT = /^(origin|authorization|cookie|vary|location|age|x-cache|cross-origin-resource-policy|access-control-.*|x-amz-server-side-encryption.*)$/;

/** @type {Readonly<Record<Fate, readonly [glyph: string, word: string]>>} */
const WORDS = {
  added: ['+', 'added'], changed: ['~', 'changed'], kept: ['=', 'kept'], missing: ['∅', 'missing'], removed: ['−', 'removed'], sent: ['', ''], wrong: ['≠', 'does not fit'],
};

/**
 * The headers of a message, each with what became of it since the hop before. Without `before` all are simply sent.
 *
 * @param {HeaderMap} after
 * @param {HeaderMap | undefined} before
 * @param {Decisive | undefined} decisive
 * @returns {readonly HeaderLine[]}
 */
export function headerLines(after, before, decisive) {
  const names = [...new Set([...Object.keys(after), ...Object.keys(before ?? {})])].sort();
  const lines = names.map((name) => ({ name, value: after[name] ?? before?.[name] ?? '', fate: name === decisive?.name && name in after ? decisive.fate : fateOf(name, after, before) }));
  return decisive !== undefined && !(decisive.name in after) && !names.includes(decisive.name)
    ? [{ name: decisive.name, value: '', fate: 'missing' }, ...lines]
    : lines;
}

/**
 * @param {string} name
 * @param {HeaderMap} after
 * @param {HeaderMap | undefined} before
 * @returns {Fate}
 */
function fateOf(name, after, before) {
  if (before === undefined) {
    return 'sent';
  }
  if (!(name in after)) {
    return 'removed';
  }
  return name in before ? (before[name] === after[name] ? 'kept' : 'changed') : 'added';
}

/**
 * Draws headers: those that matter for who may read, then the rest behind a disclosure.
 *
 * @param {readonly HeaderLine[]} lines
 * @param {Partial<Record<Fate, string>>} words other words for a fate: a request header is not removed but not forwarded
 */
export function headerList(lines, words = {}) {
  const relevant = lines.filter(({ name, fate }) => RELEVANT.test(name) || fate === 'missing' || fate === 'wrong');
  const others = lines.filter((line) => !relevant.includes(line));
  const rest = others.length === 0 ? undefined : element('details', { class: 'other-headers' },
    element('summary', {}, `${String(others.length)} other header${others.length === 1 ? '' : 's'}`), listOf(others, words));
  return element('div', { class: 'headers' }, relevant.length === 0 ? undefined : listOf(relevant, words), rest);
}

/**
 * @param {readonly HeaderLine[]} lines
 * @param {Partial<Record<Fate, string>>} words
 */
function listOf(lines, words) {
  return element('ul', {}, ...lines.map(({ name, value, fate }) => {
    const [glyph, usual] = WORDS[fate];
    const word = words[fate] ?? usual;
    const text = element('span', { class: 'header-text' }, element('b', {}, wireName(name)), value === '' ? '' : `: ${value}`);
    return element('li', { class: `header ${fate}` }, glyph === '' ? undefined : glyphOf(glyph), text, word === '' ? undefined : element('span', { class: 'fate' }, word));
  }));
}

/** @param {string} name */
function wireName(name) {
  return name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase()).replace(/^Etag$/, 'ETag');
}

/**
 * The header that the console text is about.
 *
 * @param {string | undefined} message
 * @returns {Decisive | undefined}
 */
export function decisiveHeader(message = '') {
  const field = /Request header field (\S+) is not allowed/.exec(message);
  if (field) {
    return { name: 'access-control-allow-headers', fate: 'wrong', word: `lacks ${field[1] ?? ''}` };
  }
  if (/Method \S+ is not allowed/.test(message)) {
    return { name: 'access-control-allow-methods', fate: 'wrong', word: 'lacks the method' };
  }
  if (/Allow-Credentials' header/.test(message)) {
    return { name: 'access-control-allow-credentials', fate: 'wrong', word: 'is not true' };
  }
  if (/No 'Access-Control-Allow-Origin'/.test(message)) {
    return { name: 'access-control-allow-origin', fate: 'missing', word: 'missing' };
  }
  return /Access-Control-Allow-Origin' header/.test(message) ? { name: 'access-control-allow-origin', fate: 'wrong', word: 'does not fit the page' } : undefined;
}
