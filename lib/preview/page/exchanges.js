import { byId, element } from './element.js';
import { exchangeItem } from './exchange.js';
import { targetOf } from './picture.js';

/** @typedef {import('../exchange/exchange-record').ExchangeRecord} ExchangeRecord */

/** Older ones are in the terminal: a page that keeps everything grows until it stops. */
const MOST_SHOWN = 500;
/** Announcing every request of a page that loads a hundred files would leave no room to listen. */
const ANNOUNCE_EVERY_MS = 1500;

/** The live list, newest first. */
export class ExchangeList {
  /** @type {Map<number, { readonly record: ExchangeRecord, readonly item: HTMLElement, readonly text: string }>} */
  #shown = new Map();
  /** @type {ExchangeRecord[]} */
  #waiting = [];
  /** @type {ExchangeRecord[]} */
  #unannounced = [];
  /** @type {Set<number>} */
  #known = new Set();
  #blocked = 0;
  #paused = false;
  #scheduled = false;

  constructor() {
    byId('filter').addEventListener('input', () => { this.#applyFilter(); });
    byId('filter').addEventListener('submit', (event) => { event.preventDefault(); });
    byId('pause').addEventListener('click', () => { this.#togglePause(); });
    setInterval(() => { this.#announce(); }, ANNOUNCE_EVERY_MS);
    this.#showCounts();
  }

  /**
   * Takes in what the preview has kept. Its numbers start again at 1 when the preview was started anew.
   *
   * @param {readonly ExchangeRecord[]} records
   */
  catchUp(records) {
    if (Math.max(0, ...this.#known) > Math.max(0, ...records.map(({ number }) => number))) {
      this.#shown.forEach(({ item }) => { item.remove(); });
      this.#shown.clear();
      this.#known.clear();
      this.#waiting = [];
      this.#blocked = 0;
    }
    this.add(records, false);
  }

  /**
   * Takes in exchanges; one that is known already is left out.
   *
   * @param {readonly ExchangeRecord[]} records
   * @param {boolean} live
   */
  add(records, live) {
    const fresh = records.filter(({ number }) => !this.#known.has(number) && this.#known.add(number)).sort((a, b) => a.number - b.number);
    this.#blocked += fresh.filter(({ browser }) => browser.verdict === 'blocked').length;
    this.#waiting = [...this.#waiting, ...fresh].slice(-MOST_SHOWN);
    if (live) {
      this.#unannounced.push(...fresh);
    }
    if (!this.#scheduled) {
      this.#scheduled = true;
      requestAnimationFrame(() => { this.#render(); });
    }
  }

  #render() {
    this.#scheduled = false;
    if (!this.#paused) {
      const list = byId('exchange-list');
      for (const record of this.#waiting.splice(0)) {
        const item = exchangeItem(record);
        this.#shown.set(record.number, { record, item, text: searchable(record) });
        list.insertBefore(item, [...list.children].find((other) => Number(/** @type {HTMLElement} */ (other).dataset.number) < record.number) ?? null);
      }
      this.#forgetOldest();
    }
    this.#applyFilter();
  }

  #forgetOldest() {
    for (const [number, { item }] of this.#shown) {
      if (this.#shown.size <= MOST_SHOWN) {
        return;
      }
      item.remove();
      this.#shown.delete(number);
    }
  }

  #applyFilter() {
    const wanted = /** @type {HTMLInputElement} */ (byId('filter-text')).value.trim().toLowerCase();
    const blockedOnly = /** @type {HTMLInputElement} */ (byId('filter-blocked')).checked;
    let visible = 0;
    for (const { record, item, text } of this.#shown.values()) {
      item.hidden = (blockedOnly && record.browser.verdict !== 'blocked') || !text.includes(wanted);
      visible += item.hidden ? 0 : 1;
    }
    byId('exchanges-empty').hidden = this.#known.size > 0;
    byId('exchanges-none').hidden = this.#known.size === 0 || visible > 0;
    this.#showCounts();
  }

  #togglePause() {
    this.#paused = !this.#paused;
    byId('pause').setAttribute('aria-pressed', String(this.#paused));
    this.#render();
  }

  #showCounts() {
    const total = this.#known.size;
    const older = total - this.#shown.size - this.#waiting.length;
    byId('counts').replaceChildren(
      `${String(total)} request${total === 1 ? '' : 's'}, `, element('b', { class: this.#blocked > 0 ? 'bad-text' : '' }, `${String(this.#blocked)} blocked`),
      older > 0 ? `; the newest ${String(MOST_SHOWN)} are kept here` : '');
    byId('pause').textContent = this.#paused && this.#waiting.length > 0 ? `Paused (${String(this.#waiting.length)} new)` : this.#paused ? 'Paused' : 'Pause';
  }

  #announce() {
    const fresh = this.#unannounced.splice(0);
    const [only] = fresh;
    if (only === undefined) {
      return;
    }
    const blocked = fresh.filter(({ browser }) => browser.verdict === 'blocked').length;
    byId('announcer').textContent = fresh.length === 1
      ? `${only.request.method} ${targetOf(only.request)}: ${only.browser.verdict === 'no-page' ? 'no page' : only.browser.verdict}`
      : `${String(fresh.length)} new requests, ${String(blocked)} blocked`;
  }
}

/** @param {ExchangeRecord} record */
function searchable({ request, server, browser, response }) {
  return [request.method, targetOf(request), request.headers.origin ?? '', server.name, String(response.status), browser.use, browser.verdict, browser.why, browser.message ?? ''].join(' ').toLowerCase();
}
