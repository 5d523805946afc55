import { listItems, lowerCaseItems } from '../http';
import type { HeaderMap } from '../http';
import type { PreflightedRequest } from './preflight';

/** What one answer, or several, permitted: method or header name -> when the permission expires. */
interface Permissions {
  readonly methods: Map<string, number>;
  readonly headers: Map<string, number>;
}

/** One browser's CORS-preflight cache: permissions for methods and header names, each with its expiry. */
// https://fetch.spec.whatwg.org/#concept-cache
export class PreflightCache {
  private readonly entries: Map<string, Permissions>;

  /** Empty, or with the permissions of another. */
  public constructor(from?: PreflightCache) {
    const copied = ({ methods, headers }: Permissions): Permissions => ({ methods: new Map(methods), headers: new Map(headers) });
    this.entries = new Map([...from?.entries ?? []].map(([key, permissions]) => [key, copied(permissions)]));
  }

  /** What is kept: each permission and when it expires. */
  public get contents(): ReadonlyMap<string, number> {
    return new Map([...this.entries].flatMap(([key, { methods, headers }]) => [
      ...[...methods].map(([method, expires]) => [`${key} method ${method}`, expires] as const),
      ...[...headers].map(([name, expires]) => [`${key} header ${name}`, expires] as const),
    ]));
  }

  /** Whether every permission the request needs is still kept. */
  // https://fetch.spec.whatwg.org/#method-cache-entry-match and #header-name-cache-entry-match
  public allows(url: string, request: PreflightedRequest, methodIsSafelisted: boolean, now: number): boolean {
    const kept = this.entries.get(entryKey(url, request));
    return (methodIsSafelisted || isFresh(kept?.methods.get(request.method), now))
      && request.unsafeHeaderNames.every((name) => isFresh(kept?.headers.get(name), now)
        || (name !== 'authorization' && isFresh(kept?.headers.get('*'), now)));
  }

  /** Keeps what the answer permitted. */
  // https://fetch.spec.whatwg.org/#cors-preflight-fetch-0, steps 7.12 to 7.15
  public store(url: string, request: PreflightedRequest, headers: HeaderMap, expires: number): void {
    const { methods, headers: names } = this.entryOf(url, request);
    const allowed = headers['access-control-allow-methods'] as string | undefined;
    for (const method of allowed === undefined ? [request.method] : listItems(allowed)) {
      methods.set(method === '*' ? request.method : method, expires);
    }
    for (const name of lowerCaseItems(headers['access-control-allow-headers'] as string | undefined)) {
      names.set(name, expires);
    }
  }

  /** Forgets everything about the URL for this origin, as after a network error. */
  // https://fetch.spec.whatwg.org/#concept-cache-clear
  public clear(url: string, request: PreflightedRequest): void {
    for (const credentials of ['include', 'omit'] as const) {
      this.entries.delete(entryKey(url, { ...request, credentials }));
    }
  }

  private entryOf(url: string, request: PreflightedRequest): Permissions {
    const key = entryKey(url, request);
    let entry = this.entries.get(key);
    if (!entry) {
      entry = { methods: new Map(), headers: new Map() };
      this.entries.set(key, entry);
    }
    return entry;
  }
}

function isFresh(expires: number | undefined, now: number): boolean {
  return expires !== undefined && now < expires;
}

// Entries made with credentials are used only with credentials, and the other way round.
function entryKey(url: string, request: PreflightedRequest): string {
  return `${request.origin} ${url} ${request.credentials === 'include' ? 'credentialed' : 'plain'}`;
}
