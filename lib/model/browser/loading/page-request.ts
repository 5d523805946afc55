import type { DeliveryGraph } from '../../../graph/types';
import type { RequestStart } from '../request-kind';
import type { BrowserEngine, CacheMode } from '../types';
import type { HeaderMap } from '../../http/message';

/** Which of a graph's servers is asked. Left out: the first distribution. */
export interface Addressee {
  readonly target?: 'bucket' | 'distribution';
  /** Logical id, `Stack.LogicalId`, construct path or id of the distribution or bucket; left out, the first one. */
  readonly resource?: string;
  /** Host name of the URL; left out, the first alias or the distribution's own domain name. */
  readonly host?: string;
  /** `https` when left out. */
  readonly scheme?: 'http' | 'https';
}

/** One request of a page. */
export interface PageRequest extends Addressee, RequestStart {
  /** The page's origin, as browsers write it: `https://app.example.com`. */
  readonly origin: string;
  /** Path and query of the URL. */
  readonly path: string;
  readonly method?: string;
  /** What the page's code sets; forbidden names are dropped as browsers do. */
  readonly headers?: HeaderMap;
  /** A valid CloudFront signed URL, or signed cookies in the browser. */
  readonly signed?: 'cookies' | 'url';
  /** A valid presigned URL of S3. */
  readonly presigned?: boolean;
  /** The element has an integrity attribute. */
  readonly integrity?: boolean;
  /** Showing the file is not enough: the page reads its content (canvas, WebGL). */
  readonly mustRead?: boolean;
  /** Response headers that the page's code reads. */
  readonly reads?: readonly string[];
  /**
   * Which browser engine, with its known deviations from the Fetch standard. Left out: the standard, with the preflight lifetimes of
   * Chromium.
   */
  readonly engine?: BrowserEngine;
  /** How the browser's own cache is used; `default` when left out. */
  readonly cache?: CacheMode;
  /** Tells browsers of different people apart. */
  readonly browser?: string;
  /** `gzip, deflate, br, zstd` when left out. */
  readonly acceptEncoding?: string;
}

/** A request that no page makes: curl, a warm-up script, a crawler. It sends exactly these headers. */
export interface PlainRequest extends Addressee {
  readonly method?: string;
  readonly path: string;
  readonly headers?: HeaderMap;
  readonly signed?: 'url';
  readonly presigned?: boolean;
}

/** When and where an earlier event happened. */
export interface Earlier {
  /** Seconds; left out, the same moment as the one before. */
  readonly at?: number;
  /** The graph as it then was; left out, as it is now. */
  readonly under?: DeliveryGraph;
}

/** Something that happened before and may have left copies behind. */
export type EarlierEvent =
  | (Earlier & PageRequest)
  | (Earlier & PlainRequest)
  /** Invalidates everything at the edge. */
  | (Earlier & { readonly invalidate: true });
