import { standsAfterRequestId, valueOf } from '../exchange';
import type { ProbedExchange } from '../exchange';

/** Who wrote the CORS headers of an answer. */
export type CorsAuthor = 'nobody' | 'policy' | 'S3' | 'policy and S3';

/**
 * On a GET, S3 always sends Access-Control-Allow-Methods next to Access-Control-Allow-Origin, and a response headers policy never does; on
 * a preflight, S3's answer has the name of the request it answered.
 */
// Recorded: owf-* (policy on GET, S3 on OPTIONS), prx-3 and guide-head-origin (S3 on GET)
export function corsAuthor({ request, response: { headers } }: Pick<ProbedExchange, 'request' | 'response'>): CorsAuthor {
  if (valueOf(headers, 'access-control-allow-origin') === undefined) {
    return 'nobody';
  }
  if (request.method === 'OPTIONS') {
    return standsAfterRequestId(headers, 'access-control-allow-origin') === true ? 'policy' : 'S3';
  }
  if (valueOf(headers, 'access-control-allow-methods') === undefined) {
    return 'policy';
  }
  return standsAfterRequestId(headers, 'access-control-allow-origin') === true ? 'policy and S3' : 'S3';
}
