import { breakable, element, glyphOf } from './element.js';
import { picture } from './picture.js';
import { blockedHeadline, story, verdictBox } from './verdict.js';

/** @typedef {import('../../trial/matrix').Matrix} Matrix */
/** @typedef {import('../../trial/matrix').MatrixDistribution} MatrixDistribution */
/** @typedef {import('../../trial/matrix').MatrixPath} MatrixPath */
/** @typedef {import('../../trial/matrix').MatrixRow} MatrixRow */
/** @typedef {import('../../trial/matrix').MatrixCell} MatrixCell */
/** @typedef {Matrix['uses']} Uses */

/** @type {Readonly<Record<MatrixCell['mark'], readonly [glyph: string, word: string, tone: string]>>} */
const MARKS = {
  works: ['✓', 'works', 'good'], broken: ['✕', 'broken', 'bad'], fragile: ['~', 'fragile', 'open'], 'not-promised': ['–', 'not promised', 'calm'],
  wider: ['!', 'open, not promised', 'open'], depends: ['?', 'depends', 'open'], 'not-judged': ['?', 'not judged', 'open'],
};

/** Nothing on the path calls for the use: where no header is exposed, none is read. */
const NOT_ASKED = /** @type {const} */ (['·', 'not asked', 'calm']);

/** @type {Readonly<Record<MatrixCell['mark'], string>>} */
const HEADLINES = {
  works: 'Promised, and it works', broken: 'Promised, but blocked', 'not-promised': 'Nobody promised it, and it is blocked',
  wider: 'Nobody promised it, and yet it works', fragile: 'Promised, and it works, but not after the browser loaded the file without CORS',
  depends: 'It depends on what AWS leaves undocumented', 'not-judged': 'It cannot be told before deployment',
};

/**
 * @param {Matrix} matrix
 * @returns {Node}
 */
export function matrixView({ uses, distributions }) {
  if (distributions.length === 0) {
    return element('p', { class: 'empty' }, 'There is no CloudFront distribution in the templates.');
  }
  return element('div', {}, legend(), ...distributions.map((distribution, index) => distributionView(distribution, uses, `d${String(index)}`)));
}

function legend() {
  return element('ul', { class: 'legend', 'aria-label': 'What the marks mean' }, ...[...Object.values(MARKS).slice(0, 6), NOT_ASKED].map(([glyph, word, tone]) =>
    element('li', { class: `mark ${tone}` }, glyphOf(glyph), ` ${word}`)));
}

/**
 * @param {MatrixDistribution} distribution
 * @param {Uses} uses
 * @param {string} id
 */
function distributionView({ name, stack, construct, paths, others }, uses, id) {
  return element('section', { class: 'distribution' },
    element('h3', {}, construct ?? `${stack}.${name}`),
    ...paths.map((path, index) => pathView(path, uses, `${id}p${String(index)}`)),
    others.length === 0 ? undefined : element('p', { class: 'quiet' }, `Not judged, because no bucket of S3 answers there: ${others.join(', ')}`));
}

/**
 * @param {MatrixPath} path
 * @param {Uses} uses
 * @param {string} id
 */
function pathView(path, uses, id) {
  const panel = element('div', { class: 'panel', id: `${id}-panel`, role: 'region', 'aria-label': 'Why' });
  panel.hidden = true;
  // The roles are those of the elements: on narrow windows the style takes the table apart, and with it what browsers tell of it
  const table = element('table', { class: 'matrix', role: 'table', 'aria-labelledby': id },
    element('thead', { role: 'rowgroup' }, element('tr', { role: 'row' }, ...['Page on', ...uses.map(({ title }) => title)].map((title) => element('th', { role: 'columnheader', scope: 'col' }, title)))),
    element('tbody', { role: 'rowgroup' }, ...path.rows.map((row) => rowView(row, uses, panel))));
  const notes = [
    path.sample === undefined ? 'Earlier patterns take all its requests.' : `Asked for: ${path.sample}`,
    ...(path.signed ? ['Viewers need a signature; requests are taken to have one.'] : []),
    ...(path.unknown === undefined ? [] : [`What is promised here is not known: ${path.unknown}.`]),
    ...(path.more > 0 ? [`${String(path.more)} more origins are left out.`] : []),
  ];
  return element('section', { class: 'path' }, element('h4', { id }, 'Path ', element('code', {}, path.pattern)),
    element('p', { class: 'quiet' }, notes.join(' ')), path.rows.length === 0 ? undefined : element('div', { class: 'scroll' }, table), panel);
}

/**
 * @param {MatrixRow} row
 * @param {Uses} uses
 * @param {HTMLElement} panel
 */
function rowView({ origin, because, cells }, uses, panel) {
  return element('tr', { role: 'row' }, element('th', { role: 'rowheader', scope: 'row' }, element('span', { class: 'origin' }, breakable(origin)), element('span', { class: 'quiet' }, because)),
    ...uses.map(({ id, title, code }) => {
      const cell = cells.find(({ use }) => use === id);
      return element('td', { role: 'cell' }, cell === undefined ? notAsked(title) : cellButton(cell, origin, { title, code }, panel));
    }));
}

/** @param {string} title */
function notAsked(title) {
  const [glyph, word, tone] = NOT_ASKED;
  return element('span', { class: `mark ${tone}`, 'data-use': title }, glyphOf(glyph), element('span', { class: 'unseen' }, ` ${word}`));
}

/**
 * @param {MatrixCell} cell
 * @param {string} origin
 * @param {{ readonly title: string, readonly code: string }} use
 * @param {HTMLElement} panel
 */
function cellButton(cell, origin, use, panel) {
  const [glyph, word, tone] = MARKS[cell.mark];
  const button = element('button', { type: 'button', class: `mark ${tone}`, 'data-use': use.title, 'aria-expanded': 'false', 'aria-controls': panel.id }, glyphOf(glyph), element('span', { class: cell.mark === 'not-promised' ? 'unseen' : undefined }, ` ${word}`));
  button.addEventListener('click', () => {
    const opens = button.getAttribute('aria-expanded') === 'false';
    panel.parentElement?.querySelectorAll('button[aria-expanded="true"]').forEach((other) => { other.setAttribute('aria-expanded', 'false'); });
    button.setAttribute('aria-expanded', String(opens));
    panel.replaceChildren(...(opens ? [cellDetail(cell, origin, use)] : []));
    panel.hidden = !opens;
    if (opens) {
      panel.scrollIntoView({ block: 'nearest' });
    }
  });
  return button;
}

/**
 * @param {MatrixCell} cell
 * @param {string} origin
 * @param {{ readonly title: string, readonly code: string }} use
 */
function cellDetail(cell, origin, { title, code }) {
  const { mark, messages, lines, message, why, fix, after, deciding, asked, verdict, step } = cell;
  const [, , tone] = MARKS[mark];
  const blocked = mark === 'fragile' || verdict === 'broken' || (verdict === 'depends' && fix !== undefined);
  const headline = mark === 'broken' ? `${HEADLINES.broken}: ${lowerFirst(blockedHeadline(messages, step))}` : HEADLINES[mark];
  const question = deciding.length === 0 ? undefined : element('dl', { class: 'facts' }, ...deciding.flatMap(({ id, question: text, alternatives }) => [
    element('dt', {}, `${text} (${id})`), ...Object.entries(alternatives).map(([name, meaning]) => element('dd', {}, `${name}: ${meaning}`)),
  ]));
  return element('div', { class: 'detail' },
    element('h5', {}, `${title}: ${asked} from a page on ${origin}`), element('p', { class: 'use' }, element('code', {}, code)),
    after === undefined ? undefined : element('p', { class: 'after' }, `This happens after ${after}.`),
    verdictBox({ tone, headline, why, message, fix: mark === 'works' || mark === 'wider' ? undefined : fix }), question,
    picture(messages, { blocked, message, step, notes: { browser: [`page on ${origin}`] } }), story(lines));
}

/** @param {string} text */
function lowerFirst(text) {
  return text.replace(/^The /, 'the ');
}
