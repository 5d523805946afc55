/** What can make a probe impossible, by a code that is never renamed. */
export type ProbeProblemCode =
  | 'address-private'
  | 'answer-not-http'
  | 'answer-too-long'
  | 'connection-failed'
  | 'name-not-found'
  | 'record-invalid'
  | 'request-limit'
  | 'timeout'
  | 'tls-failed'
  | 'url-invalid';

/** Thrown when there is no answer to judge; the message says what happened, where, and what to do. */
export class ProbeError extends Error {
  public constructor(public readonly code: ProbeProblemCode, message: string) {
    super(message);
    this.name = 'ProbeError';
  }
}
