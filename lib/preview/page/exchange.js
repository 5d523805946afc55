import { breakable, disclosure, element, glyphOf } from './element.js';
import { picture, targetOf } from './picture.js';
import { blockedHeadline, story, verdictBox } from './verdict.js';

/** @typedef {import('../exchange/exchange-record').ExchangeRecord} ExchangeRecord */
/** @typedef {import('../../contract/bucket-cors-rule').BucketCorsRule} BucketCorsRule */

/** @type {Readonly<Record<string, readonly [glyph: string, word: string, tone: string]>>} */
const VERDICTS = { allowed: ['✓', 'allowed', 'good'], blocked: ['✕', 'blocked', 'bad'], 'no-page': ['·', 'no page', 'calm'] };

/** @type {Readonly<Record<string, string>>} */
const CACHE = { hit: 'cache hit', miss: 'cache miss', 'not-used': 'not cached', refused: 'refused before the cache', revalidated: 'copy confirmed by S3' };

/**
 * One request of the list.
 *
 * @param {ExchangeRecord} record
 */
export function exchangeItem(record) {
  const { number, at, request, response, browser, server } = record;
  const [glyph, word, tone] = VERDICTS[browser.verdict] ?? ['?', browser.verdict, 'open'];
  const origin = request.headers.origin;
  const panel = element('div', { class: 'panel' });
  const face = [
    element('span', { class: `badge ${tone}` }, glyphOf(glyph), ` ${word}`),
    element('span', { class: 'asked' }, element('b', {}, request.method), ' ', breakable(targetOf(request))),
    element('span', { class: 'status' }, String(response.status)),
    element('span', { class: 'context' }, [
      origin === undefined ? 'no Origin' : `page on ${origin}`, browser.use.replace('-', ' '), server.kind === 'bucket' ? `bucket ${server.name}` : server.name, CACHE[record.cache] ?? record.cache,
    ].filter((part) => part !== '').join(' · ')),
    element('time', { datetime: at }, clock(at)),
    element('span', { class: 'reason' }, browser.why),
  ];
  const button = disclosure(`exchange-${String(number)}`, {}, face, panel, () => exchangeDetail(record));
  return element('li', { class: `exchange ${tone}`, 'data-number': String(number) }, element('h3', {}, button), panel);
}

/** @param {string} at */
function clock(at) {
  const time = new Date(at);
  return Number.isNaN(time.getTime()) ? '' : time.toLocaleTimeString([], { hour12: false });
}

/** @param {ExchangeRecord} record */
function exchangeDetail(record) {
  const { browser, messages, lines, request } = record;
  const blocked = browser.verdict === 'blocked';
  const [, , tone = 'open'] = VERDICTS[browser.verdict] ?? [];
  const headline = { allowed: 'The page gets what it asked for', blocked: blockedHeadline(messages), 'no-page': 'No page is judged here' }[browser.verdict];
  const notes = {
    browser: [request.headers.origin === undefined ? 'names no page' : `page on ${request.headers.origin}`],
    CloudFront: [CACHE[record.cache] ?? record.cache, ...policyNotes(record)],
    S3: ruleNotes(record),
  };
  return element('div', { class: 'detail' },
    verdictBox({ tone, headline, why: browser.why, message: browser.message, fix: browser.fix }),
    picture(messages, { blocked, message: browser.message, notes }), factsOf(record), story(lines));
}

/** @param {ExchangeRecord} record */
function policyNotes({ policy }) {
  return policy === undefined ? [] : [`policy ${policy.name}: sets ${String(Object.keys(policy.set).length)}, removes ${String(policy.removed.length)}`];
}

/** @param {ExchangeRecord} record */
function ruleNotes({ bucketRule }) {
  if (bucketRule === undefined) {
    return [];
  }
  return [bucketRule === 'none' ? 'no CORS rule fits' : `CORS rule ${String(bucketRule.number)} fits`];
}

/** @param {ExchangeRecord} record */
function factsOf({ bucketRule, policy }) {
  const rule = bucketRule === undefined || bucketRule === 'none' ? [] : [element('dt', {}, `Bucket's CORS rule ${String(bucketRule.number)}`), element('dd', {}, ruleText(bucketRule.rule))];
  const sets = policy === undefined ? [] : [
    element('dt', {}, `Response headers policy ${policy.name}`),
    element('dd', {}, [
      ...Object.entries(policy.set).map(([name, value]) => `sets ${name}: ${value}`), ...policy.removed.map((name) => `removes ${name}`),
    ].join('; ') || 'changes nothing'),
  ];
  return rule.length + sets.length === 0 ? undefined : element('dl', { class: 'facts' }, ...rule, ...sets);
}

/** @param {BucketCorsRule} rule */
function ruleText({ allowedOrigins, allowedMethods, allowedHeaders = [], exposeHeaders = [] }) {
  return [
    `origins ${allowedOrigins.join(', ')}`, `methods ${allowedMethods.join(', ')}`, `headers ${allowedHeaders.join(', ') || 'none'}`,
    ...(exposeHeaders.length === 0 ? [] : [`exposes ${exposeHeaders.join(', ')}`]),
  ].join(' · ');
}
