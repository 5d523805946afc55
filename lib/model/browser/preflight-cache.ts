import { listItems, lowerCaseItems } from '../http';
import type { HeaderMap } from '../http';
import type { PreflightedRequest } from './preflight';

/** One browser's CORS-preflight cache: permissions for methods and header names, each with its expiry. */
// https://fetch.spec.whatwg.org/#concept-cache
export class PreflightCache {
  private readonly entries: Map<string, number>;

  /** Empty, or with the permissions of another. */
  public constructor(from?: PreflightCache) {
    this.entries = new Map(from?.entries);
  }

  /** What is kept: each permission and when it expires. */
  public get contents(): ReadonlyMap<string, number> {
    return this.entries;
  }

  /** Whether every permission the request needs is still kept. */
  // https://fetch.spec.whatwg.org/#method-cache-entry-match and #header-name-cache-entry-match
  public allows(url: string, request: PreflightedRequest, methodIsSafelisted: boolean, now: number): boolean {
    return (methodIsSafelisted || this.isFresh(url, request, `method ${request.method}`, now))
      && request.unsafeHeaderNames.every((name) => this.isFresh(url, request, `header ${name}`, now)
        || (name !== 'authorization' && this.isFresh(url, request, 'header *', now)));
  }

  /** Keeps what the answer permitted. */
  // https://fetch.spec.whatwg.org/#cors-preflight-fetch-0, steps 7.12 to 7.15
  public store(url: string, request: PreflightedRequest, headers: HeaderMap, expires: number): void {
    const methods = headers['access-control-allow-methods'] as string | undefined;
    for (const method of methods === undefined ? [request.method] : listItems(methods)) {
      this.entries.set(entryKey(url, request, `method ${method === '*' ? request.method : method}`), expires);
    }
    for (const name of lowerCaseItems(headers['access-control-allow-headers'] as string | undefined)) {
      this.entries.set(entryKey(url, request, `header ${name}`), expires);
    }
  }

  /** Forgets everything about the URL for this origin, as after a network error. */
  // https://fetch.spec.whatwg.org/#concept-cache-clear
  public clear(url: string, request: PreflightedRequest): void {
    const prefixes = (['include', 'omit'] as const).map((credentials) => entryKey(url, { ...request, credentials }, ''));
    for (const key of this.entries.keys()) {
      if (prefixes.some((prefix) => key.startsWith(prefix))) {
        this.entries.delete(key);
      }
    }
  }

  private isFresh(url: string, request: PreflightedRequest, permission: string, now: number): boolean {
    const expires = this.entries.get(entryKey(url, request, permission));
    return expires !== undefined && now < expires;
  }
}

// Entries made with credentials are used only with credentials, and the other way round.
function entryKey(url: string, request: PreflightedRequest, permission: string): string {
  return `${request.origin} ${url} ${request.credentials === 'include' ? 'credentialed' : 'plain'} ${permission}`;
}
