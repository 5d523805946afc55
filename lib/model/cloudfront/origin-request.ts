import type { Behavior, Distribution, Origin } from '../../graph/types';
import { listItems } from '../http/message';
import type { HeaderMap } from '../http/message';
import type { S3Caller } from '../s3/iam-policy';
import type { S3Request } from '../s3/answer';
import { remembering } from '../remembering';
import { compileOnce, decided } from '../undecided';
import { selectedQuery, selects, viewerValues } from './selection';
import type { ViewerValues } from './selection';
import type { ViewerRequest } from './viewer-refusal';

/** What a behavior passes on to its origin. */
export interface Forwarding {
  /** Whether a viewer header, named in lower case, reaches the origin with a method, GET when left out. */
  readonly forwards: (name: string, method?: string) => boolean;
  /** The names in a Vary that are configured to be forwarded, and not merely passed because of the legacy mode. */
  readonly configuredIn: (vary: string) => string;
  readonly forwardsHost: boolean;
  readonly forwardsQuery: (query: string) => string;
}

/** The forwarding of a behavior, in either mode. */
export const forwardingOf = compileOnce((behavior: Behavior): Forwarding => {
  const values = viewerValues(behavior);
  const cachesOptions = values.legacy !== undefined && decided(behavior.cachedMethods).includes('OPTIONS');
  const configured = values.legacy ? legacyHeaders(values) : policyHeaders(values);
  return {
    configuredIn: remembering((vary) => listItems(vary).filter((name) => configured(name.toLowerCase())).join(', ')),
    forwards: values.legacy ? (name, method = 'GET') => configured(name) || passesUnlisted(name, method, cachesOptions) : configured,
    forwardsHost: configured('host'),
    forwardsQuery: values.legacy ? legacyQuery(values) : policyQuery(values),
  };
});

// Only what the cache policy or the origin request policy names reaches the origin
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/controlling-origin-requests.html
function policyHeaders({ cachePolicy, originRequestPolicy }: ViewerValues): (name: string) => boolean {
  const keyed = cachePolicy ? lowered(decided(cachePolicy.headers).names) : [];
  const requested = originRequestPolicy ? decided(originRequestPolicy.headers) : { behavior: 'none' as const, names: [] };
  const names = lowered(requested.names);
  switch (requested.behavior) {
    case 'none':
      return (name) => keyed.includes(name);
    case 'whitelist':
      return (name) => keyed.includes(name) || names.includes(name);
    case 'allViewer':
    case 'allViewerAndWhitelistCloudFront':
      return () => true;
    case 'allExcept':
      return (name) => keyed.includes(name) || !names.includes(name);
  }
}

function legacyHeaders({ legacy }: ViewerValues): (name: string) => boolean {
  const names = legacy ? lowered(decided(legacy.headers)) : [];
  return names.includes('*') ? () => true : (name) => names.includes(name);
}

// In the legacy mode viewer headers, Origin and Access-Control-Request-* among them, reach the origin even when they are not listed; these
// do not
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html (the table of headers)
const DROPPED_UNLISTED: ReadonlySet<string> = new Set([
  'accept', 'accept-charset', 'accept-language', 'connection', 'cookie', 'expect', 'host', 'referer', 'te', 'trailer', 'upgrade', 'user-agent', 'x-forwarded-proto',
  'x-http-method-override', 'x-real-ip',
]);
const READING: ReadonlySet<string> = new Set(['GET', 'HEAD']);

// Same table: Authorization goes with methods that write, and with an OPTIONS that is not cached
function passesUnlisted(name: string, method: string, cachesOptions: boolean): boolean {
  if (name === 'authorization') {
    return !READING.has(method) && !(method === 'OPTIONS' && cachesOptions);
  }
  return !DROPPED_UNLISTED.has(name) && !name.startsWith('proxy-') && !name.startsWith('x-edge-');
}

function policyQuery({ cachePolicy, originRequestPolicy }: ViewerValues): (query: string) => string {
  const selections = [cachePolicy, originRequestPolicy].flatMap((policy) => (policy ? [decided(policy.queryStrings)] : []));
  return (query) => selectedQuery(query, (name) => selections.some((selection) => selects(selection, name)));
}

function legacyQuery({ legacy }: ViewerValues): (query: string) => string {
  const all = legacy !== undefined && decided(legacy.queryString);
  return (query) => (all ? query : '');
}

function lowered(names: readonly string[]): readonly string[] {
  return names.map((name) => name.toLowerCase());
}

const customHeaders = compileOnce((origin: Origin): HeaderMap =>
  Object.fromEntries(decided(origin.customHeaders).map(({ name, value }) => [name.toLowerCase(), value])));

const pathPrefix = compileOnce((origin: Origin): string => decided(origin.originPath).replace(/\/$/, ''));

/** The request CloudFront sends to a bucket for a viewer's request. */
export function originRequest(distribution: Distribution, behavior: Behavior, origin: Origin, request: ViewerRequest): S3Request {
  const forwarding = forwardingOf(behavior);
  const headers: Record<string, string> = {};
  for (const name of Object.keys(request.headers)) {
    if (name !== 'host' && name !== 'if-none-match' && forwarding.forwards(name, request.method)) {
      headers[name] = request.headers[name];
    }
  }
  // The viewer's Range is honoured whatever is configured
  if (request.headers.range as string | undefined !== undefined) {
    headers.range = request.headers.range;
  }
  // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/add-origin-custom-headers.html: they replace the viewer's header of that name
  Object.assign(headers, customHeaders(origin));
  const query = request.query === '' ? '' : forwarding.forwardsQuery(request.query);
  const signer = signingCaller(distribution, origin, headers);
  const { caller, authenticationError } = authenticated(signer, headers, query, forwarding.forwardsHost);
  return {
    method: request.method, path: pathPrefix(origin) + request.path, query, headers, caller, authenticationError,
    // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html: with an access control that
    // always signs, CloudFront connects over https whatever the viewer used; otherwise as the viewer did
    secure: request.secure !== false || alwaysSigns(origin), uploaded: request.uploaded,
    // Without a signature S3 takes the viewer's Host for a bucket name
    hostIsForeign: forwarding.forwardsHost && signer.kind !== 'distribution',
  };
}

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html (signing behaviors)
function signingCaller(distribution: Distribution, origin: Origin, headers: HeaderMap): S3Caller {
  const control = decided(origin.accessControl);
  if (control) {
    const behavior = decided(control.signingBehavior);
    const viewerSigns = (headers.authorization as string | undefined) !== undefined;
    if (behavior === 'always' || (behavior === 'no-override' && !viewerSigns)) {
      return { kind: 'distribution', arn: distribution.arn };
    }
  }
  const identity = decided(origin.accessIdentity);
  return identity
    ? { kind: 'origin-access-identity', canonicalUserId: identity.canonicalUserId, iamArn: identity.iamArn }
    : { kind: 'anonymous' };
}

function alwaysSigns({ accessControl }: Origin): boolean {
  const control = decided(accessControl);
  return control !== undefined && decided(control.signingBehavior) === 'always';
}

function authenticated(
  signer: S3Caller, headers: Record<string, string>, query: string, forwardsHost: boolean,
): Pick<S3Request, 'authenticationError' | 'caller'> {
  const presigned = query.includes('X-Amz-Signature=');
  if (signer.kind === 'anonymous') {
    return headers.authorization as string | undefined === undefined
      ? { caller: presigned ? { kind: 'presigned' } : signer }
      // S3 reads any Authorization header as its own signature
      : { caller: signer, authenticationError: { status: 400, code: 'InvalidArgument', message: 'Unsupported Authorization Type' } };
  }
  if (headers.authorization as string | undefined !== undefined) {
    delete headers.authorization;
  }
  if (presigned) {
    // catalyst/moodle-tool_objectfs#303
    return { caller: signer, authenticationError: { status: 400, code: 'InvalidArgument', message: 'Only one auth mechanism allowed' } };
  }
  return forwardsHost
    // webiny/webiny-js#2639, serverless-nextjs/serverless-next.js#412
    ? { caller: signer, authenticationError: { status: 403, code: 'SignatureDoesNotMatch', message: 'The request signature we calculated does not match the signature you provided.' } }
    : { caller: signer };
}
