import type { CustomResponseHeader, ResponseHeadersCors, ResponseHeadersPolicy } from '../../graph/types';
import { CORS_RESPONSE_HEADERS, lowerCaseItems } from '../http/message';
import type { HeaderMap, HttpRequest } from '../http/message';
import type { Assumptions } from '../assumptions';
import { compileOnce, decided } from '../undecided';
import { compileOriginPattern } from './origin-pattern';
import { addCorsHeaders } from './policy-cors';
import type { CompiledCors } from './policy-cors';

interface AddedHeader {
  readonly name: string;
  readonly value: string;
  readonly override: boolean;
}

interface CompiledPolicy {
  readonly removed: ReadonlySet<string>;
  readonly cors?: CompiledCors;
  readonly added: readonly AddedHeader[];
}

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html: headers are removed first, then added
/** The headers a viewer gets after a policy has been applied. */
export function applyResponseHeadersPolicy(
  policy: ResponseHeadersPolicy, request: HttpRequest, headers: HeaderMap, assumptions: Assumptions,
): HeaderMap {
  const { removed, cors, added } = compiledPolicy(policy);
  const result: Record<string, string> = {};
  for (const name in headers) {
    if (!removed.has(name)) {
      result[name] = headers[name];
    }
  }
  const echoesOrigin = cors !== undefined && addCorsHeaders(cors, request, result, assumptions);
  for (const { name, value, override } of added) {
    if (override || !(name in result)) {
      result[name] = value;
    }
  }
  if (echoesOrigin && !variesOnOrigin(result.vary) && assumptions.choose('policy-adds-vary') === 'with-echoed-origin') {
    result.vary = result.vary ? `${result.vary}, Origin` : 'Origin';
  }
  return result;
}

function variesOnOrigin(vary: string | undefined): boolean {
  const names = lowerCaseItems(vary);
  return names.includes('origin') || names.includes('*');
}

const compiledPolicy = compileOnce((policy: ResponseHeadersPolicy): CompiledPolicy => {
  const cors = decided(policy.cors);
  const removed = new Set(decided(policy.removeHeaders).map((name) => name.toLowerCase()));
  return {
    removed,
    cors: cors ? compileCors(cors, policy.managed, CORS_RESPONSE_HEADERS.filter((name) => !removed.has(name))) : undefined,
    added: [...decided(policy.securityHeaders), ...decided(policy.customHeaders)].map(compileHeader),
  };
});

// A value that is only decided at deployment is carried as it is: it decides nothing unless it is looked at.
function compileHeader(header: CustomResponseHeader): AddedHeader {
  return {
    name: decided(header.header).toLowerCase(),
    value: header.value.known ? header.value.value : '\u27e8decided at deployment\u27e9',
    override: decided(header.override),
  };
}

const ALL_METHODS = ['GET', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];

function compileCors(cors: ResponseHeadersCors, managed: string | undefined, notRemoved: readonly string[]): CompiledCors {
  const origins = decided(cors.allowOrigins);
  const methods = decided(cors.allowMethods);
  const expose = decided(cors.exposeHeaders);
  return {
    allowsAnyOrigin: origins.includes('*'),
    origins: origins.filter((origin) => origin !== '*').map(compileOriginPattern),
    headers: decided(cors.allowHeaders).map((name) => name.toLowerCase()),
    // https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ResponseHeadersPolicyAccessControlAllowMethods.html: ALL is all of the listed methods
    methods: (methods.includes('ALL') ? ALL_METHODS : methods).join(', '),
    credentials: decided(cors.allowCredentials),
    expose: expose.length > 0 ? expose.join(', ') : undefined,
    maxAge: decided(cors.maxAgeSeconds)?.toString(),
    override: decided(cors.originOverride),
    notRemoved,
    exposesOnPreflightOnly: managed !== undefined && /with-preflight/i.test(managed),
  };
}
