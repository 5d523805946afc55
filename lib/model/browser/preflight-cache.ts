import { listItems, lowerCaseItems } from '../http/message';
import type { HeaderMap } from '../http/message';
import { deviates } from './engines';
import { coveredByWildcard } from './preflight';
import type { PreflightedRequest } from './preflight';
import type { BrowserEngine } from './types';

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
  // https://fetch.spec.whatwg.org/#concept-cache-match: what was permitted with credentials holds without them too
  public allows(url: string, request: PreflightedRequest, methodIsSafelisted: boolean, now: number): boolean {
    const usable = [this.entries.get(entryKey(url, request, true))];
    if (request.credentials !== 'include') {
      usable.push(this.entries.get(entryKey(url, request, false)));
    }
    const kept = (list: keyof Permissions, item: string): boolean => usable.some((entry) => isFresh(entry?.[list].get(item), now));
    return (methodIsSafelisted || kept('methods', request.method) || kept('methods', '*'))
      && request.unsafeHeaderNames.every((name) => kept('headers', name) || (coveredByWildcard(name) && kept('headers', '*')));
  }

  /** Keeps what the answer permitted. */
  // https://fetch.spec.whatwg.org/#cors-preflight-fetch-0, steps 7.12 to 7.15
  public store(url: string, request: PreflightedRequest, headers: HeaderMap, expires: number, engine?: BrowserEngine): void {
    if (deviates(engine, 'one-preflight-is-kept')) {
      this.clear(url, request);
    }
    const { methods, headers: names } = this.entryOf(url, request);
    // With credentials `*` is a name like any other, and no method or header has it
    const means = (item: string): boolean => item !== '*' || request.credentials !== 'include';
    const allowed = headers['access-control-allow-methods'] as string | undefined;
    for (const method of (allowed === undefined ? [request.method] : listItems(allowed)).filter(means)) {
      methods.set(method, expires);
    }
    for (const name of lowerCaseItems(headers['access-control-allow-headers'] as string | undefined).filter(means)) {
      names.set(name, expires);
    }
  }

  /** Forgets everything about the URL for this origin, as after a network error. */
  // https://fetch.spec.whatwg.org/#concept-cache-clear
  public clear(url: string, request: PreflightedRequest): void {
    this.entries.delete(entryKey(url, request, true));
    this.entries.delete(entryKey(url, request, false));
  }

  private entryOf(url: string, request: PreflightedRequest): Permissions {
    const key = entryKey(url, request, request.credentials === 'include');
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

function entryKey(url: string, { origin, keptFor }: PreflightedRequest, credentialed: boolean): string {
  return `${keptFor ?? origin} ${url} ${credentialed ? 'credentialed' : 'plain'}`;
}
