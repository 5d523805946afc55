/** How an exchange has to end in order to show that a rule's finding is true, and not some other mistake next to it. */
import type { BlockCode, Blocker, RefusalCause, Step } from '../../model';

export interface WitnessShape {
  readonly by?: Blocker;
  readonly step?: Step;
  readonly code?: BlockCode;
  /** With which code of AWS the request is refused. */
  readonly refusedWith?: string;
  readonly cause?: RefusalCause;
  /**
   * What came before: nothing; or something without which the same request works, done by anybody else (`edge`) or by
   * the same browser (`browser`).
   */
  readonly after?: 'edge' | 'browser';
  /** What is asked for: by default what pages are promised to read. */
  readonly asks?: 'authorization' | 'credentials' | 'bucket' | 'image';
}

/** S3 refuses the preflight because no CORS rule allows what is asked for. */
export const NO_RULE_MATCHES: WitnessShape = { by: 'S3', step: 'preflight', cause: 'cors-no-rule-matches' };
/** S3 gives CloudFront nothing. */
export const ACCESS_DENIED: WitnessShape = { by: 'S3', step: 'response', code: 'request-refused', refusedWith: 'AccessDenied' };
/** S3 may not use the key of the objects. */
export const KEY_DENIED: WitnessShape = { ...ACCESS_DENIED, cause: 'kms-key-denied' };
/** The file arrives, and the browser keeps it from the page. */
export const UNREADABLE: WitnessShape = { by: 'browser', step: 'response' };
/** So does a copy that somebody else's request has left at the edge. */
export const UNREADABLE_COPY: WitnessShape = { ...UNREADABLE, after: 'edge' };
