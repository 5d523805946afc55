/** What a deployed distribution is asked, in this order, and what it must answer. */
export interface DeployedRequest {
  readonly says: string;
  readonly method: 'GET' | 'OPTIONS';
  readonly headers: Readonly<Record<string, string>>;
  readonly status: number;
  /** Response headers with their values. */
  readonly has: Readonly<Record<string, string>>;
  /** Response headers that must not be there. */
  readonly lacks: readonly string[];
}

export const KEY = 'menu.json';
export const APP = 'https://app.example.com';
const OTHER = 'https://elsewhere.example.net';

const PERMISSION = { 'access-control-allow-origin': APP };
const ANYBODY = ['access-control-allow-origin', 'access-control-allow-credentials'];

export const REQUESTS: readonly DeployedRequest[] = [
  { says: 'no page asks, so CloudFront keeps a copy without permission', method: 'GET', headers: {}, status: 200, has: { vary: 'Origin' }, lacks: ['access-control-allow-credentials'] },
  { says: 'the app reads that copy, and gets its permission', method: 'GET', headers: { origin: APP }, status: 200, has: PERMISSION, lacks: ['access-control-allow-credentials'] },
  { says: 'another origin reads the same copy, and gets none', method: 'GET', headers: { origin: OTHER }, status: 200, has: {}, lacks: ANYBODY },
  {
    says: 'the app asks first, with a header of its own', method: 'OPTIONS', status: 200, lacks: [],
    headers: { 'origin': APP, 'access-control-request-method': 'GET', 'access-control-request-headers': 'x-request-id' }, has: PERMISSION,
  },
  {
    says: 'another origin asks first', method: 'OPTIONS', status: 403, has: {}, lacks: ANYBODY,
    headers: { 'origin': OTHER, 'access-control-request-method': 'GET', 'access-control-request-headers': 'x-request-id' },
  },
  {
    // The bucket has a rule for the uploader, which S3 would answer to: only the removal at the edge keeps it from reading
    says: 'an origin that may only upload reads', method: 'GET', headers: { origin: 'https://admin.example.com' }, status: 200, has: {}, lacks: ANYBODY,
  },
];
