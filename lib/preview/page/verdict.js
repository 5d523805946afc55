import { element, glyphOf } from './element.js';
import { endsAtBrowserCopy, isPreflight, legsOf, stopperOf } from './picture.js';

/** @typedef {import('../../model').WireExchange} WireExchange */
/** @typedef {import('../../model').TraceLine} TraceLine */
/**
 * @typedef {object} Told a verdict with its reasons
 * @property {string} tone `good`, `bad`, `calm` or `open`
 * @property {string} headline
 * @property {string} why
 * @property {string} [message] console text
 * @property {string} [fix]
 */

/**
 * Who stops a blocked request, in a few words.
 *
 * @param {readonly WireExchange[]} messages
 * @param {string} [step]
 */
export function blockedHeadline(messages, step) {
  if (endsAtBrowserCopy(messages, step)) {
    return 'The browser reuses a copy from before, and keeps it from the page';
  }
  const last = legsOf(messages).at(-1);
  if (last === undefined) {
    return 'The browser does not send it';
  }
  const stopper = stopperOf(last);
  if (stopper !== 'browser') {
    return isPreflight(last) ? `${stopper} refuses the browser's question for permission` : `${stopper} refuses the request`;
  }
  return isPreflight(last) ? 'The answer does not give the permission that the browser asked for' : 'The file arrives, but the browser keeps it from the page';
}

/** @type {Readonly<Record<string, string>>} */
const GLYPHS = { good: '✓', bad: '✕', calm: '–', open: '?' };

/**
 * The verdict in plain sentences, the console text that people search for, and the fix.
 *
 * @param {Told} told
 */
export function verdictBox({ tone, headline, why, message, fix }) {
  return element('div', { class: `verdict ${tone}` },
    element('div', { class: 'said' },
      element('p', { class: 'headline' }, glyphOf(GLYPHS[tone] ?? ''), ` ${headline}`),
      why === '' ? undefined : element('p', { class: 'why' }, why),
      fix === undefined ? undefined : element('p', { class: 'fix' }, element('b', {}, tone === 'calm' ? 'To promise it: ' : 'Fix: '), fix)),
    message === undefined ? undefined : element('figure', { class: 'console' }, element('figcaption', {}, 'In the browser\'s console'), element('code', {}, message)));
}

/**
 * The whole exchange in words.
 *
 * @param {readonly TraceLine[]} lines
 */
export function story(lines) {
  return element('details', { class: 'story' }, element('summary', {}, 'The whole story in words'),
    element('ol', {}, ...lines.map(({ who, text }) => element('li', {}, element('b', {}, who), ` ${text}`))));
}
