import { exchange } from '../../lib/model';
import type { PageRequest } from '../../lib/model';
import { graphOf } from '../rules/judging';

const APP = 'https://app.example.com';
const STRANGER = 'https://stranger.example';

const GRAPH = graphOf(`
Settings:
  Type: Custom::CorsAssetsBucketSettings
  Properties:
    BucketName: files
    CorsRules: [{ AllowedOrigins: [${APP}], AllowedMethods: [PUT], AllowedHeaders: ['*'], ExposeHeaders: [ETag] }]
    PolicyStatements: []
`);
const upload = (more: Partial<PageRequest>): PageRequest => ({ origin: APP, path: '/picture.png', target: 'bucket', presigned: true, method: 'PUT', ...more });

test.each<[string, string, Partial<PageRequest>]>([
  ['an upload that our rule allows works, whosever rule answers it', 'allowed', {}],
  ['with a header that our rule allows too', 'allowed', { headers: { 'x-amz-meta-author': 'a' } }],
  ['with credentials it depends: a rule of others may answer with * alone', 'depends', { credentials: 'include' }],
  ['reading the ETag depends: a rule of others may not expose it', 'depends', { reads: ['etag'] }],
  ['another method depends on others, because ours does not allow it', 'depends', { method: 'DELETE' }],
  ['a stranger depends on others, too', 'depends', { origin: STRANGER }],
  ['an unsigned request depends on statements of others', 'unknown', { presigned: false, method: 'GET' }],
])('straight to an imported bucket: %s', (_, verdict, more) => {
  expect(exchange(GRAPH, upload(more)).verdict).toBe(verdict);
});

test('what it depends on has a name, so that whoever knows the bucket can settle it', () => {
  expect(exchange(GRAPH, upload({ origin: STRANGER })).deciding).toEqual(['rules-of-others']);
  expect(exchange(GRAPH, upload({ origin: STRANGER }), { assumptions: { 'rules-of-others': 'match-nothing' } }).verdict).toBe('blocked');
});
