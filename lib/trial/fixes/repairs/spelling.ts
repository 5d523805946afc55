/** Repairs of names, numbers and ids that AWS refuses, where what is meant can be read off them. */
import { createHash } from 'node:crypto';
import { managedPolicy } from '../../../graph/readers/managed-policies';
import { objectOrEmpty } from '../../../graph/types/json';
import { valueOr } from '../../../graph/types/known';
import { isSameResource } from '../../../graph/types/same-resource';
import { LONGEST_NAME } from '../../../rules/deploy/distribution/access-control-name';
import { KIND_OF_PROPERTY, meantPolicy } from '../../../rules/deploy/distribution/policy-id';
import { editAt } from '../edit';
import type { Edit } from '../edit';
import { keysOf } from '../json';
import { CACHING_OPTIMIZED } from './forwarding';
import { here, listIn, raw, rawList, set, union } from './context';
import type { Repair, RepairContext } from './context';

function written(context: RepairContext): unknown {
  const { finding: { place: { address, path } } } = context;
  return raw(context, address, path);
}

/** The beginning of the name, and what tells it from others that begin alike. */
export const shortName: Repair = (context) => {
  const name = written(context);
  if (typeof name !== 'string') {
    return [];
  }
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return [[here(context, `${name.slice(0, LONGEST_NAME - digest.length - 1).replace(/[^A-Za-z0-9]+$/, '')}-${digest}`)]];
};

/** A policy by its id, where its name is written, or an id that begins like it. */
export const meantId: Repair = (context) => {
  const { finding: { place: { path } } } = context;
  const id = written(context);
  const kind = KIND_OF_PROPERTY[path.split('.').at(-1) ?? ''];
  const meant = typeof id === 'string' && kind !== undefined ? meantPolicy(id, kind) : undefined;
  return meant ? [[here(context, meant.policy.id)]] : typeof id === 'string' ? movedId(context, id) : [];
};

/** A managed policy in the property of its kind, where that is free or says the same. */
function movedId(context: RepairContext, id: string): readonly (readonly Edit[])[] {
  const { finding: { place: { address, path } } } = context;
  const kind = managedPolicy(id)?.kind;
  const [property] = Object.entries(KIND_OF_PROPERTY).find(([, each]) => each === kind) ?? [];
  const to = property === undefined ? undefined : path.replace(/[^.]+$/, property);
  const there = to === undefined ? undefined : raw(context, address, to);
  const from = path.endsWith('.CachePolicyId') ? here(context, CACHING_OPTIMIZED) : editAt(address, keysOf(path));
  return to === undefined || (there !== undefined && there !== '' && there !== id) ? [] : [[set(address, to, id), from]];
}

/** The host name, with the path where CloudFront takes it. A port belongs to a protocol, which is not known. */
export const hostAlone: Repair = (context) => {
  const { finding: { place: { address, path } } } = context;
  const host = written(context);
  if (typeof host !== 'string') {
    return startsWithScheme(context) ? [[here(context, { 'Fn::Select': [2, { 'Fn::Split': ['/', host] }] })]] : [];
  }
  const [, name, folder = ''] = /^(?:https?:\/\/)?([^/:]+)((?:\/.*)?)$/i.exec(host) ?? [];
  const originPath = `${path.replace(/\.DomainName$/, '')}.OriginPath`;
  const shared = folder.replace(/\/+$/, '');
  const hasPath = (raw(context, address, originPath) ?? '') !== '';
  return name === undefined || (shared !== '' && hasPath) ? [] : [[here(context, name), ...(shared === '' ? [] : [set(address, originPath, shared)])]];
};

function startsWithScheme({ finding: { place: { address, path } }, graph }: RepairContext): boolean {
  const origins = graph.distributions
    .filter((each) => isSameResource(each.address, address))
    .flatMap((each) => valueOr(each.origins, []));
  return origins.some((origin) => path === `${origin.path}.DomainName` && /^https?:\/\/[^:/]*\/?$/.test(withoutSymbols(valueOr(origin.domainName, ''))));
}

/** What a symbol stands for may hold anything, a colon in its name says nothing. */
function withoutSymbols(text: string): string {
  return text.replace(/\u27e8[^\u27e9]*\u27e9/g, '');
}

/** An age of whole seconds, an id that fits or none, rules that follow each other and differ in their origins as one. */
export const withinLimits: Repair = (context) => {
  const { finding: { place: { address, path } } } = context;
  const value = written(context);
  if (path.endsWith('.Id')) {
    return [[editAt(address, keysOf(path))]];
  }
  if (path.endsWith('.MaxAge')) {
    const age = Number(value);
    return Number.isFinite(age) ? [[here(context, Math.max(0, Math.round(age)))]] : [];
  }
  const rules = rawList(context, address, path) ?? [];
  const merged = rules.reduce<readonly unknown[]>((sofar, rule) => {
    const last = sofar.at(-1);
    if (!isAlike(last, rule)) {
      return [...sofar, rule];
    }
    const origins = union(listIn(last, 'AllowedOrigins') ?? [], listIn(rule, 'AllowedOrigins') ?? []);
    return [...sofar.slice(0, -1), { ...objectOrEmpty(last), AllowedOrigins: origins }];
  }, []);
  return merged.length === rules.length ? [] : [[here(context, merged)]];
};

function isAlike(one: unknown, other: unknown): boolean {
  const rest = (rule: unknown) => JSON.stringify(Object.entries(objectOrEmpty(rule)).filter(([name]) => name !== 'AllowedOrigins' && name !== 'Id').sort());
  return listIn(one, 'AllowedOrigins') !== undefined && listIn(other, 'AllowedOrigins') !== undefined && rest(one) === rest(other);
}

/** The newest version that CloudFront takes next to a continuous deployment. */
export const withoutHttp3: Repair = (context) => [[here(context, 'http2')]];

/** The second behavior of a pattern goes: the first one answers. */
export const firstOfPattern: Repair = ({ finding: { place: { address, path } } }) => [[editAt(address, keysOf(path.replace(/\.PathPattern$/, '')))]];
