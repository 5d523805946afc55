/** Repairs of a bucket's CORS rules. */
import { isSameResource } from '../../../graph/types/same-resource';
import { member, objectOrEmpty } from '../../../graph/types/json';
import type { Bucket } from '../../../graph/types';
import { valueOr } from '../../../graph/types/known';
import { asBrowsersSend } from '../../../rules/promise/origin-text';
import { isSetByPages } from '../../../rules/promise/page-header';
import type { PromisedPath } from '../../../rules/promise/promise';
import { assetPaths } from '../../../rules/subjects/asset-path';
import { editAt } from '../edit';
import type { Edit } from '../edit';
import { isComputed, keysOf } from '../json';
import { here, listIn, policyList, promiseOf, raw, rawList, set, union } from './context';
import type { Repair, RepairContext } from './context';
import { keyEdits } from './forwarding';

const RULES = 'Properties.CorsConfiguration.CorsRules';
const BUCKET_METHODS = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'];
const POLICY_METHODS = [...BUCKET_METHODS, 'OPTIONS', 'PATCH'];

interface WrittenRule {
  readonly AllowedOrigins?: readonly unknown[];
  readonly AllowedMethods?: readonly unknown[];
  readonly AllowedHeaders?: readonly unknown[];
}

/** The rule that says what the policy of a path promises. */
function ruleOf(context: RepairContext, path: PromisedPath): WrittenRule | undefined {
  const promise = promiseOf(path);
  const origins = policyList(context, path, 'Origins') ?? promise?.origins;
  if (promise === undefined || origins === undefined || origins.length === 0) {
    return undefined;
  }
  const headers = union(policyList(context, path, 'Headers') ?? (promise.anyHeader ? ['*'] : promise.headers), []);
  return {
    AllowedOrigins: union(origins.map(spelled).flatMap(withDefaultPort), []), AllowedMethods: ['GET', 'HEAD', ...promise.methods.filter((method) => method !== 'GET')],
    ...(promise.anyHeader ? { AllowedHeaders: ['*'] } : headers.length > 0 ? { AllowedHeaders: headers } : {}),
  };
}

function rulesOf(context: RepairContext): readonly WrittenRule[] {
  const rules = context.paths.flatMap((path) => ruleOf(context, path) ?? []);
  return union(rules, []) as readonly WrittenRule[];
}

/** Rules for what the policies promise, after those that are there. */
export const addRules: Repair = (context) => {
  const { finding: { place: { address } }, graph } = context;
  const isBucket = graph.buckets.some((bucket) => isSameResource(bucket.address, address));
  const bucket = isBucket ? address : valueOr(context.paths[0]?.bucket ?? { known: false, reason: '' }, undefined)?.address;
  if (bucket === undefined) {
    return [];
  }
  const rules = rulesOf(context);
  const present = raw(context, bucket, RULES);
  return rules.length === 0 || (present !== undefined && !Array.isArray(present))
    ? []
    : [[set(bucket, RULES, union((present as unknown[] | undefined) ?? [], rules))]];
};

/** One list of the first rule for reading takes what is promised, or a rule of its own does. */
function widened(list: keyof WrittenRule): Repair {
  return (context) => {
    const { finding: { place: { address } } } = context;
    const rules = rawList(context, address, RULES) ?? [];
    const index = rules.findIndex((rule) => listIn(rule, 'AllowedMethods')?.includes('GET'));
    const missing = rulesOf(context).flatMap((rule) => rule[list] ?? []);
    const listed = index < 0 ? undefined : member(rules[index], list) === undefined ? [] : listIn(rules[index], list);
    const value = missing.includes('*') ? ['*'] : union(listed ?? [], missing);
    const inPlace: readonly (readonly Edit[])[] = listed === undefined || missing.length === 0 ? [] : [[set(address, `${RULES}.${String(index)}.${list}`, value)]];
    return [...inPlace, ...addRules(context)];
  };
}

export const allowOrigins = widened('AllowedOrigins');
export const allowMethods = widened('AllowedMethods');
export const allowHeaders = widened('AllowedHeaders');

/** A list at the place of a finding, changed. */
function listHere(change: (items: readonly unknown[]) => readonly unknown[]): Repair {
  return (context) => {
    const { finding: { place: { address, path } } } = context;
    const items = rawList(context, address, path);
    const value = items && union(change(items), []);
    return value === undefined || value.length === 0 || JSON.stringify(value) === JSON.stringify(items) ? [] : [[here(context, value)]];
  };
}

function spelled(origin: unknown): unknown {
  return typeof origin === 'string' ? asBrowsersSend(origin) ?? origin : origin;
}

/** `http://localhost:*` is the default port too for CloudFront, and S3 wants to see the colon. */
function withDefaultPort(origin: unknown): readonly unknown[] {
  return typeof origin === 'string' && /^[a-z]+:\/\/[^/]+:\*$/.test(origin) ? [origin, origin.slice(0, -2)] : [origin];
}

/** Origins as browsers send them; an empty text is none. */
export const asSent = listHere((items) => items.filter((item) => item !== '').map(spelled));
export const each = listHere((items) => items);
export const knownMethods = listHere((items) => namedMethods(items, BUCKET_METHODS));
/** Beside others ALL is refused; without it, nobody is let in who was not named. */
export const policyMethods = listHere((items) => (items.length === 1 ? namedMethods(items, [...POLICY_METHODS, 'ALL']) : namedMethods(items, POLICY_METHODS)));
export const onlyWildcard = listHere((items) => (items.includes('*') ? ['*'] : items));
export const separateNames = listHere(separated);

/** Methods in upper case, of those that are known. */
function namedMethods(items: readonly unknown[], known: readonly string[]): readonly unknown[] {
  return items.map((item) => (typeof item === 'string' ? item.toUpperCase() : item)).filter((item) => typeof item !== 'string' || known.includes(item));
}

/** Several names in one text, each for itself. */
function separated(items: readonly unknown[]): readonly unknown[] {
  return items.flatMap((item) => (typeof item === 'string' ? item.split(/[\s,]+/).filter((name) => name !== '') : [item]));
}

/** A list of names at the place of a finding, each for itself and without some; a bucket's list without any goes. */
function without(isWrong: (item: string) => boolean): Repair {
  return (context) => {
    const { finding: { place: { address, path: at } } } = context;
    const ofPolicy = rawList(context, address, `${at}.Items`);
    const path = ofPolicy ? `${at}.Items` : at;
    const items = ofPolicy ?? rawList(context, address, at) ?? [];
    const kept = union(separated(items).filter((item) => typeof item !== 'string' || !isWrong(item)), []);
    const isSame = JSON.stringify(kept) === JSON.stringify(items);
    return isSame || (ofPolicy && kept.length === 0) ? [] : [[editAt(address, keysOf(path), kept.length === 0 ? undefined : kept)]];
  };
}

/** Names of response headers, without what S3 does not take. */
export const exposedNames = without((name) => name.includes('*'));
/** Names of request headers, without what no page can set. */
export const settableHeaders = without((name) => !name.includes('*') && !isSetByPages(name));

/** The list takes one more name. */
function plus(name: string): Repair {
  return (context) => {
    const { finding: { place: { address, path } } } = context;
    const list = rawList(context, address, path) ?? [];
    return [[here(context, union(list, [name]))]];
  };
}

export const exposeETag = plus('ETag');
export const allowContentType = plus('Content-Type');
export const alsoHead = plus('HEAD');

/** Rules that S3 takes: reading for origins without a method; a rule without an origin takes what a policy promises, or goes. */
export const fillRules: Repair = (context) => {
  const { finding: { place: { address, path } } } = context;
  const list = path.replace(/(\.CorsRules)\..*$/, '$1');
  const kept = (rawList(context, address, list) ?? []).filter((rule) => !lacks(rule, 'AllowedOrigins'))
    .map((rule) => (lacks(rule, 'AllowedMethods') ? { ...objectOrEmpty(rule), AllowedMethods: ['GET', 'HEAD'] } : rule));
  const promised = list === RULES ? rulesOf(context) : [];
  return [...[kept, union(kept, promised)].filter((rules) => rules.length > 0).map((rules) => [set(address, list, rules)]), ...(kept.length === 0 && list === RULES ? [[editAt(address, ['Properties', 'CorsConfiguration'])]] : [])];
};

/** Whether a rule has nothing in a list; one that is computed may have. */
function lacks(rule: unknown, list: keyof WrittenRule): boolean {
  const value = member(rule, list);
  return !isComputed(rule) && (value === undefined || value === null || (Array.isArray(value) && value.length === 0));
}

/** Moves the rules to a bucket that is served, of the same stack if it can be; what S3 answers is then kept apart by Origin. */
export const rulesOfOtherBucket: Repair = (context) => {
  const { finding: { place: { address } }, graph } = context;
  const written = rawList(context, address, RULES);
  const isHere = (bucket: Bucket) => bucket.address.stack === address.stack;
  const bare = graph.buckets
    .filter((bucket) => !isSameResource(bucket.address, address) && bucket.cors.known && bucket.cors.value === undefined)
    .sort((one, other) => Number(isHere(other)) - Number(isHere(one)));
  return written === undefined ? [] : bare.flatMap((bucket) => {
    const given = set(bucket.address, RULES, written);
    const [path] = assetPaths(graph).filter((each) => valueOr(each.bucket, undefined) === bucket);
    return [[given], ...(path ? keyEdits(context, path).map((keyed) => [given, ...keyed]) : [])];
  });
};

/** Every request header, where the rules that answer the path's preflights name none. */
export const everyHeader: Repair = (context) => {
  const bucket = valueOr(context.paths[0]?.bucket ?? { known: false, reason: '' }, undefined);
  const rules = bucket ? rawList(context, bucket.address, RULES) ?? [] : [];
  return bucket ? rules.flatMap((rule, index) => (member(rule, 'AllowedHeaders') === undefined && listIn(rule, 'AllowedMethods')?.includes('GET')
    ? [[set(bucket.address, `${RULES}.${String(index)}.AllowedHeaders`, ['*'])]] : [])) : [];
};
