/** Repairs that move what a response headers policy says to the section that CloudFront takes it in, or that take an empty policy away. */
import { REMOVED_HEADERS } from '../../../contract/response-headers';
import { isObject, member, objectOrEmpty } from '../../../graph/types/json';
import { valueOr } from '../../../graph/types/known';
import type { Address } from '../../../graph/types';
import { isSameResource } from '../../../graph/types/same-resource';
import { editAt } from '../edit';
import { keysOf, valueAt } from '../json';
import { raw, rawList, set } from './context';
import type { Repair, RepairContext } from './context';

const CONFIG = 'Properties.ResponseHeadersPolicyConfig';

/** Security headers, each in its own words; a value that the section cannot say stays where it is. */
// https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ResponseHeadersPolicySecurityHeadersConfig.html
const SECTIONS: ReadonlyMap<string, readonly [section: string, parse: (value: string) => object | undefined]> = new Map([
  ['content-security-policy', ['ContentSecurityPolicy', (value) => ({ ContentSecurityPolicy: value })]],
  ['referrer-policy', ['ReferrerPolicy', (value) => (REFERRER_POLICIES.includes(value) ? { ReferrerPolicy: value } : undefined)]],
  ['strict-transport-security', ['StrictTransportSecurity', strictTransport]],
  ['x-content-type-options', ['ContentTypeOptions', (value) => (/^nosniff$/i.test(value) ? {} : undefined)]],
  ['x-frame-options', ['FrameOptions', (value) => (/^(deny|sameorigin)$/i.test(value) ? { FrameOption: value.toUpperCase() } : undefined)]],
  ['x-xss-protection', ['XSSProtection', crossSite]],
]);

const REFERRER_POLICIES: readonly string[] = [
  'no-referrer', 'no-referrer-when-downgrade', 'origin', 'origin-when-cross-origin', 'same-origin', 'strict-origin', 'strict-origin-when-cross-origin', 'unsafe-url',
];

/** `max-age=63072000; includeSubDomains; preload` */
function strictTransport(value: string): object | undefined {
  const parts = value.toLowerCase().split(';').map((part) => part.trim()).filter((part) => part !== '');
  const [, age] = /^max-age="?(\d+)"?$/.exec(parts.find((part) => part.startsWith('max-age')) ?? '') ?? [];
  const others = parts.filter((part) => !part.startsWith('max-age'));
  if (age === undefined || others.some((part) => part !== 'includesubdomains' && part !== 'preload')) {
    return undefined;
  }
  return { AccessControlMaxAgeSec: Number(age), ...(others.includes('includesubdomains') ? { IncludeSubdomains: true } : {}), ...(others.includes('preload') ? { Preload: true } : {}) };
}

/** `1; mode=block` */
function crossSite(value: string): object | undefined {
  const [, on, block] = /^([01])(\s*;\s*mode=block)?$/i.exec(value) ?? [];
  return on === undefined ? undefined : { Protection: on === '1', ...(block === undefined ? {} : { ModeBlock: true }) };
}

/** Security headers in their section; where the section has the header already, the custom one goes. */
export const intoSecurityHeaders: Repair = (context) => {
  const { finding: { place: { address, path } } } = context;
  const items = rawList(context, address, `${path}.Items`) ?? [];
  const moved = items.map(sectionOf);
  const kept = items.filter((_, index) => moved[index] === undefined);
  const written = objectOrEmpty(raw(context, address, `${CONFIG}.SecurityHeadersConfig`));
  const sections = Object.fromEntries(moved.flatMap((each) => (each && !(each[0] in written) ? [each] : [])));
  return kept.length === items.length ? [] : [[
    ...Object.entries(sections).map(([name, value]) => set(address, `${CONFIG}.SecurityHeadersConfig.${name}`, value)),
    kept.length === 0 ? editAt(address, keysOf(path)) : set(address, `${path}.Items`, kept),
  ]];
};

function sectionOf(item: unknown): readonly [string, object] | undefined {
  const [section, parse] = SECTIONS.get(nameOf(item)) ?? [];
  const value = member(item, 'Value');
  const parsed = typeof value === 'string' ? parse?.(value.trim()) : undefined;
  return section === undefined || parsed === undefined ? undefined : [section, { ...parsed, Override: member(item, 'Override') ?? true }];
}

function nameOf(item: unknown): string {
  return String(member(item, 'Header')).toLowerCase();
}

/** S3's permission is taken away, so that the policy speaks alone. */
export const onlyPolicySpeaks: Repair = (context) => {
  const { finding: { place: { address } } } = context;
  const path = `${CONFIG}.RemoveHeadersConfig.Items`;
  const written = rawList(context, address, path) ?? [];
  const names = written.map(nameOf);
  const missing = REMOVED_HEADERS.filter((name) => !names.includes(name.toLowerCase())).map((name) => ({ Header: name }));
  return [[set(address, path, [...written, ...missing])]];
};

/** Beside `*` credentials work for nobody: without them, everybody else reads as before. Of exposed headers those with names stay. */
export const withoutCredentials: Repair = (context) => {
  const { finding: { place: { address, path } } } = context;
  const [, list] = /\.CorsConfig\.AccessControl(AllowOrigins|AllowHeaders|ExposeHeaders)$/.exec(path) ?? [];
  const named = list === 'ExposeHeaders' ? (rawList(context, address, `${path}.Items`) ?? []).filter((name) => name !== '*') : [];
  return list === undefined ? [] : [
    ...(named.length > 0 ? [[set(address, `${path}.Items`, named)]] : []),
    [set(address, `${CONFIG}.CorsConfig.AccessControlAllowCredentials`, false)],
  ];
};

/** A policy that says nothing is not needed, nor is what names it. */
export const withoutPolicy: Repair = (context) => {
  const { finding: { place: { address } }, graph, inputs } = context;
  const users = graph.distributions.flatMap((distribution) => valueOr(distribution.behaviors, [])
    .filter(({ responseHeadersPolicy }) => {
      const policy = valueOr(responseHeadersPolicy, undefined);
      return policy !== undefined && isSameResource(policy.address, address);
    }).map(({ path }) => ({ address: distribution.address, path })));
  const edits = [...users.map((user) => editAt(user.address, keysOf(`${user.path}.ResponseHeadersPolicyId`))), editAt(address, [])];
  return isNamedElsewhere(inputs, address, users.filter((user) => user.address.stack === address.stack).length) ? [] : [edits];
};

/** Whether its stack names a resource more often than its known behaviors do; an output counts, since other stacks use it. */
function isNamedElsewhere(inputs: RepairContext['inputs'], { stack, logicalId }: Address, known: number): boolean {
  const template = inputs.find(({ name }) => name === stack)?.template;
  return isObject(template) && namings(valueAt(template, []), logicalId) > known;
}

function namings(value: unknown, logicalId: string): number {
  if (!isObject(value) && !Array.isArray(value)) {
    return typeof value === 'string' && new RegExp(`\\$\\{${logicalId}[.}]`).test(value) ? 1 : 0;
  }
  const isReference = isObject(value) && (value.Ref === logicalId || ([value['Fn::GetAtt']].flat().map((each) => String(each).split('.')[0])[0] === logicalId) || [value.DependsOn].flat().includes(logicalId));
  return Number(isReference) + Object.values(value).reduce((sum: number, inner) => sum + namings(inner, logicalId), 0);
}
