/**
 * Another engine runs the same functions on the same events: njs of Debian, where it is installed (`apt-get install njs`). It is a look-alike,
 * and not CloudFront; but what two look-alikes with nothing in common agree on is not a quirk of one. Differences have names here.
 */
import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { edgeRequest, edgeResponse, inspect, REQUEST_ID, VIEWER_IP } from '../../lib/model/edge-code';
import type { EdgeEvent } from '../../lib/model/edge-code';
import { Sandbox } from '../../lib/sandbox';
import { COPIED_FILES, copiedIn } from '../copied-functions';
import type { Copied } from '../copied-functions';
import { SEED } from '../drawing';
import { njsVersion, runInNjs } from './njs';
import type { NjsAnswer } from './njs';

type Code = Pick<Copied, 'event' | 'runtime' | 'text' | 'title'>;

const FOLDER = join(__dirname, '../cases/edge-functions');
const ORACLE = njsVersion();
const NOW = Date.UTC(2026, 0, 1);
const DRAWN = 25;
let calls = 0;

const CODES: readonly Code[] = [
  ...readdirSync(FOLDER).sort().map((title): Code => {
    const text = readFileSync(join(FOLDER, title), 'utf8');
    return { title, text, event: text.includes('event: viewer-request') ? 'request' : 'response', runtime: text.includes('runtime: 1.0') ? '1.0' : '2.0' };
  }),
  ...COPIED_FILES.flatMap((file) => copiedIn(file).map((each) => ({ ...each, title: `${file}: ${each.title}` }))),
];

/** Why the two differ, for those that do. */
const DIFFERENCES: Readonly<Record<string, string>> = {
  'more.js: rawQueryString': 'the event of njs comes as JSON, without its method',
  'others.js: let in 1.0': 'njs 0.7.9 is younger than runtime 1.0, and has let',
  'others.js: replaceAll': 'njs 0.7.9 is older than runtime 2.0, and has no replaceAll',
};

const PATHS = ['/', '/docs', '/docs/', '/old', '/blog/12', '/a/b.html', '/img/cat.jpg', '/index.html', '/a%20b', '//x', '/API/V1', '/404.html'];
const VALUES: Readonly<Record<string, readonly string[]>> = {
  'origin': ['https://app.example.com', 'https://admin.example.com', 'https://any.example', 'null'],
  'accept': ['text/html', 'image/avif,image/webp,*/*', '*/*'],
  'accept-language': ['de-CH,de;q=0.9,en;q=0.8', 'fr', 'en;q=0.1, xx;q=0.9'],
  'authorization': ['Basic dXNlcjpwYXNz', 'Basic YTpi', 'Basic ISEh', 'Bearer x.y.z'],
  'cookie': ['session=letmein; ab=b', 'ab=a', 'a=1; a=2'],
  'user-agent': ['Mozilla/5.0 (iPhone) Mobile', 'Googlebot', 'curl/8'],
  'referer': ['https://app.example.com/', 'https://other.example/x'],
  'cloudfront-viewer-country': ['DE', 'RU'],
  'access-control-request-method': ['PUT'],
  'access-control-request-headers': ['content-type,x-a'],
};

const drawnHeaders = fc.record(Object.fromEntries(Object.entries(VALUES).map(([name, values]) => [name, fc.constantFrom(...values)])), { requiredKeys: [] });
const drawnRequest = fc.record({
  method: fc.constantFrom('GET', 'HEAD', 'OPTIONS'), path: fc.constantFrom(...PATHS), query: fc.constantFrom('', 'a=1', 'token=abc&utm=x', 'a=1&b=2&a=3', 'x'), headers: drawnHeaders,
  host: fc.constantFrom('d111111abcdef8.cloudfront.net', 'www.example.com', 'example.com', 'pr-7.preview.example.com'), status: fc.constantFrom(200, 304), type: fc.constantFrom('text/html', 'image/png'),
});

function events({ event }: Code): readonly EdgeEvent[] {
  return fc.sample(drawnRequest, { seed: SEED, numRuns: DRAWN }).map(({ host, status, type, ...request }) => ({
    version: '1.0', context: { distributionDomainName: 'd111111abcdef8.cloudfront.net', distributionId: 'E1', eventType: `viewer-${event}` as const, requestId: REQUEST_ID }, viewer: { ip: VIEWER_IP },
    request: edgeRequest({ ...request, headers: Object.fromEntries(Object.entries(request.headers).filter(([, value]) => value !== undefined)) as Record<string, string> }, host),
    ...(event === 'response' ? { response: edgeResponse(status, { 'content-type': type, 'vary': 'Accept-Encoding' }) } : {}),
  }));
}

const sandbox = new Sandbox();

function ours({ text, runtime }: Code, event: EdgeEvent): { readonly kind: string; readonly value?: unknown; readonly open: boolean } {
  const { refusal, doubt, runnable } = inspect(text, runtime);
  if (refusal !== undefined) {
    return { kind: 'failed', open: false };
  }
  const { kind, value, used } = sandbox.run({ text: runnable, runtime }, { event, now: NOW, random: 0.5 });
  // What took too long on a busy machine is no answer
  const open = doubt !== undefined || kind === 'stopped' || used.some((each) => /^(doubtful|missing|key|edge-location)/.test(each));
  return kind === 'returned' ? { kind, value: value === undefined ? undefined : JSON.parse(JSON.stringify(value)), open } : { kind: 'failed', open };
}

const suite = ORACLE === undefined ? describe.skip : describe;

suite(ORACLE === undefined ? 'njs is not installed (apt-get install njs), so no second engine runs the functions' : `njs ${ORACLE} and the sandbox`, () => {
  const compared = CODES.filter(({ title, text }) => !(title in DIFFERENCES) && !text.includes("from 'cloudfront'"));

  const drawn = new Map<Code, readonly (readonly [event: EdgeEvent, theirs: NjsAnswer])[]>();

  beforeAll(() => {
    const programs = CODES.map((code) => ({ text: code.text, events: events(code) }));
    runInNjs(programs, NOW).forEach((theirs, index) => {
      const [code, program] = [CODES[index], programs[index]];
      if (code && program) {
        drawn.set(code, program.events.map((event, at) => [event, theirs[at] ?? { kind: 'load' }]));
      }
    });
  });

  test.each(compared.map((code) => [code.title, code] as const))('agree on %s', (_, code) => {
    drawn.get(code)?.forEach(([event, { kind, value }]) => {
      const { open, ...answer } = ours(code, event);
      calls += Number(!open);
      expect(open ? undefined : { event, answer }).toEqual(open ? undefined : { event, answer: kind === 'returned' ? { kind, value } : { kind: 'failed' } });
    });
  });

  test.each(Object.entries(DIFFERENCES))('differ on %s: %s', (title) => {
    const code = CODES.filter((each) => each.title === title);
    const same = code.flatMap((each) => drawn.get(each)?.map(([event, theirs]) => isDeepStrictEqual(ours(each, event).value, theirs.value)));
    expect(same).toContain(false);
  });

  test('were compared on most of what was drawn', () => {
    expect(calls / (compared.length * DRAWN)).toBeGreaterThan(0.9);
  });
});
