import type { BucketCorsRule, HttpRequest, HeaderMap, TraceLine, WireExchange } from '../../model';

/** One request that the preview answered: what the terminal prints, what `--json` writes and what the page shows. */
export interface ExchangeRecord {
  /** 1 for the first request since the preview started. */
  readonly number: number;
  /** When the request arrived, in ISO 8601. */
  readonly at: string;
  readonly server: { readonly kind: 'bucket' | 'distribution'; readonly name: string };
  readonly request: HttpRequest;
  readonly response: { readonly status: number; readonly headers: HeaderMap; readonly bytes: number };
  /**
   * What the edge cache did; `revalidated`: S3 confirmed a copy that was too old; `not-used` at the bucket's own endpoint and for methods
   * that are not cached.
   */
  readonly cache: 'hit' | 'miss' | 'not-used' | 'refused' | 'revalidated';
  /** Every message of the model's exchange, in the order in which they were answered; one when S3 was not asked. */
  readonly messages: readonly WireExchange[];
  /** The exchange in words. */
  readonly lines: readonly TraceLine[];
  /** The bucket's first CORS rule that holds for the request; left out when S3 was not asked or the request has no Origin. */
  readonly bucketRule?: { readonly number: number; readonly rule: BucketCorsRule } | 'none';
  /** What the response headers policy added to, replaced in or removed from the answer on its way to the browser. */
  readonly policy?: { readonly name: string; readonly set: HeaderMap; readonly removed: readonly string[] };
  readonly browser: BrowserJudgement;
}

/** What a browser makes of an answer. */
export interface BrowserJudgement {
  /** `no-page`: the client is not a browser, or the browser sends this without CORS and shows the file without letting code read it. */
  readonly verdict: 'allowed' | 'blocked' | 'no-page';
  /** What the page loads it for, as far as the request tells: `fetch`, `font`, `script`, `image`, `preflight`. */
  readonly use: string;
  readonly why: string;
  /** What the browser's console says. */
  readonly message?: string;
  /** What to change so that it works, when the messages tell: see `fixOf`. */
  readonly fix?: string;
}
