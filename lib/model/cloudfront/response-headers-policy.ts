import type { CustomResponseHeader, ResponseHeadersCors, ResponseHeadersPolicy } from '../../graph/types';
import { DEFAULT_ASSUMPTIONS } from '../assumptions';
import { CORS_RESPONSE_HEADERS, lowerCaseItems, without } from '../http/message';
import type { HeaderMap, HttpRequest } from '../http/message';
import { compileOnce, decided } from '../undecided';
import type { Simulation } from '../simulation';
import { compileAllowedRequests, uncoveredIn } from './policy/actual-request';
import { compileOriginPattern } from './policy/origin-pattern';
import { answerOfCors } from './policy/policy-cors';
import type { CompiledCors } from './policy/policy-cors';
import { varyBesideCors } from './policy/vary';

interface AddedHeader {
  readonly name: string;
  readonly value: string;
  readonly override: boolean;
}

interface CompiledPolicy {
  /** Of the origin's headers. */
  readonly removed: ReadonlySet<string>;
  readonly added: readonly AddedHeader[];
  /** Beside it Vary is neither passed nor added like others. */
  readonly cors?: CompiledCors & { readonly passesVary: boolean; readonly customVary?: AddedHeader };
}

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html: headers are removed first, then added
/** The headers a viewer gets after a policy has been applied. */
export function applyResponseHeadersPolicy(
  policy: ResponseHeadersPolicy, request: HttpRequest, headers: HeaderMap, { assumptions, log, copy }: Pick<Simulation, 'assumptions' | 'copy' | 'log'>,
): HeaderMap {
  const { removed, cors, added } = compiledPolicy(policy);
  if (!cors) {
    return withAdded(without(headers, removed), added);
  }
  const { answer, drops, sets } = answerOfCors(cors, request, headers, assumptions);
  if (answer === 'withheld') {
    log?.say?.('CloudFront', `keeps its policy's CORS headers back, because the policy does not allow ${uncoveredIn(cors.allowed, request)} on this request.`);
  }
  const passed = without(headers, drops.length === 0 ? removed : new Set([...removed, ...drops]));
  const result = withAdded(Object.assign(passed, sets), added);
  const vary = varyBesideCors(
    { answer, overrides: cors.override, fromOrigin: cors.passesVary ? headers.vary : undefined, custom: cors.customVary },
    isVarySeen(request, result, copy) ? assumptions : DEFAULT_ASSUMPTIONS,
  );
  return vary === undefined ? result : Object.assign(result, { vary });
}

function withAdded(headers: Record<string, string>, added: readonly AddedHeader[]): HeaderMap {
  for (const { name, value, override } of added) {
    if (override || !(name in headers)) {
      headers[name] = value;
    }
  }
  return headers;
}

/** Whether anybody looks at the Vary of an answer. Browsers keep none to another method than GET. */
function isVarySeen({ method }: HttpRequest, headers: HeaderMap, copy: Simulation['copy']): boolean {
  return method === 'GET' && (copy !== 'unused' || lowerCaseItems(headers['access-control-expose-headers'] as string | undefined).some((name) => name === '*' || name === 'vary'));
}

const compiledPolicy = compileOnce((policy: ResponseHeadersPolicy): CompiledPolicy => {
  const cors = decided(policy.cors);
  const removed = new Set(decided(policy.removeHeaders).map((name) => name.toLowerCase()));
  const compiledCors = cors && compileCors(cors, CORS_RESPONSE_HEADERS.filter((name) => !removed.has(name)));
  const added = [...decided(policy.securityHeaders), ...decided(policy.customHeaders)].map(compileHeader);
  return compiledCors === undefined ? { removed, added } : {
    removed: new Set([...removed, 'vary']),
    added: added.filter(({ name }) => name !== 'vary'),
    cors: { ...compiledCors, passesVary: !removed.has('vary'), customVary: added.find(({ name }) => name === 'vary') },
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
