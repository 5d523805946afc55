/**
 * What a page does with the file.
 */
export enum AssetLoad {
  /** `fetch()` or `XMLHttpRequest`. */
  FETCH = 'fetch',
  /** `@font-face`. */
  FONT = 'font',
  /** `<script crossorigin>`. */
  SCRIPT = 'script',
  /** `<script type="module">`, `import`. */
  MODULE_SCRIPT = 'module-script',
  /** `<img crossorigin>`, whose pixels the page reads. */
  IMAGE = 'image',
  /** `<img>` without `crossorigin`: the page only shows it. */
  PLAIN_IMAGE = 'plain-image',
  /** `<link rel="stylesheet" crossorigin>`. */
  STYLESHEET = 'stylesheet',
}

/**
 * A request that came before and left copies in the caches.
 */
export interface EarlierRequest {
  /**
   * The file.
   *
   * @default - the same file
   */
  readonly path?: string;

  /**
   * The origin of the page that asked.
   *
   * @default - no page: curl, a crawler, a warm-up script
   */
  readonly origin?: string;

  /**
   * The method.
   *
   * @default 'GET'
   */
  readonly method?: string;

  /**
   * How a page loaded it.
   *
   * @default AssetLoad.FETCH
   */
  readonly load?: AssetLoad;

  /**
   * The headers that were set.
   *
   * @default - none
   */
  readonly headers?: Record<string, string>;
}

/**
 * One request of a page.
 */
export interface CorsRequest {
  /** The page's origin, as browsers send it: `https://app.example.com`. */
  readonly origin: string;

  /**
   * The file, such as `/fonts/inter.woff2`.
   *
   * @default '/file'
   */
  readonly path?: string;

  /**
   * The method.
   *
   * @default 'GET'
   */
  readonly method?: string;

  /**
   * The headers that the page's code sets.
   *
   * @default - none
   */
  readonly headers?: Record<string, string>;

  /**
   * Whether the page asks with cookies.
   *
   * @default false
   */
  readonly credentials?: boolean;

  /**
   * What the page does with the file.
   *
   * @default AssetLoad.FETCH
   */
  readonly load?: AssetLoad;

  /**
   * Whether the page uploads straight to the bucket with a presigned URL, in place of asking CloudFront.
   *
   * @default false
   */
  readonly upload?: boolean;

  /**
   * Whether the page holds valid CloudFront signed cookies.
   *
   * @default false
   */
  readonly signedCookies?: boolean;

  /**
   * The response headers that the page's code must be able to read.
   *
   * @default - none
   */
  readonly reads?: string[];

  /**
   * What happened before, oldest first.
   *
   * @default - nothing is cached
   */
  readonly history?: EarlierRequest[];

  /**
   * The logical id or construct path of the distribution, or of the bucket when the page uploads; or the path of the construct that made
   * it.
   *
   * @default - every distribution, or every bucket with CORS rules when the page uploads
   */
  readonly resource?: string;
}
