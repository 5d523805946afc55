import { listItems, lowerCaseItems } from '../http/message';
import type { HeaderMap } from '../http/message';
import { Kept } from '../kept';
import { deviates } from './engines';
import { coveredByWildcard } from './preflight';
import type { PreflightedRequest } from './preflight';
import type { BrowserEngine } from './types';

/** One browser's CORS-preflight cache: permissions for methods and header names, each with its expiry. */
// https://fetch.spec.whatwg.org/#concept-cache
export class PreflightCache {
  private readonly permissions: Kept<number>;

  /** Empty, or with the permissions of another. */
  public constructor(from?: PreflightCache) {
    this.permissions = new Kept(from?.permissions);
  }

  /** What is kept: each permission and when it expires. */
  public get contents(): ReadonlyMap<string, number> {
    return this.permissions.contents;
  }

  /** Whether every permission the request needs is still kept. */
  // https://fetch.spec.whatwg.org/#concept-cache-match: what was permitted with credentials holds without them too
  public allows(url: string, request: PreflightedRequest, methodIsSafelisted: boolean, now: number): boolean {
    const usable = request.credentials === 'include' ? [entryKey(url, request, true)] : [entryKey(url, request, true), entryKey(url, request, false)];
    const kept = (what: string): boolean => usable.some((entry) => now < (this.permissions.get(`${entry} ${what}`) ?? -Infinity));
    return (methodIsSafelisted || kept(`method ${request.method}`) || kept('method *'))
      && request.unsafeHeaderNames.every((name) => kept(`header ${name}`) || (coveredByWildcard(name) && kept('header *')));
  }

  /** Keeps what the answer permitted. */
  // https://fetch.spec.whatwg.org/#cors-preflight-fetch-0, steps 7.12 to 7.15
  public store(url: string, request: PreflightedRequest, headers: HeaderMap, expires: number, engine?: BrowserEngine): void {
    if (deviates(engine, 'one-preflight-is-kept')) {
      this.clear(url, request);
    }
    const entry = entryKey(url, request, request.credentials === 'include');
    // With credentials `*` is a name like any other, and no method or header has it
    const means = (item: string): boolean => item !== '*' || request.credentials !== 'include';
    const allowed = headers['access-control-allow-methods'] as string | undefined;
    for (const method of (allowed === undefined ? [request.method] : listItems(allowed)).filter(means)) {
      this.permissions.set(`${entry} method ${method}`, expires);
    }
    for (const name of lowerCaseItems(headers['access-control-allow-headers'] as string | undefined).filter(means)) {
      this.permissions.set(`${entry} header ${name}`, expires);
    }
  }

  /** Forgets everything about the URL for this origin, as after a network error. */
  // https://fetch.spec.whatwg.org/#concept-cache-clear
  public clear(url: string, request: PreflightedRequest): void {
    const entries = [entryKey(url, request, true), entryKey(url, request, false)];
    for (const key of this.contents.keys()) {
      if (entries.some((entry) => key.startsWith(`${entry} `))) {
        this.permissions.delete(key);
      }
    }
  }
}

function entryKey(url: string, { origin, keptFor }: PreflightedRequest, credentialed: boolean): string {
  return `${keptFor ?? origin} ${url} ${credentialed ? 'credentialed' : 'plain'}`;
}
