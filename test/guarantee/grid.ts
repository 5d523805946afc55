/** The fixed part of the family: one setup for each thing that a contract can say and each place that a bucket can be in. */
import type { Setup } from './words';

const APP = 'https://app.example.com';
const ADMIN = 'https://admin.example.com';
const PARTNER = 'https://partner.example.net';

export const SETUPS: readonly Setup[] = [
  { name: 'one origin', words: { origins: [APP] } },
  { name: 'many origins, ports, http', words: { origins: [APP, 'https://app.example.org:8443', 'http://localhost:3000', PARTNER] } },
  { name: 'two origins of one site', words: { origins: [APP, ADMIN] } },
  { name: 'every origin', words: { origins: ['*'] } },
  { name: 'wildcard label', words: { origins: ['https://*.example.com', PARTNER] } },
  { name: 'wildcard port', words: { origins: ['http://localhost:*', 'https://app.example.com:84*'] } },
  { name: 'what is fixed', words: { origins: ['https://App.Example.com:443', 'https://bücher.example'] } },
  { name: 'Authorization', words: { origins: [APP], headers: ['*', 'Authorization'] } },
  { name: 'named headers', words: { origins: [APP], headers: ['X-Custom', 'Content-Type'], exposed: [], maxAgeSeconds: 0 } },
  { name: 'one header, many exposed', words: { origins: [APP], headers: ['Authorization'], exposed: ['ETag', 'Content-Range', 'X-Amz-Meta-Width'], maxAgeSeconds: 86_400 } },
  { name: 'credentials', words: { origins: [APP, 'https://*.example.org'], credentials: true } },
  { name: 'credentials and named headers', words: { origins: [APP], credentials: true, headers: ['X-Custom', 'Authorization'] }, domainName: 'assets.example.com' },
  { name: 'signed cookies', words: { origins: [APP], credentials: true, headers: ['X-Custom', 'Authorization'], signed: true } },
  { name: 'signed URLs', words: { origins: [APP], signed: true } },
  { name: 'uploads by readers', words: { origins: [APP, 'https://*.example.org'], uploads: {} } },
  { name: 'uploads by others', words: { origins: [APP], uploads: { origins: [ADMIN], headers: ['Content-Type', 'x-amz-meta-*'], exposed: ['ETag', 'x-amz-version-id'] } } },
  {
    name: 'paths',
    words: { origins: [APP] },
    paths: {
      'fonts/*': { origins: ['*'] }, 'partners/*': { origins: [PARTNER], headers: ['X-Custom'] }, 'members/*': { origins: [ADMIN], credentials: true },
    },
  },
  { name: 'two constructs, one bucket', words: { origins: [APP] }, others: [{ origins: [PARTNER], credentials: true, uploads: { origins: [ADMIN] } }] },
  {
    name: 'three constructs, existing bucket', bucket: 'existing', words: { origins: [APP], uploads: {} },
    others: [{ origins: ['*'], headers: ['*', 'Authorization'] }, { origins: ['https://*.example.org'], credentials: true }],
  },
  { name: 'shared policy', words: { origins: [APP], headers: ['*', 'Authorization'] }, shared: true },
  { name: 'bucket with wider rules of its owner', bucket: 'existing-with-wider-rules', words: { origins: [APP], headers: ['X-Custom'], uploads: { origins: [ADMIN] } } },
  { name: 'bucket in another stack', bucket: 'in-another-stack', words: { origins: [APP], uploads: {} } },
  { name: 'imported bucket', bucket: 'imported', words: { origins: [APP], credentials: true, uploads: { origins: [ADMIN] } } },
  { name: 'KMS', key: true, words: { origins: [APP], uploads: {} } },
  { name: 'KMS, existing bucket', key: true, bucket: 'existing', words: { origins: [APP], credentials: true } },
  { name: 'an app of one page', words: { origins: [APP], routing: 'app' } },
  // Its turn has files that browsers keep: what `no-cache` makes them ask for again needs no Vary
  { name: 'vary', words: { origins: [APP, ADMIN], vary: ['Origin'] } },
  { name: 'a site of folders', words: { origins: [PARTNER], headers: ['X-Custom'], routing: 'folders' } },
  { name: 'copies by query string', words: { origins: [APP], cache: 'by query string' } },
  { name: 'no copies', words: { origins: [APP, PARTNER], cache: 'disabled' } },
  { name: 'failover', failover: 'of failures', words: { origins: [APP] } },
  { name: 'from S3 JSON', fromJson: true, words: { origins: [APP, PARTNER], headers: ['X-Custom', 'Range'], exposed: ['ETag'] } },
  { name: 'pages are protected', words: { origins: [PARTNER], ofPages: true } },
  { name: 'a distribution made by hand', byHand: true, words: { origins: [APP], headers: ['X-Custom'] }, paths: { 'fonts/*': { origins: ['*'] }, 'members/*': { origins: [ADMIN], credentials: true } } },
  { name: 'failover of refusals too', failover: 'of refusals too', words: { origins: [APP], headers: ['X-Custom'], uploads: {} } },
  {
    name: 'everything at once', failover: 'of refusals too', domainName: 'assets.example.org', bucketOfEachPath: true,
    words: { origins: [APP], vary: ['Origin'], routing: 'app', cache: 'by query string', ofPages: true },
    paths: { 'docs/*': { origins: [PARTNER], routing: 'folders', cache: 'disabled' } },
  },
  { name: 'a bucket for each path', bucketOfEachPath: true, words: { origins: [APP] }, paths: { 'partners/*': { origins: [PARTNER], headers: ['X-Custom'] } } },
];
