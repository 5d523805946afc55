import { exchange } from '../../lib/model';
import type { PageRequest, PlainRequest } from '../../lib/model';
import { APP, bucket, delivery, OAC_GRANT, onlyAuthority, OTHER, READ_RULE, responseHeadersPolicy } from './delivery';

const page: PageRequest = { origin: APP, path: '/a' };
const curl: PlainRequest = { path: '/a', headers: { 'accept-encoding': 'gzip, br' } };
const withOrigin = (origin: string): PlainRequest => ({ ...curl, headers: { ...curl.headers, Origin: origin } });

test('a hostile Access-Control-Request-Method makes S3 leave its headers out for everyone', () => {
  const hostile: PlainRequest = { ...curl, headers: { ...withOrigin(APP).headers, 'Access-Control-Request-Method': 'DELETE' } };
  expect(exchange(delivery(), page, { history: [hostile] }).verdict).toBe('blocked');
  expect(exchange(delivery({ policy: onlyAuthority() }), page, { history: [hostile] }).verdict).toBe('allowed');
});

test('a grant that S3 refuses looks like CORS until the error is read', () => {
  expect(exchange(delivery({ bucket: bucket({ cors: [READ_RULE], statements: [OAC_GRANT] }) }), page).verdict).toBe('allowed');
  expect(exchange(delivery({ bucket: bucket({ cors: undefined, statements: [] }), policy: responseHeadersPolicy({}) }), page).outcome).toMatchObject({ by: 'S3', code: 'request-refused' });
});

describe('the right setup stands every order', () => {
  const graph = delivery({ policy: onlyAuthority({ origins: [APP, OTHER] }), cors: [{ ...READ_RULE, allowedOrigins: [APP, OTHER] }] });

  test.each<[string, (PageRequest | PlainRequest)[]]>([
    ['no Origin first', [curl]], ['the other origin first', [{ ...page, origin: OTHER }]], ['a stranger first', [withOrigin('https://evil.example')]], ['an image first', [{ ...page, load: 'image' }]],
  ])('%s', (_, history) => {
    expect(exchange(graph, page, { history })).toMatchObject({ verdict: 'allowed' });
    expect(exchange(graph, { ...page, origin: 'https://evil.example' }, { history })).toMatchObject({ verdict: 'blocked', readable: false });
  });
});
