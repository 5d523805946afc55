import { html, Html, prose } from '../../lib/cli/report/html';
import { reportPage } from '../../lib/cli/report/report-page';
import { checkGraphs } from '../../lib/rules/engine/check-graphs';
import { exampleStack } from '../../lib/rules/engine/example-stack';
import type { DeliveryGraphs } from '../../lib/graph/types';
import { read } from '../rules/judging';
import { ORIGIN_NOT_FORWARDED, WITHOUT_OPTIONS } from './systems';

const RIGHT = { policy: { RemoveHeadersConfig: '{ Items: [{ Header: Access-Control-Allow-Credentials }] }' } };
const right = read(exampleStack(RIGHT));
const wrong = read(exampleStack(WITHOUT_OPTIONS));

/** The page without markup, white space as browsers show it. */
function textOf(page: string): string {
  return page.replace(/<style>[^]*?<\/style>/, '').replace(/<[^>]*>/g, ' ').replace(/&#39;/g, '\'').replace(/&quot;/g, '"').replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&').replace(/\s+/g, ' ');
}

describe('templates that escape', () => {
  test.each([
    ['text', html`<p>${'<img src=x onerror=alert(1)>'}</p>`, '<p>&lt;img src=x onerror=alert(1)&gt;</p>'],
    ['an attribute', html`<a href="${'" onclick="x'}">`, '<a href="&quot; onclick=&quot;x">'],
    ['an ampersand once', html`${'&lt;'}`, '&amp;lt;'],
    ['markup in markup', html`<ul>${[html`<li>${'a'}</li>`, html`<li>${1}</li>`]}</ul>`, '<ul><li>a</li><li>1</li></ul>'],
    ['nothing', html`${undefined}${[]}`, ''],
    ['text in a list', html`${['<', '>']}`, '&lt;&gt;'],
    ['code in prose', prose('send `<b>` now'), 'send <code>&lt;b&gt;</code> now'],
  ])('%s', (_, { text }, expected) => {
    expect(text).toBe(expected);
  });

  test('what only looks like markup is text', () => {
    expect(html`${Object.assign(['<b>'], { text: '<b>' }) as readonly string[]}`.text).toBe('&lt;b&gt;');
  });

  test('a style sheet cannot end its element', () => {
    expect(() => Html.styles('a::after { content: "</style><script>" }')).toThrow('must not contain markup');
  });
});

describe('the page', () => {
  test('says on top how bad it is', () => {
    expect(reportPage(right).summary).toBe('0 errors, 0 warnings, 0 info; no promised use blocked, of 7 judged');
    expect(reportPage(wrong).summary).toBe('1 error, 0 warnings, 1 info; 1 promised use blocked, of 7 judged');
    expect(reportPage(read(exampleStack(ORIGIN_NOT_FORWARDED))).summary).toMatch(/; 7 promised uses blocked, of 7 judged$/);
  });

  test.each([['bad', wrong], ['good', right]])('its first impression is %s', (tone, graphs) => {
    expect(reportPage(graphs).text).toContain(`<p class="summary verdict ${tone}">`);
  });

  test('has each finding with its severity, place, consequence, fix and the page of its rule', () => {
    const { text } = reportPage(wrong);
    expect(text).toContain('href="https://github.com/cdk-cors-asset-distribution/cdk-cors-asset-distribution/blob/main/docs/rules/options-not-allowed.md"');
    expect(textOf(text)).toMatch(new RegExp([
      '✕ error options-not-allowed Distribution Properties\\.DistributionConfig\\.DefaultCacheBehavior\\.AllowedMethods', 'Allows GET, HEAD, but x-trace is named by the policy\\.',
      'Before such a request the browser asks with OPTIONS.*', 'Fix: Set AllowedMethods to \\[GET, HEAD, OPTIONS\\].*', 'Example: GET /file from a page on https://app\\.example\\.com with x-trace',
    ].join(' .*')));
    expect(text.indexOf('options-not-allowed')).toBeLessThan(text.indexOf('credentials-from-bucket'));
  });

  test('has the gravest finding first, wherever it is', () => {
    const graphs = read(exampleStack({ ...WITHOUT_OPTIONS, rule: { AllowedMethods: '[GET]' }, cors: { AccessControlAllowHeaders: '{ Items: [X-Trace, Priority, If-None-Match] }' } }));
    const shown = [...reportPage(graphs).text.matchAll(/<span class="badge">.*?<\/span> (\w+)<\/span>/g)].map(([, severity]) => severity ?? '');
    expect(new Set(shown)).toEqual(new Set(['error', 'warning', 'info']));
    expect(shown).toEqual([...shown].sort((a, b) => ['error', 'warning', 'info'].indexOf(a) - ['error', 'warning', 'info'].indexOf(b)));
    expect(checkGraphs(graphs).findings.map(({ severity }) => severity)).not.toEqual(shown);
  });

  test('has a broken cell open, with why, the fix and the console text, and every cell leads to its exchange', () => {
    const { text } = reportPage(wrong);
    const open = text.slice(text.indexOf('</table>'), text.indexOf('<details class="exchanges">'));
    expect(textOf(open)).toMatch(/With a header: GET \/file with x-trace from a page on https:\/\/app\.example\.com ✕ Promised, but blocked .*Fix: .*OPTIONS.*In the browser's console Access to fetch/);
    const targets = [...text.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    expect(targets).toHaveLength(20);
    targets.forEach((id) => { expect(text.split(`id="${id ?? ''}"`)).toHaveLength(2); });
  });

  test('needs neither network nor script', () => {
    const { text } = reportPage(wrong);
    expect(text).not.toMatch(/<script|<link|<img|@import|url\(|\bsrc=/);
    expect(text).toContain('http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'');
  });

  test('is the same every time, so that it shows what changed between two commits', () => {
    expect(reportPage(read(exampleStack(WITHOUT_OPTIONS))).text).toBe(reportPage(wrong).text);
    expect(reportPage(wrong).text).not.toMatch(/20\d\d-\d\d-\d\d/);
  });

  test('keeps what a template smuggles in as text', () => {
    const evil = '</td></style><script>alert(1)</script><img src=x onerror=alert(1)>"\'';
    const graphs = read(exampleStack({
      ...RIGHT, rule: { AllowedOrigins: `[${JSON.stringify(`https://${evil}`)}]`, AllowedHeaders: `[${JSON.stringify(evil)}]` }, cors: null, distribution: { Comment: JSON.stringify(evil) },
    }));
    const { text } = reportPage(graphs);
    expect(text).toContain('&lt;script&gt;alert(1)');
    expect(text).not.toMatch(/<script|<img/);
    expect(text.split('</style>')).toHaveLength(2);
  });

  test('tells systems apart that depend on a condition, and says equal ones once', () => {
    const conditional = (policy: string): DeliveryGraphs => read(`Parameters: { Stage: { Type: String } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
${exampleStack({ ...RIGHT, cors: { AccessControlAllowOrigins: policy } }).replace(/^(?=.)/gm, '  ')}`);
    const different = textOf(reportPage(conditional('!If [IsProd, { Items: [https://app.example.com] }, { Items: [\'http://localhost:3000\'] }]')).text);
    expect(different).toMatch(/When ⟨Web\.Stage⟩ is not prod .*When ⟨Web\.Stage⟩ is prod /);
    expect(textOf(reportPage(conditional('!If [IsProd, { Items: [https://app.example.com] }, { Items: [https://app.example.com] }]')).text)).not.toMatch(/When ⟨/);
  });

  test('names the problem of what could not be read, and the places that could not be judged', () => {
    const graphs = read('Parameters: { Cors: { Type: String } }\nResources:\n'
      + exampleStack({ ...RIGHT, behavior: { ResponseHeadersPolicyId: '!Ref Cors' } }).replace(/^(?=.)/gm, '  '));
    const text = textOf(reportPage({ ...graphs, problems: [{ where: 'broken.json', message: 'is no JSON', fix: 'fix it' }], complete: false }).text);
    expect(text).toMatch(/Not read broken\.json is no JSON; fix it/);
    expect(text).toMatch(/more ways than were looked at/);
    expect(text).toMatch(/Not judged/);
    expect(text).toMatch(/What is promised here is not known/);
  });
});
