import type { HeaderMap } from '../model';

/** The name of a step; records keep it. */
export type StepId =
  | 'preflight'
  | 'preflight-again'
  | 'plain-preflight'
  | 'missing'
  | 'missing-no-origin'
  | 'page'
  | 'page-again'
  | 'page-bare'
  | 'page-nonce'
  | 'page-gzip'
  | 'page-identity'
  | 'no-origin'
  | 'other-origin'
  | 'other-preflight'
  | 'preflight-after-other'
  | 'preflight-no-method'
  | 'http'
  | 'page-last';

/** A header line as it is on the wire. */
export type HeaderLine = readonly [name: string, value: string];

/** The only methods that a probe can send: neither changes what it asks. */
export type ProbeMethod = 'GET' | 'OPTIONS';

/** One request of a probe. */
export interface ProbeRequest {
  readonly method: ProbeMethod;
  /** Path and query. */
  readonly path: string;
  readonly headers: readonly HeaderLine[];
  /** Goes over plain http, whatever the scheme of the probed URL is. */
  readonly plain?: boolean;
}

/** Its answer: every line in the order in which it came, and the beginning of an error's body. */
export interface ProbeResponse {
  readonly status: number;
  readonly headers: readonly HeaderLine[];
  readonly bodyExcerpt?: string;
}

/** A request and its answer, as a record keeps them. */
export interface ProbedExchange {
  /** Counts from 1. */
  readonly n: number;
  readonly step: StepId;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Milliseconds until the headers were there. */
  readonly ms: number;
  readonly request: ProbeRequest;
  readonly response: ProbeResponse;
}

/** The value of a header; several lines of one name are joined with `, `. */
export function valueOf(lines: readonly HeaderLine[], name: string): string | undefined {
  const values = lines.filter(([line]) => line.toLowerCase() === name).map(([, value]) => value.trim());
  return values.length === 0 ? undefined : values.join(', ');
}

/** The lines as the model reads headers. */
export function headerMap(lines: readonly HeaderLine[]): HeaderMap {
  const values = new Map<string, string>();
  for (const [line, value] of lines) {
    const name = line.toLowerCase();
    const before = values.get(name);
    values.set(name, before === undefined ? value.trim() : `${before}, ${value.trim()}`);
  }
  return Object.fromEntries(values);
}

/**
 * Whether the line stands after `X-Amz-Cf-Id`, where CloudFront writes what a response headers policy adds; undefined if that
 * cannot be told.
 */
// Recorded from 2023-06 on (12 dumps); in 2022-07 the lines still stood in front of X-Cache
export function standsAfterRequestId(lines: readonly HeaderLine[], name: string): boolean | undefined {
  const names = lines.map(([line]) => line.toLowerCase());
  const id = names.indexOf('x-amz-cf-id');
  const place = names.lastIndexOf(name);
  return id < 0 || place < 0 ? undefined : place > id;
}
