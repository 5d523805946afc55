import type { CorsFailure, ResponseTainting } from './browser/types';
import type { Refusal } from './http/message';

/** Who stopped a request. */
export type Blocker = 'CloudFront' | 'S3' | 'browser';

/** Where on the simulation it was stopped. */
export type Step = 'before-sending' | 'preflight' | 'redirect' | 'request' | 'response';

/** Why, as a name that is never renamed. */
export type BlockCode =
  | CorsFailure['code']
  | 'error-page-instead-of-file'
  | 'forbidden-method'
  | 'header-not-exposed'
  | 'integrity-needs-cors'
  | 'mixed-content'
  | 'opaque-response'
  | 'preflight-refused'
  | 'request-refused'
  | 'resource-policy'
  | 'too-many-redirects';

/** The page got what it asked for. */
export interface Allowed {
  readonly verdict: 'allowed';
  readonly status: number;
  readonly tainting: ResponseTainting;
  /** Whether the page's code can read the content, not merely show it. */
  readonly readable: boolean;
  /** Response headers beyond the safelist that the page can read; lower case. */
  readonly exposedHeaders: readonly string[];
}

/** The page did not get what it asked for. */
export interface Blocked {
  readonly verdict: 'blocked';
  readonly by: Blocker;
  readonly step: Step;
  readonly code: BlockCode;
  /** One sentence for a person who knows nothing of CORS. */
  readonly why: string;
  /** What Chromium writes to the console; of a header that is not exposed XMLHttpRequest writes it, and fetch() keeps silent. */
  readonly message?: string;
  /** What CloudFront or S3 answered, where that is why. */
  readonly refusal?: Refusal;
  /** What the browser found wrong with the answer, where that is why. */
  readonly failure?: CorsFailure;
  /** The response header that the page asks for and may not see. */
  readonly hiddenHeader?: string;
  /** Whether the page's code could nevertheless read an object of the bucket. */
  readonly readable: boolean;
}

/** Something that cannot be known before deployment decides. */
export interface Unknown {
  readonly verdict: 'unknown';
  readonly why: string;
  readonly readable: false;
}

/** How one exchange ends under one assumption about AWS. */
export type Outcome = Allowed | Blocked | Unknown;

/** Builds a {@link Blocked}; nothing is readable unless said otherwise. */
export function blocked(by: Blocker, step: Step, code: BlockCode, why: string, extra: Partial<Pick<Blocked, 'failure' | 'hiddenHeader' | 'message' | 'readable' | 'refusal'>> = {}): Blocked {
  return Object.assign({ verdict: 'blocked' as const, by, step, code, why, readable: false }, extra);
}
