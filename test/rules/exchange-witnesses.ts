/** Exchanges that go wrong with a mistake of the catalogue, and right without it. */
import type { EarlierEvent, PageRequest } from '../../lib/model';
import type { ExampleParts } from '../../lib/rules/engine/example-stack';
import { ALL } from './table';

export interface Witness {
  readonly page: PageRequest;
  readonly history?: readonly EarlierEvent[];
  /** What stops it. */
  readonly code: string;
  /** Left out: the two examples of the rule. */
  readonly wrong?: ExampleParts;
  readonly right?: ExampleParts;
}

export const PATH = '/inter.woff2';
export const plain: PageRequest = { origin: 'https://app.example.com', path: PATH, browser: 'reader' };
const admin: PageRequest = { ...plain, origin: 'https://admin.example.com' };
const withHeader: PageRequest = { ...plain, headers: { 'X-Requested-With': 'fetch' } };
const warmUp: EarlierEvent = { path: PATH, headers: { 'accept-encoding': 'gzip, deflate, br, zstd' } };
const putting: PageRequest = { ...plain, method: 'PUT' };
/** A stack through which PUT really works. */
const PUT: ExampleParts = {
  rule: { AllowedMethods: '[GET, HEAD, PUT]' }, cors: { AccessControlAllowMethods: '{ Items: [GET, HEAD, PUT] }' }, behavior: ALL, statement: { Action: '[s3:GetObject, s3:PutObject]' },
};
const CREDENTIALS = { AccessControlAllowCredentials: 'true', AccessControlAllowHeaders: '{ Items: [X-Requested-With, Priority, If-None-Match] }' };
const YIELDS = { OriginOverride: 'false', ...CREDENTIALS };

/** One for each way in which a rule reports an error. */
export const WITNESSES: readonly (readonly [rule: string, witness: Witness])[] = [
  ['browser-headers-not-allowed', { page: plain, code: 'allow-origin-missing' }],
  ['bucket-cors-missing', { page: withHeader, code: 'preflight-refused' }],
  ['bucket-lacks-header', { page: withHeader, code: 'preflight-refused' }],
  ['bucket-lacks-header', { page: withHeader, code: 'preflight-refused', wrong: { rule: { AllowedHeaders: undefined } }, right: {} }],
  ['bucket-lacks-method', { page: putting, code: 'preflight-refused', wrong: { ...PUT, rule: { AllowedMethods: '[GET, HEAD]' } }, right: PUT }],
  ['bucket-lacks-origin', { page: { ...withHeader, origin: 'https://admin.example.com' }, code: 'preflight-refused' }],
  ['credentials-with-wildcard', {
    page: { ...plain, credentials: 'include', reads: ['ETag'] }, code: 'header-not-exposed',
    wrong: { cors: { ...CREDENTIALS, AccessControlExposeHeaders: '{ Items: [\'*\'] }' } }, right: { cors: { ...CREDENTIALS, AccessControlExposeHeaders: '{ Items: [ETag] }' } },
  }],
  ['function-and-preflights', { page: { ...plain, headers: { 'X-Api-Key': 'k' } }, code: 'preflight-refused' }],
  ['function-does-not-load', { page: plain, code: 'request-refused' }],
  ['function-fails', { page: plain, code: 'request-refused' }],
  ['function-never-sees-preflights', { page: withHeader, code: 'preflight-refused' }],
  ['host-forwarded-to-s3', { page: plain, code: 'request-refused' }],
  ['legacy-origin-not-listed', { page: plain, history: [warmUp], code: 'allow-origin-missing' }],
  ['method-refused-by-behavior', { page: putting, code: 'request-refused', wrong: { ...PUT, behavior: {} }, right: PUT }],
  ['options-cached-without-key', { page: withHeader, history: [{ ...plain, headers: { 'X-Other': 'fetch' }, browser: 'somebody else' }], code: 'allow-headers-missing' }],
  ['options-not-allowed', { page: withHeader, code: 'preflight-refused' }],
  ['origin-header-pinned', { page: admin, code: 'allow-origin-mismatch' }],
  ['origin-not-forwarded', { page: plain, code: 'allow-origin-missing' }],
  ['origin-not-forwarded', { page: withHeader, code: 'preflight-refused', wrong: { behavior: { OriginRequestPolicyId: undefined } }, right: {} }],
  ['origin-not-in-cache-key', { page: plain, history: [warmUp], code: 'allow-origin-missing' }],
  ['policy-removes-permission', { page: plain, code: 'allow-origin-missing' }],
  ['policy-yields-to-s3', { page: admin, history: [{ ...plain, browser: 'somebody else' }], code: 'allow-origin-mismatch', right: { cors: { AccessControlAllowOrigins: '{ Items: [\'*\'] }' } } }],
  ['policy-yields-to-s3', { page: admin, history: [warmUp], code: 'allow-origin-missing', wrong: { rule: { AllowedOrigins: '[\'*\']' }, cors: { OriginOverride: 'false' } },
    right: { cors: { AccessControlAllowOrigins: '{ Items: [\'*\'] }' } } }],
  ['policy-yields-to-s3', { page: { ...plain, credentials: 'include' }, code: 'allow-origin-wildcard-with-credentials', wrong: { rule: { AllowedOrigins: '[\'*\']' }, cors: YIELDS }, right: { cors: CREDENTIALS } }],
  ['preflight-headers-not-forwarded', { page: withHeader, code: 'preflight-refused' }],
  ['resource-policy-forbids', { page: { ...plain, load: 'image' }, code: 'resource-policy' }],
];

export const PAGE: PageRequest = { origin: 'https://app.example.com', path: '/a.woff2', load: 'font' };

/** The same for access, where no CORS is needed; by the two examples of the rule. */
export const EXCHANGES: Readonly<Record<string, PageRequest>> = {
  'bucket-origin-never-sent': { ...PAGE, target: 'bucket', load: 'fetch', presigned: true },
  'deny-blocks-cloudfront': PAGE,
  'distribution-not-admitted': PAGE,
  'kms-managed-key': PAGE,
  'kms-without-grant': PAGE,
  'signing-not-always': PAGE,
};
