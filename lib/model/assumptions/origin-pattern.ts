import { assumption } from './assumption';

/** How an entry of a response headers policy's allowed origins is compared with an Origin. */
export const ORIGIN_PATTERN_ASSUMPTIONS = {
  'origin-wildcard-depth': assumption(
    'How many labels does `*` stand for in `*.example.org`?',
    { 'one-label': '`a.example.org`, not `a.b.example.org`', 'any-depth': '`a.b.example.org` as well' },
    ['yulin: one label; floci: any depth'],
  ),
  'origin-without-scheme': assumption(
    'Does an allowed origin without a scheme stand for every scheme?',
    { 'any-scheme': '`example.org` allows `https://example.org` and `http://example.org`', 'no-scheme': 'it matches no origin a browser sends' },
    ['developer guide of 2021 uses bare domains', 'floci and yulin tests'],
  ),
  'origin-port-wildcard': assumption(
    'Does `https://example.org:*` also allow the origin without a port?',
    { 'matches-absent-port': 'yes', 'needs-a-port': 'no: only origins with a port in them' },
    ['floci ResponseHeadersPolicyConfigCodecTest, which cites a table of AWS'],
  ),
  'origin-letter-case': assumption(
    'Is an allowed origin with upper-case letters compared with the browser\'s lower-case Origin as written?',
    { exact: 'it matches nothing a browser sends', 'case-insensitive': 'letters are compared without case' },
    ['no recording'],
  ),
} as const;
