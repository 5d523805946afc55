import type { HeaderMap } from '../http/message';
import { isObject } from '../../graph/types/json';
import type { SandboxReport } from '../../sandbox';
import type { EdgeEvent, EdgeValues } from './event';
import { checkReadOnly, headerValues, Invalid, pairs } from './returned-values';

/** What a function makes of its event. */
export type EdgeResult = EdgeChangedRequest | EdgeFailure | EdgeGeneratedResponse | EdgeUndecided;

export interface EdgeChangedRequest {
  readonly kind: 'request';
  readonly method: string;
  readonly uri: string;
  readonly query: string;
  readonly headers: HeaderMap;
}

/** At viewer-request an answer of the function's own, at viewer-response the changed one. */
export interface EdgeGeneratedResponse {
  readonly kind: 'response';
  readonly status: number;
  readonly headers: HeaderMap;
  readonly body?: string;
}

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-503-service-unavailable.html and http-502-bad-gateway.html
/** What CloudFront answers for a function that failed: 503 FunctionExecutionError, or 502 FunctionValidationError. */
export interface EdgeFailure {
  readonly kind: 'failure';
  readonly status: 502 | 503;
  readonly code: 'FunctionExecutionError' | 'FunctionValidationError';
  /** `load`: every request fails. */
  readonly cause: 'header' | 'invalid' | 'load' | 'pending' | 'threw';
  readonly message: string;
}

export interface EdgeUndecided {
  readonly kind: 'undecided';
  readonly reason: string;
}

export function failure(cause: EdgeFailure['cause'], message: string): EdgeFailure {
  return cause === 'header'
    ? { kind: 'failure', status: 502, code: 'FunctionValidationError', cause, message }
    : { kind: 'failure', status: 503, code: 'FunctionExecutionError', cause, message };
}

/** What CloudFront makes of a report of the sandbox. */
export function edgeResult(event: EdgeEvent, query: string, report: SandboxReport): EdgeResult {
  switch (report.kind) {
    case 'load':
      return failure('load', report.message ?? 'the code does not load');
    case 'no-handler':
      return failure('load', 'the code has no function named handler');
    case 'threw':
      return failure('threw', report.message ?? 'the function threw something');
    case 'pending':
      return failure('pending', 'the promise of the function never settles');
    case 'stopped':
      return { kind: 'undecided', reason: report.stoppedBy === 'broken' ? 'it broke the engine that runs it here' : 'it ran too long here' };
    case 'returned':
      return returned(event, query, report.value);
  }
}

function returned(event: EdgeEvent, query: string, value: unknown): EdgeResult {
  try {
    if (!isObject(value)) {
      throw new Invalid('invalid', `the function returned ${value === null || value === undefined ? 'nothing' : typeof value}`);
    }
    if (event.response || 'statusCode' in value) {
      return response(event, value);
    }
    return request(event, query, value);
  } catch (error) {
    if (error instanceof Invalid) {
      return failure(error.cause, error.message);
    }
    throw error;
  }
}

function request(event: EdgeEvent, query: string, value: Readonly<Record<string, unknown>>): EdgeChangedRequest {
  const before = event.request;
  const { uri, method } = value;
  if (typeof uri !== 'string' || !uri.startsWith('/') || /[\s#]/.test(uri)) {
    throw new Invalid('invalid', `request.uri must begin with / and hold neither space nor #, and is ${JSON.stringify(uri) as string | undefined ?? 'missing'}`);
  }
  const values = headerValues('request', value.headers);
  checkReadOnly('viewer-request', before.headers, values);
  const cookies = pairs('request.cookies', value.cookies ?? {});
  const headers: Record<string, string> = {};
  for (const [name, { all }] of Object.entries(values)) {
    // Read-only, and no part of what the model takes for the headers of a request
    if (name !== 'host') {
      headers[name] = all.join(', ');
    }
  }
  const cookie = Object.entries(cookies).flatMap(([name, { all }]) => all.map((text) => `${name}=${text}`)).join('; ');
  return {
    kind: 'request', method: typeof method === 'string' ? method : before.method, uri, query: changedQuery(before.querystring, query, value.querystring),
    headers: cookie === '' ? headers : { ...headers, cookie },
  };
}

// "querystring" may be an object or a text; one that the function has left alone keeps its order
function changedQuery(before: EdgeValues, query: string, value: unknown): string {
  if (typeof value === 'string') {
    return value.replace(/^\?/, '');
  }
  if (JSON.stringify(value ?? {}) === JSON.stringify(before)) {
    return query;
  }
  return Object.entries(pairs('request.querystring', value ?? {})).flatMap(([name, { all }]) => all.map((text) => (text === '' ? name : `${name}=${text}`))).join('&');
}

function response(event: EdgeEvent, value: Readonly<Record<string, unknown>>): EdgeGeneratedResponse {
  const { statusCode, headers: given, cookies, body } = value;
  if (typeof statusCode !== 'number' || !Number.isInteger(statusCode) || statusCode < 100 || statusCode > 599) {
    throw new Invalid('invalid', `response.statusCode must be a number from 100 to 599, and is ${JSON.stringify(statusCode) as string | undefined ?? 'missing'}`);
  }
  const values = headerValues('response', given ?? {});
  if ('set-cookie' in values) {
    throw new Invalid('invalid', 'response.headers must not hold set-cookie: cookies belong in response.cookies');
  }
  if (event.response) {
    checkReadOnly('viewer-response', event.response.headers, values);
  }
  const headers: Record<string, string> = {};
  for (const [name, { all }] of Object.entries(values)) {
    if (name !== 'via') {
      headers[name] = all.join(', ');
    }
  }
  const set = Object.entries(pairs('response.cookies', cookies ?? {})).map(([name, { all }]) => `${name}=${all[0] ?? ''}`);
  if (set.length > 0) {
    headers['set-cookie'] = set.join(', ');
  }
  return { kind: 'response', status: statusCode, headers, body: bodyText(body) };
}

function bodyText(body: unknown): string | undefined {
  if (body === undefined || typeof body === 'string') {
    return body;
  }
  if (!isObject(body) || typeof body.data !== 'string') {
    throw new Invalid('invalid', 'response.body must be a text, or an object with encoding and data');
  }
  return body.encoding === 'base64' ? Buffer.from(body.data, 'base64').toString() : body.data;
}
