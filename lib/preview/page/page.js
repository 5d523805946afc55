import { byId, element } from './element.js';
import { ExchangeList } from './exchanges.js';
import { matrixView } from './matrix.js';

/** @typedef {{ readonly kind: string, readonly name: string, readonly url: string, readonly behaviors?: unknown }} Server */

const VIEWS = ['exchanges', 'matrix', 'system'];

let matrixIsAsked = false;

/** Judging a large system takes seconds, so that nobody waits for it who does not look. */
function loadMatrix() {
  if (!matrixIsAsked) {
    matrixIsAsked = true;
    byId('matrix-body').replaceChildren(element('p', { class: 'empty' }, 'Following each request…'));
    json('/__preview/matrix').then((matrix) => { byId('matrix-body').replaceChildren(matrixView(/** @type {import('../../trial/matrix').Matrix} */ (matrix))); }, problem('matrix-body'));
  }
}

/** Shows the view that the address names. */
function route() {
  const wanted = VIEWS.find((view) => location.hash === `#${view}`) ?? 'exchanges';
  VIEWS.forEach((view) => { byId(`${view}-view`).hidden = view !== wanted; });
  if (wanted === 'matrix') {
    loadMatrix();
  }
  document.querySelectorAll('nav [data-view]').forEach((link) => {
    if (link.getAttribute('data-view') === wanted) {
      link.setAttribute('aria-current', 'page');
    } else {
      link.removeAttribute('aria-current');
    }
  });
}

/** @param {string} path @returns {Promise<unknown>} */
async function json(path) {
  const response = await fetch(path);
  if (!response.ok) {
    throw new Error(`${path} answered ${String(response.status)}`);
  }
  return response.json();
}

/**
 * @param {'live' | 'lost' | 'waiting'} state
 * @param {string} text
 */
function connection(state, text) {
  const line = byId('connection');
  line.dataset.state = state;
  line.textContent = text;
}

function listen() {
  const list = new ExchangeList();
  const events = new EventSource('/__preview/events');
  events.addEventListener('open', () => {
    connection('live', 'live');
    // What came before the stream was open, or while it was interrupted
    json('/__preview/exchanges').then((records) => { list.catchUp(/** @type {import('../exchange/exchange-record').ExchangeRecord[]} */ (records)); }, problem('exchanges-empty'));
  });
  events.addEventListener('message', ({ data }) => { list.add([JSON.parse(/** @type {string} */ (data))], true); });
  events.addEventListener('error', () => { connection('lost', 'the preview does not answer; trying again'); });
}

/** @param {string} id */
function problem(id) {
  return (/** @type {unknown} */ error) => {
    byId(id).replaceChildren(element('p', { class: 'empty', role: 'alert' }, `This could not be loaded: ${error instanceof Error ? error.message : String(error)}`));
  };
}

/** @param {readonly Server[]} servers */
function showServers(servers) {
  byId('system-body').replaceChildren(element('ul', { class: 'servers' }, ...servers.map(({ kind, name, url, behaviors }) => element('li', {},
    element('h3', {}, name), element('p', { class: 'quiet' }, kind), element('p', {}, element('code', {}, url)),
    Array.isArray(behaviors) && behaviors.length > 0 ? element('p', { class: 'quiet' }, `paths: ${behaviors.map(pattern).join(', ')}`) : undefined))));
  const first = servers.find(({ kind }) => kind === 'distribution') ?? servers[0];
  byId('try').textContent = first === undefined ? '' : `curl -ik -H 'Origin: https://app.example.com' ${first.url.replace(/\/$/, '')}/index.html`;
}

/** @param {unknown} behavior @returns {string} */
function pattern(behavior) {
  if (typeof behavior === 'object' && behavior !== null) {
    const { pathPattern, pattern: short } = /** @type {{ pathPattern?: unknown, pattern?: unknown }} */ (behavior);
    return String(pathPattern ?? short ?? '');
  }
  return String(behavior);
}

addEventListener('hashchange', route);
route();
listen();
json('/__preview/system').then((servers) => { showServers(/** @type {Server[]} */ (servers)); }, problem('system-body'));
