import type { CustomResponseHeader, ResponseHeadersCors, ResponseHeadersPolicy } from '../../graph/types';
import { DEFAULT_ASSUMPTIONS } from '../assumptions';
import { CORS_RESPONSE_HEADERS, lowerCaseItems } from '../http/message';
import type { HeaderMap, HttpRequest } from '../http/message';
import { compileOnce, decided } from '../undecided';
import type { Simulation } from '../simulation';
import { compileAllowedRequests, uncoveredIn } from './policy/actual-request';
import { compileOriginPattern } from './policy/origin-pattern';
import { addCorsHeaders } from './policy/policy-cors';
import type { CompiledCors } from './policy/policy-cors';
import { varyBesideCors } from './policy/vary';

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
  policy: ResponseHeadersPolicy, request: HttpRequest, headers: HeaderMap, { assumptions, log, copy }: Pick<Simulation, 'assumptions' | 'copy' | 'log'>,
): HeaderMap {
  const { removed, cors, added } = compiledPolicy(policy);
  const result: Record<string, string> = {};
  for (const name in headers) {
    if (!removed.has(name)) {
      result[name] = headers[name];
    }
  }
  const answer = cors && addCorsHeaders(cors, request, result, assumptions);
  if (cors && answer === 'withheld') {
    log?.say('CloudFront', `keeps its policy's CORS headers back, because the policy does not allow ${uncoveredIn(cors.allowed, request)} on this request.`);
  }
  const fromOrigin = result.vary as string | undefined;
  for (const { name, value, override } of added) {
    if (override || !(name in result)) {
      result[name] = value;
    }
  }
  if (!cors || !answer) {
    return result;
  }
  const custom = added.find(({ name }) => name === 'vary');
  return withVary(
    result,
    varyBesideCors(
      { answer, overrides: cors.override, fromOrigin, custom },
      isVarySeen(request, result, copy) ? assumptions : DEFAULT_ASSUMPTIONS,
    ),
  );
}

/** Whether anybody looks at the Vary of an answer. Browsers keep none to another method than GET. */
function isVarySeen({ method }: HttpRequest, headers: HeaderMap, copy: Simulation['copy']): boolean {
  return method === 'GET' && (copy !== 'unused' || lowerCaseItems(headers['access-control-expose-headers'] as string | undefined).some((name) => name === '*' || name === 'vary'));
}

function withVary(headers: Record<string, string>, vary: string | undefined): HeaderMap {
  delete headers.vary;
  return vary === undefined ? headers : Object.assign(headers, { vary });
}

const compiledPolicy = compileOnce((policy: ResponseHeadersPolicy): CompiledPolicy => {
  const cors = decided(policy.cors);
  const removed = new Set(decided(policy.removeHeaders).map((name) => name.toLowerCase()));
  return {
    removed,
    cors: cors ? compileCors(cors, CORS_RESPONSE_HEADERS.filter((name) => !removed.has(name))) : undefined,
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

function compileCors(cors: ResponseHeadersCors, notRemoved: readonly string[]): CompiledCors {
  const origins = decided(cors.allowOrigins);
  const methods = decided(cors.allowMethods);
  // https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ResponseHeadersPolicyAccessControlAllowMethods.html: ALL is all of the listed methods
  const allMethods = methods.includes('ALL') ? ALL_METHODS : methods;
  const headers = decided(cors.allowHeaders).map((name) => name.toLowerCase());
  const expose = decided(cors.exposeHeaders);
  return {
    allowsAnyOrigin: origins.includes('*'),
    origins: origins.filter((origin) => origin !== '*').map(compileOriginPattern),
    headers,
    methods: allMethods.join(', '),
    credentials: decided(cors.allowCredentials),
    expose: expose.length > 0 ? expose.join(', ') : undefined,
    maxAge: decided(cors.maxAgeSeconds)?.toString(),
    override: decided(cors.originOverride),
    notRemoved,
    allowed: compileAllowedRequests(headers, allMethods),
  };
}
