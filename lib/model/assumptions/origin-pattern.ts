import { assumption } from './assumption';

const RHP = 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html';

/** How an entry of a response headers policy's allowed origins is compared with an Origin. */
export const ORIGIN_PATTERN_ASSUMPTIONS = {
  'origin-wildcard-depth': assumption(
    'How many labels does `*` stand for in `https://*.example.org`?',
    { 'any-depth': '`https://a.b.example.org` as well, as without a scheme', 'one-label': '`https://a.example.org`, not `https://a.b.example.org`' },
    [`${RHP}: \`*.example.org\` matches test.test.example.org; for an entry with a scheme the table shows one label`, 'yulin: one label; floci: any depth'],
  ),
  'origin-letter-case': assumption(
    'Is an allowed origin with upper-case letters compared with the browser\'s lower-case Origin as written?',
    { exact: 'it matches nothing a browser sends', 'case-insensitive': 'letters are compared without case' },
    ['no recording'],
  ),
} as const;
