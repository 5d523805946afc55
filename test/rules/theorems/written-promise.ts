/**
 * What a stack promises, read a second time: out of the JSON of its templates, by the words of the design alone. The rules
 * read it out of the delivery graph, so a mistake of theirs (or of the graph) does not hide itself here.
 */
import { isSent, meantBy } from './meant-origin';
import { bucketBehind, distributionsOf, originRequestForwardsOrigin, policyOf } from './template-links';
import type { Located } from './template-links';
import { isObject, look, objectsIn, textsIn } from './templates';
import type { Json, JsonObject, System } from './templates';

/** The promise of one behavior. */
export interface WrittenPromise {
  readonly distribution: string;
  /** A path that this behavior answers. */
  readonly url: string;
  /** Origins that browsers send, one for each entry. */
  readonly origins: readonly string[];
  /** Origins that the policy means, and spells as no browser does: whether CloudFront sees through that is not documented. */
  readonly misspelt: readonly string[];
  /** Whether an entry is `*`. */
  readonly everyOrigin: boolean;
  /** Beside GET. */
  readonly methods: readonly string[];
  readonly headers: readonly string[];
  readonly anyHeader: boolean;
  /** Response headers that pages may read. */
  readonly exposed: readonly string[];
  /** A managed policy made for preflights promises that some preflight works. */
  readonly somePreflight: boolean;
  readonly credentials: boolean;
  /** CloudFront answers only requests with signed URLs or cookies, and no preflight has them. */
  readonly signed: boolean;
  /** Host names of its own. */
  readonly aliases: readonly string[];
  /** False where the settings may have been made for somebody else. */
  readonly certain: boolean;
}

interface Words {
  readonly origins: readonly string[];
  readonly byS3?: boolean;
  readonly exposed: readonly string[];
  readonly methods: readonly string[];
  readonly headers: readonly string[];
  readonly credentials: boolean;
}

/** Every behavior that promises something to pages on other origins. */
export function writtenPromises(system: System): readonly WrittenPromise[] {
  return distributionsOf(system).flatMap((distribution) => {
    const behaviors = behaviorsOf(distribution);
    return behaviors.flatMap(({ behavior, url }) => promiseOf(system, distribution, behavior, url, behaviors.map((each) => each.behavior)) ?? []);
  });
}

/** A path per behavior: the first pattern that matches wins, so a later one of the same pattern answers nothing. */
export function behaviorsOf({ properties }: Located): readonly { readonly behavior: JsonObject; readonly url: string }[] {
  const config = look(properties, 'DistributionConfig');
  const paths = objectsIn(look(config, 'CacheBehaviors')).flatMap((behavior) => {
    const pattern = look(behavior, 'PathPattern');
    const url = typeof pattern === 'string' ? `/${pattern.replace(/^\//, '').replaceAll('*', 'file').replaceAll('?', 'x')}` : undefined;
    return url === undefined ? [] : [{ behavior, url, pattern }];
  });
  const first = paths.filter(({ pattern }, index) => paths.findIndex((each) => each.pattern === pattern) === index);
  const standard = look(config, 'DefaultCacheBehavior');
  return isObject(standard) && !first.some(({ pattern }) => pattern === '*') ? [...first, { behavior: standard, url: '/default.bin' }] : first;
}

/** A path whose files come from S3, whatever it promises to pages on other origins. */
export function servedPaths(system: System): readonly { readonly distribution: string; readonly url: string; readonly signed: boolean }[] {
  return distributionsOf(system).flatMap((distribution) => behaviorsOf(distribution)
    .filter(({ behavior }) => bucketBehind(system, distribution, behavior) !== 'not-s3')
    .map(({ behavior, url }) => ({ distribution: `${distribution.stack}.${distribution.id}`, url, signed: isSigned(behavior) })));
}

/** The buckets that some distribution serves, as `Stack.Id`. */
export function servedBuckets(system: System): readonly string[] {
  return distributionsOf(system).flatMap((distribution) => behaviorsOf(distribution).flatMap(({ behavior }) => {
    const bucket = bucketBehind(system, distribution, behavior);
    return bucket && bucket !== 'not-s3' ? [`${bucket.stack}.${bucket.id}`] : [];
  }));
}

function isSigned(behavior: JsonObject): boolean {
  return ['TrustedKeyGroups', 'TrustedSigners'].some((key) => textsIn(look(behavior, key)).length > 0 || objectsIn(look(behavior, key)).length > 0);
}

const ASK = 'OPTIONS';
const WITH_PREFLIGHT: readonly string[] = ['5cc3b908-e619-4b99-88e5-2cf7f45965bd', 'eaab4381-ed33-4a86-88ca-d9558dc6cd63'];
const SIMPLE: readonly string[] = ['60669652-455b-4ae9-85a4-c4c02393f86c', 'e61eb60c-9c35-4d20-a928-2b84e02af89c'];
const EVERY_ORIGIN: Words = { origins: ['*'], methods: [], headers: [], exposed: [], credentials: false };

function promiseOf(system: System, distribution: Located, behavior: JsonObject, url: string, all: readonly JsonObject[]): WrittenPromise | undefined {
  const bucket = bucketBehind(system, distribution, behavior);
  if (bucket === 'not-s3') {
    return undefined;
  }
  const managed = look(behavior, 'ResponseHeadersPolicyId');
  const policy = policyOf(system, distribution, behavior);
  const cors = look(policy === 'unknown' ? undefined : policy, 'ResponseHeadersPolicyConfig', 'CorsConfig');
  const isManaged = typeof managed === 'string' && [...WITH_PREFLIGHT, ...SIMPLE].includes(managed);
  if (policy === 'unknown' && !isManaged) {
    return undefined;
  }
  const ofPolicy = isManaged ? EVERY_ORIGIN : isObject(cors) ? policyWords(cors) : undefined;
  const allowed = look(behavior, 'AllowedMethods') === undefined ? ['GET', 'HEAD'] : textsIn(look(behavior, 'AllowedMethods'));
  const ofBucket = bucketWords(bucket, allowed);
  const overrides = !isManaged && look(cors, 'OriginOverride') !== false && look(cors, 'OriginOverride') !== 'false';
  const reaches = originRequestForwardsOrigin(system, distribution, behavior);
  // Origin reaches S3 unlisted where there is no cache policy; all that S3 says of CORS may be taken away
  const removed = objectsIn(look(policy === 'unknown' ? undefined : policy, 'ResponseHeadersPolicyConfig', 'RemoveHeadersConfig', 'Items')).filter((each) => /^access-control-/i.test(String(look(each, 'Header'))));
  const seen = (reaches || isObject(look(behavior, 'ForwardedValues'))) && removed.length < 6;
  const heard = ofPolicy ? [ofPolicy, ...(overrides || !seen ? [] : ofBucket)] : ofBucket;
  if (heard.length === 0) {
    return undefined;
  }
  return {
    ...promised(heard, allowed, ofPolicy !== undefined, ofBucket),
    distribution: `${distribution.stack}.${distribution.id}`, url,
    somePreflight: typeof managed === 'string' && WITH_PREFLIGHT.includes(managed),
    signed: isSigned(behavior),
    aliases: textsIn(look(distribution.properties, 'DistributionConfig', 'Aliases')),
    certain: ofPolicy !== undefined || reaches || (!forUploadsToo(bucket) && !all.some((other) => other !== behavior && cares(system, distribution, other))),
  };
}

// A policy lists these for browsers' sake (docs/decisions/0003): no page needs them
const ADDED_BY_BROWSERS: readonly string[] = [
  'priority', 'cache-control', 'pragma', 'if-none-match', 'if-modified-since', 'if-range', 'range', 'dnt', 'sec-gpc', 'sec-purpose', 'save-data', 'upgrade-insecure-requests',
];

function promised(heard: readonly Words[], allowed: readonly string[], byPolicy: boolean, ofBucket: readonly Words[]) {
  const asks = allowed.includes(ASK);
  const written = heard.flatMap(({ headers }) => headers).map((name) => name.toLowerCase());
  const named = byPolicy && written.includes('priority') ? written.filter((name) => !ADDED_BY_BROWSERS.includes(name)) : written;
  // What the bucket names is meant where the policy says `*`, which never covers Authorization
  const meant = byPolicy && ofBucket.length > 0 && !ofBucket.some(({ headers }) => headers.includes('*')) ? ofBucket.flatMap(({ headers }) => headers).map((name) => name.toLowerCase()) : [];
  const anyHeader = asks && named.includes('*');
  const narrows = anyHeader && meant.some((name) => isSetByPages(name) && name !== 'authorization');
  return {
    origins: [...new Set(heard.flatMap(({ origins, byS3 }) => origins.flatMap((entry) => (byS3 || isSent(entry) ? meantBy(entry) ?? [] : []))))],
    misspelt: [...new Set(heard.flatMap(({ origins, byS3 }) => origins.flatMap((entry) => (byS3 || isSent(entry) ? [] : meantBy(entry) ?? []))))],
    everyOrigin: heard.some(({ origins }) => origins.includes('*')),
    exposed: heard[0]?.exposed ?? [],
    methods: ['DELETE', 'POST', 'PUT'].filter((method) => heard.some(({ methods }) => methods.includes(method))),
    headers: [...new Set([...named, ...(narrows ? meant.filter((name) => name !== 'authorization') : [])])].filter((name) => isSetByPages(name) && (asks || !MAY_BE_SAFE.includes(name)) && !(isConsoleSample(byPolicy, named) && !asks)),
    anyHeader: anyHeader && !narrows,
    credentials: heard.some(({ credentials }) => credentials),
  };
}

/** Headers that need a preflight with some values only. */
const MAY_BE_SAFE: readonly string[] = ['accept', 'accept-language', 'content-language', 'content-type', 'range'];
// https://fetch.spec.whatwg.org/#forbidden-request-header
const FORBIDDEN = /^(accept-charset|accept-encoding|access-control-.*|connection|content-length|cookie2?|date|dnt|expect|host|keep-alive|origin|referer|set-cookie|te|trailer|transfer-encoding|upgrade|via|proxy-.*|sec-.*)$/;

// https://fetch.spec.whatwg.org/#headers-validate: at anything else fetch throws, and nothing is sent
const NAME = /^[\w!#$%&'*+.^`|~-]+$/;

function isSetByPages(name: string): boolean {
  return name !== '*' && NAME.test(name) && !FORBIDDEN.test(name);
}

/** The sample of the S3 console allowed Authorization and nothing else; nobody who pasted it promised that. */
function isConsoleSample(byPolicy: boolean, named: readonly string[]): boolean {
  return !byPolicy && named.length === 1 && named[0] === 'authorization';
}

function policyWords(cors: JsonObject): Words {
  const list = (key: string) => textsIn(look(cors, key, 'Items'));
  const credentials = look(cors, 'AccessControlAllowCredentials');
  return {
    origins: list('AccessControlAllowOrigins'), exposed: list('AccessControlExposeHeaders'), methods: list('AccessControlAllowMethods'), headers: list('AccessControlAllowHeaders'), credentials: credentials === true || credentials === 'true',
  };
}

/** The rules for reading; `ALL` and what the behavior does not let through is no promise of it. */
function bucketWords(bucket: Located | undefined, allowed: readonly string[]): readonly Words[] {
  const rules = readRules(bucket);
  return rules.length === 0 ? [] : [{
    byS3: true,
    exposed: rules.length === 1 ? rules.flatMap((rule) => textsIn(look(rule, 'ExposedHeaders'))) : [],
    origins: rules.flatMap((rule) => textsIn(look(rule, 'AllowedOrigins'))),
    methods: rules.flatMap((rule) => textsIn(look(rule, 'AllowedMethods'))).filter((method) => allowed.includes(method)),
    headers: rules.flatMap((rule) => textsIn(look(rule, 'AllowedHeaders'))),
    credentials: false,
  }];
}

function readRules(bucket: Located | undefined): readonly JsonObject[] {
  return corsRules(bucket?.properties).filter((rule) => textsIn(look(rule, 'AllowedMethods')).some((method) => method === 'GET' || method === 'HEAD')
    && textsIn(look(rule, 'AllowedOrigins')).some((entry) => entry !== ''));
}

export function corsRules(properties: Json | undefined): readonly JsonObject[] {
  return objectsIn(look(properties, 'CorsConfiguration', 'CorsRules'));
}

function forUploadsToo(bucket: Located | undefined): boolean {
  return readRules(bucket).every((rule) => textsIn(look(rule, 'AllowedMethods')).some((method) => ['DELETE', 'POST', 'PUT'].includes(method)));
}

/** Whether a path does anything of its own for CORS. */
function cares(system: System, distribution: Located, behavior: JsonObject): boolean {
  const managed = String(look(behavior, 'ResponseHeadersPolicyId'));
  const policy = policyOf(system, distribution, behavior);
  return originRequestForwardsOrigin(system, distribution, behavior) || [...WITH_PREFLIGHT, ...SIMPLE].includes(managed)
    || (policy !== 'unknown' && isObject(look(policy, 'ResponseHeadersPolicyConfig', 'CorsConfig')));
}
