import type { CredentialsMode, CrossOriginAttribute, Load, RequestMode } from './types';

/** How a page starts a request. */
export interface RequestStart {
  readonly load?: Load;
  /** The `crossorigin` attribute of an element. */
  readonly crossOrigin?: CrossOriginAttribute;
  /** `mode` and `credentials` of fetch(). */
  readonly mode?: RequestMode;
  readonly credentials?: CredentialsMode;
}

/** What Fetch needs to know about a request in addition to method, URL and headers. */
export interface RequestKind {
  readonly load: Load;
  readonly mode: RequestMode;
  readonly credentials: CredentialsMode;
}

/** The mode and credentials mode with which each kind of load goes out. */
export function requestKind(start: RequestStart): RequestKind {
  const load = start.load ?? 'fetch';
  switch (load) {
    // https://fetch.spec.whatwg.org/#dom-request (defaults of fetch())
    case 'fetch':
      return { load, mode: start.mode ?? 'cors', credentials: start.credentials ?? 'same-origin' };
    // https://drafts.csswg.org/css-fonts-4/#font-fetching-requirements
    case 'font':
      return { load, mode: 'cors', credentials: 'same-origin' };
    // https://html.spec.whatwg.org/multipage/webappapis.html#fetch-a-module-worker-script-tree (modules are always CORS)
    case 'module-script':
      return { load, mode: 'cors', credentials: start.crossOrigin === 'use-credentials' ? 'include' : 'same-origin' };
    // https://html.spec.whatwg.org/multipage/urls-and-fetching.html#create-a-potential-cors-request
    case 'image':
    case 'script':
    case 'stylesheet':
      return potentialCorsRequest(load, start.crossOrigin);
  }
}

function potentialCorsRequest(load: Load, crossOrigin: CrossOriginAttribute | undefined): RequestKind {
  if (crossOrigin === undefined) {
    return { load, mode: 'no-cors', credentials: 'include' };
  }
  return { load, mode: 'cors', credentials: crossOrigin === 'use-credentials' ? 'include' : 'same-origin' };
}
