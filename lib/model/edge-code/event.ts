import type { HeaderMap, HttpRequest } from '../http/message';
import { isDisallowed } from './header-rules';

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-event-structure.html
/** One value, or several of one name: `multiValue` is there for repetitions only, and holds the first as well. */
export interface EdgeValue {
  readonly value: string;
  readonly multiValue?: readonly { readonly value: string }[];
}

export type EdgeValues = Readonly<Record<string, EdgeValue>>;

export interface EdgeRequest {
  readonly method: string;
  readonly uri: string;
  readonly querystring: EdgeValues;
  readonly headers: EdgeValues;
  readonly cookies: EdgeValues;
}

export interface EdgeResponse {
  readonly statusCode: number;
  readonly statusDescription?: string;
  readonly headers: EdgeValues;
  readonly cookies: EdgeValues;
}

/** What a function is called with. */
export interface EdgeEvent {
  readonly version: '1.0';
  readonly context: { readonly distributionDomainName: string; readonly distributionId: string; readonly eventType: 'viewer-request' | 'viewer-response'; readonly requestId: string };
  readonly viewer: { readonly ip: string };
  readonly request: EdgeRequest;
  readonly response?: EdgeResponse;
}

/** Stand-ins for what no request of the model has. Documentation addresses, https://www.rfc-editor.org/rfc/rfc5737 */
export const VIEWER_IP = '192.0.2.1';
export const REQUEST_ID = 'MODEL-REQUEST-ID';
const VIA = '2.0 model.cloudfront.net (CloudFront)';

/** The request of an event. */
export function edgeRequest({ method, path, query, headers, leavesOpen }: HttpRequest, host: string): EdgeRequest {
  const values: Record<string, EdgeValue> = { host: { value: host } };
  // https://fetch.spec.whatwg.org/#cors-preflight-fetch, step 2
  if (leavesOpen && method === 'OPTIONS') {
    values.accept = { value: '*/*' };
  }
  for (const [name, value] of Object.entries(headers)) {
    if (name !== 'cookie' && !isDisallowed(name)) {
      values[name] = name === 'host' ? values.host : { value };
    }
  }
  return { method, uri: path, querystring: queryValues(query), headers: values, cookies: cookieValues(headers.cookie) };
}

/** The response of a viewer-response event: with `via`, which CloudFront has added by then. */
export function edgeResponse(status: number, headers: HeaderMap): EdgeResponse {
  const values: Record<string, EdgeValue> = { via: { value: VIA } };
  for (const [name, value] of Object.entries(headers)) {
    if (name !== 'set-cookie' && !isDisallowed(name)) {
      values[name] = { value };
    }
  }
  return { statusCode: status, headers: values, cookies: {} };
}

// Values come as they were sent, neither decoded nor encoded; a name without `=` has the value ''
function queryValues(query: string): EdgeValues {
  return grouped(query.split('&').filter((pair) => pair !== '').map((pair) => {
    const at = pair.indexOf('=');
    return at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
  }));
}

function cookieValues(header: string | undefined): EdgeValues {
  return grouped((header ?? '').split(';').map((pair) => pair.trim()).filter((pair) => pair.includes('=')).map((pair) => {
    const at = pair.indexOf('=');
    return [pair.slice(0, at), pair.slice(at + 1)];
  }));
}

function grouped(pairs: readonly (readonly string[])[]): EdgeValues {
  const values = new Map<string, { readonly value: string }[]>();
  for (const [name = '', value = ''] of pairs) {
    values.set(name, [...(values.get(name) ?? []), { value }]);
  }
  return Object.fromEntries([...values].map(([name, all]) => [name, all.length === 1 ? all[0] : { value: all[0].value, multiValue: all }]));
}
