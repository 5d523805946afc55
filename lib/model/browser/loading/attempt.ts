import type { HeaderMap } from '../../http/message';
import type { Target } from '../../http/target';
import type { Server } from '../../server';
import type { Simulation } from '../../simulation';
import type { BrowserHttpCache } from '../http-cache';
import type { PageRequest } from './page-request';
import type { PreflightCache } from '../preflight-cache';
import type { RequestKind } from '../request-kind';

/** One attempt of a page to load something, with everything Fetch has derived from it. */
export interface Attempt {
  readonly page: PageRequest;
  readonly kind: RequestKind;
  readonly server: Server;
  readonly method: string;
  /** Set by the page's code: lower case, forbidden ones dropped. */
  readonly headers: HeaderMap;
  readonly url: string;
  /** The URL before any redirect. */
  readonly firstUrl: string;
  readonly target: Target;
  /** How many it has followed. */
  readonly redirects: number;
  readonly secure: boolean;
  readonly crossOrigin: boolean;
  /** What the browser writes into Origin: the page's origin, or `null` after a redirect across origins. */
  readonly origin: string;
  readonly http: BrowserHttpCache;
  readonly preflights: PreflightCache;
  readonly simulation: Simulation;
}
