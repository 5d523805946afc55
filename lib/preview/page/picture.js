import { breakable, element, glyphOf } from './element.js';
import { decisiveHeader, headerLines, headerList } from './headers.js';

/** @typedef {import('../../model').WireExchange} WireExchange */
/** @typedef {import('./headers.js').Decisive} Decisive */
/** @typedef {'browser' | 'client' | 'CloudFront' | 'S3'} Station */
/** @typedef {{ readonly front: WireExchange, readonly inner?: WireExchange }} Leg one question of the browser, and what CloudFront asked S3 for it */
/**
 * @typedef {object} Telling what is known beside the messages
 * @property {boolean} blocked
 * @property {string} [message] console text
 * @property {string} [step] where it was stopped, when that is known
 * @property {Readonly<Partial<Record<Station, readonly string[]>>>} [notes] what a station did
 */

/**
 * The messages of an exchange by what the browser asked: a preflight is a leg of its own.
 *
 * @param {readonly WireExchange[]} messages
 * @returns {readonly Leg[]}
 */
export function legsOf(messages) {
  /** @type {Leg[]} */
  const legs = [];
  /** @type {WireExchange | undefined} */
  let inner;
  for (const message of messages) {
    if (message.between === 'CloudFront and S3') {
      inner = message;
    } else {
      legs.push({ front: message, inner });
      inner = undefined;
    }
  }
  return legs;
}

/** @param {Leg} leg */
export function isPreflight({ front: { request } }) {
  return request.method === 'OPTIONS' && 'access-control-request-method' in request.headers;
}

/**
 * Whether an exchange ended at a copy that the browser had: there is a response, and no message that brought it.
 *
 * @param {readonly WireExchange[]} messages
 * @param {string | undefined} step
 */
export function endsAtBrowserCopy(messages, step) {
  const last = legsOf(messages).at(-1);
  return step === 'response' && (last === undefined || isPreflight(last));
}

/**
 * Who stopped a blocked exchange in its last leg.
 *
 * @param {Leg} leg
 * @returns {Station}
 */
export function stopperOf({ front: { response } }) {
  return response.status >= 400 ? response.from : 'browser';
}

/**
 * The picture of a whole exchange: browser, CloudFront, S3, and back.
 *
 * @param {readonly WireExchange[]} messages
 * @param {Telling} telling
 * @returns {HTMLElement}
 */
export function picture(messages, telling) {
  const legs = legsOf(messages);
  if (endsAtBrowserCopy(messages, telling.step)) {
    const drawnBefore = legs.length === 0 ? undefined : picture(messages, { blocked: false, notes: telling.notes });
    return element('div', { class: 'picture' }, drawnBefore, element('p', { class: 'never-sent' }, glyphOf('✕'), ' The file itself is not asked for: the browser has a copy from before, made without permission for the page.'));
  }
  const drawn = legs.map((leg, index) => {
    const isLast = index === legs.length - 1;
    const title = isPreflight(leg) ? 'The browser asks for permission (preflight)' : 'The request itself';
    return element('section', { class: 'leg' },
      element('h4', {}, legs.length > 1 ? `${String(index + 1)}. ${title}` : title), legPicture(leg, telling, isLast));
  });
  const last = legs.at(-1);
  if (telling.blocked && last && isPreflight(last)) {
    drawn.push(element('p', { class: 'never-sent' }, glyphOf('✕'), ' The request itself was never sent.'));
  }
  return element('div', { class: 'picture' }, ...drawn);
}

/**
 * @param {Leg} leg
 * @param {Telling} telling
 * @param {boolean} isLast
 */
function legPicture(leg, telling, isLast) {
  const { front, inner } = leg;
  const [client, server] = /** @type {[Station, Station]} */ (front.between.split(' and '));
  const stopper = telling.blocked && isLast ? stopperOf(leg) : undefined;
  const decisive = telling.blocked && isLast ? decisiveHeader(telling.message) : undefined;
  /** @param {Station} who @param {readonly string[]} notes */
  const pillar = (who, notes) => station(who, [...notes, ...(isLast ? telling.notes?.[who] ?? [] : [])], who === stopper);
  const asks = hop(`${client} → ${server}`, 'there first', requestTitle(front), headerList(headerLines(front.request.headers, undefined, undefined)));
  const answers = hop(`${server} → ${client}`, 'back first', responseTitle(front), headerList(
    headerLines(front.response.headers, inner?.response.headers, decisive), { wrong: decisive?.word ?? '' }), front.response.status >= 400);
  if (server === 'S3') {
    return element('ol', { class: 'hops two' }, pillar(client, []), asks, pillar('S3', []), answers);
  }
  return element('ol', { class: 'hops three' }, pillar(client, []), asks, pillar('CloudFront', []),
    ...(inner ? beyond(front, inner, pillar) : [element('li', { class: 'hop unasked' }, element('p', {}, element('span', {}, whyUnasked(front)))), station('S3', ['not asked'], false, true)]),
    answers);
}

/**
 * @param {WireExchange} front
 * @param {WireExchange} inner
 * @param {(who: Station, notes: readonly string[]) => HTMLElement} pillar
 */
function beyond(front, inner, pillar) {
  return [
    hop('CloudFront → S3', 'there second', requestTitle(inner), headerList(headerLines(inner.request.headers, front.request.headers, undefined), { removed: 'not forwarded' })),
    pillar('S3', []),
    hop('S3 → CloudFront', 'back second', responseTitle(inner), headerList(headerLines(inner.response.headers, undefined, undefined)), inner.response.status >= 400),
  ];
}

/** @param {WireExchange} front */
function whyUnasked({ response }) {
  return response.status >= 400 || response.from === 'CloudFront' ? 'CloudFront answers by itself.' : 'CloudFront has a copy.';
}

/**
 * @param {Station} who
 * @param {readonly string[]} notes
 * @param {boolean} stops
 * @param {boolean} dim
 */
function station(who, notes, stops, dim = false) {
  const name = { browser: 'Browser', client: 'Client', CloudFront: 'CloudFront', S3: 'S3' }[who];
  return element('li', { class: `station ${who.toLowerCase()}${stops ? ' stops' : ''}${dim ? ' dim' : ''}` },
    element('p', { class: 'name' }, name),
    stops ? element('p', { class: 'stop' }, glyphOf('✕'), ' stops it here') : undefined,
    ...notes.map((note) => element('p', { class: 'note' }, breakable(note))));
}

/**
 * @param {string} route
 * @param {string} direction
 * @param {string} title
 * @param {Node} headers
 * @param {boolean} bad
 */
function hop(route, direction, title, headers, bad = false) {
  return element('li', { class: `hop ${direction}${bad ? ' bad' : ''}` },
    element('p', { class: 'route' }, route), element('p', { class: 'line' }, title), headers);
}

/** @param {WireExchange} message */
function requestTitle({ request }) {
  return `${request.method} ${targetOf(request)}`;
}

/**
 * What a request asks for, as in its first line.
 *
 * @param {WireExchange['request']} request
 */
export function targetOf({ path, query }) {
  return query === '' ? path : `${path}?${query}`;
}

/** @param {WireExchange} message */
function responseTitle({ response: { status, error } }) {
  return error ? `${String(status)} ${error.code}` : String(status);
}
