import fc from 'fast-check';
import { parseWebOrigin } from '../../lib/contract/web-origin';
import type { ProblemCode } from '../../lib/contract/problem';
import { anyLetter, holds } from '../drawing';

describe('an origin that browsers send', () => {
  test.each([
    ['https://app.example.com', 'exact'],
    ['http://app.example.com', 'exact'],
    ['http://localhost', 'exact'],
    ['https://app.example.com:8443', 'exact'],
    ['https://app.example.com:80', 'exact'],
    ['http://app.example.com:443', 'exact'],
    ['https://app.example.com:1', 'exact'],
    ['https://app.example.com:65535', 'exact'],
    ['https://app.example.com.', 'exact'],
    ['https://a_b.example.com', 'exact'],
    ['https://xn--bcher-kva.example', 'exact'],
    ['http://127.0.0.1:3000', 'exact'],
    ['http://[::1]', 'exact'],
    ['https://[2001:db8::1]:8443', 'exact'],
    ['https://*.example.com', 'pattern'],
    ['https://*.com', 'pattern'],
    ['https://*.example.com:8443', 'pattern'],
    ['http://localhost:*', 'pattern'],
    ['http://localhost:3*', 'pattern'],
    ['http://localhost:1*3', 'pattern'],
    ['http://[::1]:*', 'pattern'],
    ['http://localhost:12345*', 'pattern'],
    ['*', 'any'],
  ])('%s is kept as it is (%s)', (text, kind) => {
    expect(parseWebOrigin(text)).toEqual({ value: text, kind });
  });
});

describe('an origin that can be normalized without doubt', () => {
  test.each([
    ['upper-case scheme', 'HTTPS://app.example.com', 'https://app.example.com'],
    ['upper-case host', 'https://App.Example.COM', 'https://app.example.com'],
    ['default port of https', 'https://app.example.com:443', 'https://app.example.com'],
    ['default port of http', 'http://app.example.com:80', 'http://app.example.com'],
    ['zeros before the port', 'https://app.example.com:00443', 'https://app.example.com'],
    ['zeros before another port', 'http://app.example.com:08080', 'http://app.example.com:8080'],
    ['spaces around it', ' \t https://app.example.com\n', 'https://app.example.com'],
    ['spaces around the star', ' * ', '*'],
    ['international name', 'https://bücher.example', 'https://xn--bcher-kva.example'],
    ['full-width letters', 'https://ａｐｐ.example.com', 'https://app.example.com'],
    ['ideographic full stop', 'https://app。example.com', 'https://app.example.com'],
    ['international name below a wildcard', 'https://*.BÜCHER.example', 'https://*.xn--bcher-kva.example'],
    ['short IPv4', 'http://127.1:3000', 'http://127.0.0.1:3000'],
    ['long IPv6', 'http://[2001:0DB8:0:0:0:0:0:1]', 'http://[2001:db8::1]'],
    ['default port of a pattern', 'https://*.example.com:443', 'https://*.example.com'],
  ])('%s', (_, text, value) => {
    expect(parseWebOrigin(text)).toMatchObject({ value });
  });
});

const EXAMPLE = '"https://app.example.com"';

// [text, code, what the error says to write instead]
const REFUSED: readonly (readonly [string, ProblemCode, string])[] = [
  ['', 'origin-scheme-missing', EXAMPLE],
  ['   ', 'origin-scheme-missing', EXAMPLE],
  ['app.example.com', 'origin-scheme-missing', '"https://app.example.com"'],
  ['localhost:3000', 'origin-scheme-missing', '"https://localhost:3000"'],
  ['*.example.com', 'origin-scheme-missing', '"https://*.example.com"'],
  ['//app.example.com', 'origin-scheme-missing', EXAMPLE],
  ['https:/app.example.com', 'origin-scheme-missing', EXAMPLE],
  ['https:', 'origin-scheme-missing', EXAMPLE],
  ['mailto:a', 'origin-scheme-missing', EXAMPLE],
  ['null', 'origin-null', EXAMPLE],
  ['NULL', 'origin-null', EXAMPLE],
  ['ftp://app.example.com', 'origin-scheme-unsupported', EXAMPLE],
  ['chrome-extension://abcdefg', 'origin-scheme-unsupported', EXAMPLE],
  ['capacitor://localhost', 'origin-scheme-unsupported', EXAMPLE],
  ['constructor://app.example.com', 'origin-scheme-unsupported', EXAMPLE],
  ['https://app.example.com/', 'origin-trailing-slash', '"https://app.example.com"'],
  ['https://App.example.com:443/', 'origin-trailing-slash', '"https://app.example.com"'],
  ['https:///', 'origin-trailing-slash', EXAMPLE],
  ['https://app.example.com/fonts', 'origin-path', '"https://app.example.com"'],
  ['https://app.example.com//', 'origin-path', '"https://app.example.com"'],
  ['https://app.example.com?x=1', 'origin-path', '"https://app.example.com"'],
  ['https://app.example.com#top', 'origin-path', '"https://app.example.com"'],
  ['https://*.example.com/*', 'origin-path', '"https://*.example.com"'],
  ['https://a.example.com,https://b.example.com', 'origin-path', EXAMPLE],
  ['https://me@app.example.com', 'origin-user-info', '"https://app.example.com"'],
  ['https://me:secret@app.example.com:8443', 'origin-user-info', '"https://app.example.com:8443"'],
  ['https://@', 'origin-user-info', EXAMPLE],
  ['https://', 'origin-host', EXAMPLE],
  ['https://.example.com', 'origin-host', EXAMPLE],
  ['https://app..example.com', 'origin-host', EXAMPLE],
  ['https://.', 'origin-host', EXAMPLE],
  ['https://*.', 'origin-host', EXAMPLE],
  ['https://a.example.com,b.example.com', 'origin-host', EXAMPLE],
  ['https://a"b.example.com', 'origin-host', EXAMPLE],
  ['https://app example.com', 'origin-host', EXAMPLE],
  ['https://app.exa\tmple.com', 'origin-host', EXAMPLE],
  ['https://app.exa\u0000mple.com', 'origin-host', EXAMPLE],
  ['https://app.exa\u007fmple.com', 'origin-host', EXAMPLE],
  ['https://app%2eexample.com', 'origin-host', EXAMPLE],
  ['https://app\\example.com', 'origin-host', EXAMPLE],
  ['https://\ud800.example', 'origin-host', EXAMPLE],
  ['https://\u00ad', 'origin-host', EXAMPLE],
  ['https://1.2.3.256', 'origin-host', EXAMPLE],
  ['https://[::g]', 'origin-host', EXAMPLE],
  ['https://[::1', 'origin-host', EXAMPLE],
  ['https://*.1.2.3.4', 'origin-host', EXAMPLE],
  ['https://*.[::1]', 'origin-host', EXAMPLE],
  ['https://app.example.com:', 'origin-port', '"https://app.example.com"'],
  ['https://app.example.com:0', 'origin-port', '"https://app.example.com"'],
  ['https://app.example.com:65536', 'origin-port', '"https://app.example.com"'],
  ['https://app.example.com:100000', 'origin-port', '"https://app.example.com"'],
  ['https://app.example.com:-1', 'origin-port', '"https://app.example.com"'],
  ['https://app.example.com:8a', 'origin-port', '"https://app.example.com"'],
  ['https://app.example.com:٣', 'origin-port', '"https://app.example.com"'],
  ['https://app.example.com:80:90', 'origin-port', '"https://app.example.com"'],
  ['https://app.example.com:123456*', 'origin-port', '"https://app.example.com"'],
  ['https://::1', 'origin-port', EXAMPLE],
  ['https://*.*.example.com', 'origin-two-wildcards', '"https://*.example.com"'],
  ['https://*.example.com:*', 'origin-two-wildcards', '"https://*.example.com"'],
  ['https://**', 'origin-two-wildcards', '"https://*.example.com"'],
  ['https://*', 'origin-wildcard-place', '"https://*.example.com"'],
  ['https://exa*mple.com', 'origin-wildcard-place', '"https://*.example.com"'],
  ['https://example.*', 'origin-wildcard-place', '"https://*.example.com"'],
  ['https://test.*.example.com', 'origin-wildcard-place', '"https://*.example.com"'],
  ['https://*test.example.com', 'origin-wildcard-place', '"https://*.example.com"'],
  ['*://app.example.com', 'origin-scheme-missing', EXAMPLE],
];

describe('an origin that no browser sends', () => {
  test.each(REFUSED)('%j is refused: %s', (text, code, write) => {
    expect(parseWebOrigin(text)).toEqual({ code, write });
  });
});

/** Texts near the border between right and wrong. */
const pieces = fc.constantFrom(
  'https', 'http', 'HTTP', ':', '//', '://', '*', '*.', '.', 'a', 'example.com', 'null', '/', '@', '[::1]', '[', ']', '80', '443', '0', ' ', '\t', '\u0000', 'é', 'ß',
  '%', '\\', '?', '#', '"', ',', '-', '_', '\ud800', '\u202e', '${', '}',
);
const nearOrigins = fc.oneof(fc.string({ unit: anyLetter, maxLength: 12 }), fc.array(pieces, { maxLength: 9 }).map((parts) => parts.join('')));

describe('laws', () => {
  test('every fix is an origin itself, so that one more try is enough', () => {
    holds('origin-fixes', fc.property(nearOrigins, (text) => {
      const origin = parseWebOrigin(text);
      expect(parseWebOrigin('code' in origin ? JSON.parse(origin.write) as string : origin.value)).toHaveProperty('value');
    }), 3000);
  });

  test('what is parsed is what a browser would send: parsing it again changes nothing, and URL agrees', () => {
    holds('origins', fc.property(nearOrigins, (text) => {
      const origin = parseWebOrigin(text);
      if (!('code' in origin)) {
        expect(parseWebOrigin(origin.value)).toEqual(origin);
        if (origin.kind === 'exact') {
          expect(new URL(origin.value).origin).toBe(origin.value);
        }
      }
    }), 3000);
  });
});
