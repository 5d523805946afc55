import { exchange } from '../../lib/model';
import type { EarlierEvent, PageRequest } from '../../lib/model';
import { graphOf } from './family';
import { FORMER } from './requests';

const APP = 'https://app.example.com';
const wide = graphOf({ name: 'wide', words: { origins: [APP, FORMER], credentials: true, headers: ['X-Custom'] } });
const narrow = graphOf({ name: 'narrow', words: { origins: [APP] } });

const page: PageRequest = { origin: FORMER, path: '/data.json' };
const YEAR = 365 * 86_400;

/** A page of the origin that is no longer named loads the file while it still was. */
function formerly(browser: string): EarlierEvent {
  return { ...page, browser, credentials: 'include', headers: { 'X-Custom': '1' }, under: wide, at: 0 };
}

test.each([
  ['as it is', {}], ['with credentials', { credentials: 'include' }], ['with a header', { headers: { 'X-Custom': '1' } }],
] as const)('a narrower contract takes effect at the edge at once, although the edge keeps copies made for the origin that it drops: %s', (_, how) => {
  const run = exchange(narrow, { ...page, ...how }, { history: [formerly('somebody else\'s')], now: 1 });
  expect([run.verdict, run.readable]).toEqual(['blocked', false]);
});

test('a browser that loaded the file under the former contract reads its own copy', () => {
  expect(exchange(narrow, { ...page, browser: 'mine' }, { history: [formerly('mine')], now: 1 }).verdict).toBe('allowed');
});

test('it goes on reading when the copy is old, because a 304 confirms the copy together with its old permission', () => {
  const run = exchange(narrow, { ...page, browser: 'mine' }, { history: [formerly('mine')], now: YEAR });
  expect(run.verdict).toBe('allowed');
  expect(run.messages.map(({ response }) => response.status)).toContain(304);
});
