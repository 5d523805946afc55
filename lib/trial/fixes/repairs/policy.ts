/** Repairs of response headers policies. */
import { member } from '../../../graph/types/json';
import { valueOr } from '../../../graph/types/known';
import { isSameResource } from '../../../graph/types/same-resource';
import type { ResponseHeadersCors, ResponseHeadersPolicy } from '../../../graph/types';
import type { PromisedPath } from '../../../rules/promise/promise';
import { editAt } from '../edit';
import { keysOf } from '../json';
import { listIn, promiseOf, raw, rawList, resourceOnce, set, union } from './context';
import type { Repair, RepairContext } from './context';

/** Names that browsers put on fetches by themselves. */
// https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Priority; the others on reload and revalidation
const BROWSER_HEADERS = ['Priority', 'If-None-Match', 'If-Modified-Since', 'Cache-Control', 'Pragma'];

const CONFIG = 'Properties.ResponseHeadersPolicyConfig';

function policiesHere({ finding: { place }, paths }: RepairContext): readonly ResponseHeadersPolicy[] {
  const all = paths
    .flatMap(({ behavior }) => valueOr(behavior.responseHeadersPolicy, undefined) ?? [])
    .filter(({ managed }) => managed === undefined);
  const here = all.filter(({ address }) => isSameResource(address, place.address));
  return (here.length > 0 ? here : all).slice(0, 1);
}

/** The policy has the last word; a managed one, which does not, is replaced by one of the template's own that says the same. */
export const override: Repair = (context) => [
  ...policiesHere(context).map(({ address }) => [set(address, `${CONFIG}.CorsConfig.OriginOverride`, true)]),
  ...context.paths.slice(0, 1).flatMap((path) => {
    const { distribution, behavior } = path;
    const policy = valueOr(behavior.responseHeadersPolicy, undefined);
    const cors = policy && valueOr(policy.cors, undefined);
    if (policy?.managed === undefined || cors === undefined) {
      return [];
    }
    const { stack } = distribution.address;
    const CorsConfig = written(cors, path);
    const { id, edits } = resourceOnce(context, stack, 'CorsHeadersPolicy', (name) => headersPolicy(name, { CorsConfig }));
    return [[...edits, set(distribution.address, `${behavior.path}.ResponseHeadersPolicyId`, { Ref: id })]];
  }),
];

function headersPolicy(id: string, sections: object): object {
  return { Type: 'AWS::CloudFront::ResponseHeadersPolicy', Properties: { ResponseHeadersPolicyConfig: { Name: { 'Fn::Sub': `\${AWS::StackName}-${id}` }, ...sections } } };
}

/** What a managed policy says, with the headers that browsers add and those that are promised besides. */
function written(
  { allowOrigins, allowHeaders, allowMethods, allowCredentials, exposeHeaders }: ResponseHeadersCors,
  path: PromisedPath,
): object {
  const promise = promiseOf(path);
  const named = (promise?.headers ?? []).filter(
    (name) => !name.includes('*') && !BROWSER_HEADERS.some((other) => other.toLowerCase() === name.toLowerCase()),
  );
  const allowed = valueOr<readonly string[], readonly string[]>(path.behavior.allowedMethods, []);
  const list = (fact: ResponseHeadersCors['allowOrigins'], otherwise: readonly string[]) => {
    const values = valueOr<readonly string[], readonly string[]>(fact, []);
    return { Items: values.length > 0 ? values : otherwise };
  };
  const exposed = valueOr<readonly string[], readonly string[]>(exposeHeaders, []);
  // A managed policy names methods that the behavior refuses
  const methods = valueOr<readonly string[], readonly string[]>(allowMethods, []).filter(
    (method) => allowed.includes(method) && method !== 'OPTIONS',
  );
  return {
    AccessControlAllowOrigins: list(allowOrigins, ['*']),
    AccessControlAllowMethods: { Items: methods.length > 0 ? methods : ['GET', 'HEAD'] },
    AccessControlAllowHeaders: list(
      allowHeaders,
      promise?.anyHeader && !valueOr(allowCredentials, false) ? ['*'] : [...BROWSER_HEADERS, ...named],
    ),
    AccessControlAllowCredentials: valueOr(allowCredentials, false),
    OriginOverride: true,
    ...(exposed.length > 0 ? { AccessControlExposeHeaders: { Items: exposed } } : {}),
  };
}

export const nameAuthorization: Repair = (context) => policiesHere(context).flatMap(({ address }) => {
  const path = `${CONFIG}.CorsConfig.AccessControlAllowHeaders.Items`;
  const listed = rawList(context, address, path);
  return listed ? [[set(address, path, union(listed, ['Authorization']))]] : [];
});

/** What the bucket allows, and what is promised, stands in the policy too. */
export const listHeaders: Repair = (context) => policiesHere(context).flatMap(({ address }) => {
  const path = `${CONFIG}.CorsConfig.AccessControlAllowHeaders.Items`;
  const listed = rawList(context, address, path) ?? [];
  const known = listed.map((name) => String(name).toLowerCase());
  const byBucket = context.paths.flatMap(({ bucket }) => valueOr(valueOr(bucket, undefined)?.cors ?? { known: false, reason: '' }, undefined) ?? [])
    .filter(({ allowedMethods }) => allowedMethods.includes('GET')).flatMap(({ allowedHeaders = [] }) => allowedHeaders);
  const promised = [...byBucket, ...context.paths.flatMap((each) => promiseOf(each)?.headers ?? [])]
    .filter((name, index, all) => !name.includes('*') && !known.includes(name.toLowerCase()) && all.findIndex((other) => other.toLowerCase() === name.toLowerCase()) === index);
  return promised.length === 0 ? [] : [[set(address, path, union(listed, promised))]];
});

/** CORS headers and Vary stay on the response. */
function keeps(names: RegExp): Repair {
  return (context) => policiesHere(context).flatMap(({ address, id }) => {
    const path = `${CONFIG}.RemoveHeadersConfig`;
    const items = rawList(context, address, `${path}.Items`) ?? [];
    const kept = items.filter((item) => !names.test(String(member(item, 'Header'))));
    const isRest = Object.keys((raw(context, address, CONFIG) as object | undefined) ?? {}).some((key) => /Config$/.test(key) && key !== 'RemoveHeadersConfig');
    if (kept.length === items.length) {
      return [];
    }
    // A policy that says nothing else is not needed
    const detached = context.paths.filter(({ behavior }) => valueOr(behavior.responseHeadersPolicy, undefined)?.id === id)
      .map(({ distribution, behavior }) => editAt(distribution.address, keysOf(`${behavior.path}.ResponseHeadersPolicyId`)));
    return [kept.length > 0 ? [set(address, `${path}.Items`, kept)] : isRest ? [editAt(address, keysOf(path))] : detached];
  });
}

export const keepPermission = keeps(/^access-control-/i);
export const keepVary = keeps(/^vary$/i);
export const keepRequired = keeps(/^(connection|content-encoding|content-length|expect|host|keep-alive|proxy-authenticate|proxy-authorization|proxy-connection|trailer|transfer-encoding|upgrade|via|warning|x-accel-.*|x-amz-cf-.*|x-edge-.*)$/i);

/** One custom header with another value, or one more. */
function customHeader(name: string, value: string): Repair {
  return (context) => policiesHere(context).map(({ address }) => {
    const path = `${CONFIG}.CustomHeadersConfig.Items`;
    const others = (rawList(context, address, path) ?? []).filter(
      (item) => String(member(item, 'Header')).toLowerCase() !== name.toLowerCase(),
    );
    return [set(address, path, [...others, { Header: name, Value: value, Override: true }])];
  });
}

export const openResource = customHeader('Cross-Origin-Resource-Policy', 'cross-origin');
const vary = customHeader('Vary', 'Origin, Accept-Encoding');

/** The policy says Vary; a behavior that has none gets one that says nothing else. */
export const varyByOrigin: Repair = (context) => {
  const said = vary(context);
  return said.length > 0 ? said : context.paths.slice(0, 1).map(({ distribution: { address: { stack, logicalId } }, behavior }) => {
    const CustomHeadersConfig = { Items: [{ Header: 'Vary', Value: 'Origin, Accept-Encoding', Override: true }] };
    const { id, edits } = resourceOnce(context, stack, 'VaryHeadersPolicy', (name) => headersPolicy(name, { CustomHeadersConfig }));
    return [...edits, set({ stack, logicalId }, `${behavior.path}.ResponseHeadersPolicyId`, { Ref: id })];
  });
};

/** The policy's list takes what it lacks. */
function listTakes(list: 'Headers' | 'Methods', names: readonly string[]): Repair {
  return (context) => policiesHere(context).map(({ address }) => {
    const path = `${CONFIG}.CorsConfig.AccessControlAllow${list}.Items`;
    return [set(address, path, union(rawList(context, address, path) ?? [], names))];
  });
}

const browserNames = listTakes('Headers', BROWSER_HEADERS);
export const allowGet = listTakes('Methods', ['GET', 'HEAD']);

/** What browsers add by themselves is allowed too; a managed policy gives way to one that allows every header. */
export const allowBrowserHeaders: Repair = (context) => {
  const named = browserNames(context);
  return named.length > 0 ? named : override(context);
};

/** S3 does not speak of credentials, because the policy does not. */
export const removeCredentials: Repair = (context) => policiesHere(context).map(({ address }) => {
  const path = `${CONFIG}.RemoveHeadersConfig.Items`;
  return [set(address, path, union(rawList(context, address, path) ?? [], [{ Header: 'Access-Control-Allow-Credentials' }]))];
});

/** Headers by name, as the bucket names them: beside credentials `*` is refused. */
export const namedHeaders: Repair = (context) => policiesHere(context).flatMap(({ address }) => {
  const named = context.paths.flatMap(({ bucket }) => valueOr(valueOr(bucket, undefined)?.cors ?? { known: false, reason: '' }, undefined) ?? [])
    .flatMap(({ allowedHeaders = [] }) => allowedHeaders).filter((name) => !name.includes('*'));
  return [
    ...(named.length > 0 ? [[set(address, `${CONFIG}.CorsConfig.AccessControlAllowHeaders.Items`, union(named, []))]] : []),
    [set(address, `${CONFIG}.CorsConfig.AccessControlAllowCredentials`, false)],
  ];
});

/** A list that CloudFront takes: what the bucket allows, or what reading asks for. */
export const fillLists: Repair = (context) => {
  const { finding: { place: { address, path } } } = context;
  const [, list = ''] = /\.AccessControlAllow(Headers|Methods|Origins)$/.exec(path) ?? [];
  const byBucket = listsOfBucket(context, list);
  const values = { Headers: byBucket.length > 0 && !byBucket.includes('*') ? byBucket : BROWSER_HEADERS, Methods: ['GET', 'HEAD'], Origins: byBucket }[list] ?? [];
  return values.length === 0 ? [] : [[set(address, `${path}.Items`, values)]];
};

function originsOfBucket(context: RepairContext): object {
  const origins = listsOfBucket(context, 'Origins');
  return origins.length === 0 ? {} : { AccessControlAllowOrigins: { Items: origins } };
}

/** What the rules for reading of the path's bucket list. */
function listsOfBucket(context: RepairContext, list: string): readonly unknown[] {
  const rules = context.paths.flatMap(({ bucket }) => valueOr(bucket, undefined)?.address ?? [])
    .flatMap((bucket) => rawList(context, bucket, 'Properties.CorsConfiguration.CorsRules') ?? []);
  return union(rules.filter((rule) => listIn(rule, 'AllowedMethods')?.includes('GET')).flatMap((rule) => listIn(rule, `Allowed${list}`) ?? []), []);
}

const REQUIRED: Readonly<Record<string, unknown>> = {
  AccessControlAllowCredentials: false, AccessControlAllowHeaders: { Items: ['*'] }, AccessControlAllowMethods: { Items: ['GET', 'HEAD'] }, OriginOverride: true,
};

/** What CloudFormation requires, at its most careful. */
export const requiredFields: Repair = (context) =>
  policiesHere(context).map(({ address }) =>
    Object.entries({ ...REQUIRED, ...originsOfBucket(context) })
      .filter(([name]) => raw(context, address, `${CONFIG}.CorsConfig.${name}`) === undefined)
      .map(([name, value]) => set(address, `${CONFIG}.CorsConfig.${name}`, value)),
  );

/** Custom headers without those that CloudFront takes in a section of their own. */
export const withoutCorsHeaders: Repair = (context) => policiesHere(context).flatMap(({ address }) => {
  const path = `${CONFIG}.CustomHeadersConfig`;
  const items = rawList(context, address, `${path}.Items`) ?? [];
  const kept = items.filter((item) => !/^access-control-/i.test(String(member(item, 'Header'))));
  const hasCors = raw(context, address, `${CONFIG}.CorsConfig`) !== undefined;
  return kept.length === items.length || !hasCors ? [] : [[kept.length === 0 ? editAt(address, keysOf(path)) : set(address, `${path}.Items`, kept)]];
});
