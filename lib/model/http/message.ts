import { CORS_RESPONSE_HEADERS as CORS_NAMES } from '../../contract/cors-response-headers';
import { remembering } from '../remembering';

/** Header names in lower case -> value; several lines of one name are joined with `, `. */
export type HeaderMap = Readonly<Record<string, string>>;

/** A request as it is on the wire. */
export interface HttpRequest {
  readonly method: string;
  /** Without the query: `/fonts/inter.woff2`. */
  readonly path: string;
  /** What follows the `?`, as it was sent; empty without one. */
  readonly query: string;
  readonly headers: HeaderMap;
  /** False when it goes over plain http. */
  readonly secure?: boolean;
  /** What stands for more than one request of real life; left out, nothing. */
  readonly leavesOpen?: LeftOpen;
}

/**
 * A request of a browser, of which the model holds what decides CORS, without the names and tastes of users; or with their cookies and
 * passwords.
 */
export type LeftOpen = 'browser' | 'browser-with-credentials';

/** A copy of the headers with lower-case names and trimmed values. */
export function lowerCaseNames(headers: HeaderMap): HeaderMap {
  const lowered: Record<string, string> = {};
  for (const name of Object.keys(headers)) {
    lowered[name.toLowerCase()] = headers[name].trim();
  }
  return lowered;
}

/** One set of headers over another. */
// Not as one literal with two spreads, which engines build many times slower
export function mergedHeaders(under: HeaderMap, over: HeaderMap): HeaderMap {
  return Object.assign({}, under, over);
}

/** The headers but for some. */
// A copy: an object from which something was deleted is many times slower for whoever reads or copies it
export function without(headers: HeaderMap, names: ReadonlySet<string>): Record<string, string> {
  const rest: Record<string, string> = {};
  for (const name of Object.keys(headers)) {
    if (!names.has(name)) {
      rest[name] = headers[name];
    }
  }
  return rest;
}

/** The names of the exchange in the case in which S3 and CloudFront write them. */
export function wireCase(headers: HeaderMap): HeaderMap {
  const wire: Record<string, string> = {};
  for (const name of Object.keys(headers)) {
    wire[wireName(name)] = headers[name];
  }
  return wire;
}

/** A name in that case. */
export const wireName = remembering((name) => name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase()).replace(/^Etag$/, 'ETag'));

/** The items of a comma-separated list, trimmed, empty ones dropped. */
export function listItems(value: string | undefined): readonly string[] {
  return value === undefined ? NO_ITEMS : itemsOf(value);
}

/** The same items in lower case. */
export function lowerCaseItems(value: string | undefined): readonly string[] {
  return value === undefined ? NO_ITEMS : lowerCaseItemsOf(value);
}

const NO_ITEMS: readonly string[] = [];
const itemsOf = remembering((value): readonly string[] => value.split(',').map((item) => item.trim()).filter((item) => item !== ''));
const lowerCaseItemsOf = remembering((value): readonly string[] => itemsOf(value).map((item) => item.toLowerCase()));

/** The CORS response headers in the model's spelling of header names. */
export const CORS_RESPONSE_HEADERS = inLowerCase(CORS_NAMES);

function inLowerCase<T extends string>(names: readonly T[]): readonly Lowercase<T>[] {
  return names.map((name) => name.toLowerCase() as Lowercase<T>);
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** True for a status that browsers follow. */
// https://fetch.spec.whatwg.org/#redirect-status
export function isRedirectStatus(status: number): boolean {
  return REDIRECTS.has(status);
}

/** True for a status that Fetch calls ok. */
// https://fetch.spec.whatwg.org/#ok-status
export function isOkStatus(status: number): boolean {
  return status >= 200 && status <= 299;
}

/** An object in a bucket as far as it decides an exchange. */
export interface StoredObject {
  readonly cacheControl?: string;
  readonly contentType?: string;
  readonly contentEncoding?: string;
  /** With its quotes. Left out, a placeholder stands for it and every condition on it holds. */
  readonly etag?: string;
  /** As in a Last-Modified header. */
  readonly lastModified?: string;
  /** Bytes. Left out, there is no Content-Length, and a range is cut out of nothing. */
  readonly size?: number;
}

/** Tells apart refusals to which AWS gives one code. */
export type RefusalCause =
  | 'cors-bucket-not-found'
  | 'cors-no-rule-matches'
  | 'cors-not-enabled'
  | 'kms-key-denied'
  | 'origin-missing'
  | 'request-method-invalid';

/** What the body of an error says. */
export interface ErrorBody {
  /** As AWS spells it: `AccessDenied`, `InvalidMethod`. */
  readonly code: string;
  readonly message: string;
  readonly cause?: RefusalCause;
  readonly method?: string;
  readonly resourceType?: string;
}

/** A server's refusal of a request. */
export interface Refusal {
  readonly by: 'CloudFront' | 'S3';
  readonly status: number;
  /** As AWS spells it; nothing where the error has no body that says one. */
  readonly code?: string;
  readonly cause?: RefusalCause;
  readonly message?: string;
}

/** The refusal that a response of status 400 or above is. */
export function refusalOf({ from, status, error }: HttpResponse): Refusal {
  return { by: from, status, code: error?.code, cause: error?.cause, message: error?.message };
}

/** A response as it is on the wire. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: HeaderMap;
  /** Who made it. */
  readonly from: 'CloudFront' | 'S3';
  /** What its body is. */
  readonly body: 'error' | 'error-page' | 'generated' | 'none' | 'object';
  /** Code and message of an error body. */
  readonly error?: ErrorBody;
  /** What a `generated` body says: a function has made it. */
  readonly text?: string;
  /** What that function has read of the request before it answered: `headers.authorization`, `cookies.session`. */
  readonly decidedBy?: readonly string[];
  /** Where the bytes of an `object` or an `error-page` are. */
  readonly content?: Content;
}

/** The bytes of an object, or a part of them. */
export interface Content {
  readonly bucketName: string;
  /** Empty for the list of the bucket's keys. */
  readonly key: string;
  readonly object: StoredObject;
  /** First and last byte; left out, all of them. */
  readonly range?: { readonly start: number; readonly end: number };
  /** How CloudFront compresses them on the way to the viewer. */
  readonly encoding?: 'br' | 'gzip';
}

/** The same response with other headers. */
export function withHeaders({ status, from, body, error, content, text, decidedBy }: HttpResponse, headers: HeaderMap): HttpResponse {
  if (text !== undefined) {
    return { status, headers, from, body, text, decidedBy };
  }
  return error ? { status, headers, from, body, error } : { status, headers, from, body, content };
}

/** One message and its answer, between two neighbours. */
export interface WireExchange {
  readonly between: 'browser and CloudFront' | 'browser and S3' | 'CloudFront and S3' | 'client and CloudFront' | 'client and S3';
  readonly request: HttpRequest;
  readonly response: HttpResponse;
}
