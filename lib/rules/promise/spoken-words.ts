/** What one of the two places that can promise says: a policy's CORS block, or the bucket's rules for reading. */
import type { BucketCorsRule } from '../../contract/bucket-cors-rule';
import type { ResponseHeadersCors } from '../../graph/types';
import { CORS_RESPONSE_HEADERS } from '../../model/http/message';
import { decided } from '../../model/undecided';
import { readRules } from './cors-wish';
import { alwaysPreflights, headersOfPages, isSetByPages } from './page-header';

export const UPLOAD_METHODS: readonly string[] = ['DELETE', 'POST', 'PUT'];

/** What one of the two places says. */
export interface Words {
  readonly speaker: 'the bucket\'s rules' | 'the policy';
  readonly origins: readonly string[];
  readonly methods: readonly string[];
  readonly headers: readonly string[];
  readonly credentials: boolean;
}

export function policyWords(
  { allowOrigins, allowMethods, allowHeaders, allowCredentials }: ResponseHeadersCors,
  managed: string | undefined,
): Words {
  return {
    speaker: 'the policy',
    origins: decided(allowOrigins),
    headers: headersOfPages(decided(allowHeaders)),
    credentials: decided(allowCredentials),
    methods: managed === undefined ? decided(allowMethods) : [],
  };
}

export function bucketWords(rules: readonly BucketCorsRule[], allowed: readonly string[]): Words | undefined {
  const heard = readRules(rules);
  return heard.length === 0 ? undefined : {
    speaker: 'the bucket\'s rules',
    origins: heard.flatMap(({ allowedOrigins }) => allowedOrigins),
    methods: heard.flatMap(({ allowedMethods }) => allowedMethods).filter((method) => allowed.includes(method)),
    headers: heard.flatMap(({ allowedHeaders }) => allowedHeaders ?? []),
    // S3 adds Allow-Credentials by itself, which nobody promised
    credentials: false,
  };
}

/** A policy for uploads alone promises nobody to read. */
export function namesUploadsOnly({ methods }: Words): boolean {
  return methods.some((method) => UPLOAD_METHODS.includes(method)) && !methods.some((method) => method === 'GET' || method === 'HEAD' || method === 'ALL');
}

export function promisedHeaders({ speaker, headers }: Words, asksFirst: boolean): readonly string[] {
  const names = headers.map((name) => name.toLowerCase())
    // No page sends these; naming them is a mistake of its own
    .filter((name) => name !== '*' && isSetByPages(name) && !(CORS_RESPONSE_HEADERS as readonly string[]).includes(name));
  // The sample of the S3 console, found in every second template, allowed Authorization and nothing else
  const isConsoleSample = speaker !== 'the policy' && names.length === 1 && names[0] === 'authorization';
  return asksFirst ? names : names.filter((name) => alwaysPreflights(name) && !isConsoleSample);
}
