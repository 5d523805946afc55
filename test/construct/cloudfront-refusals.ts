/**
 * What CloudFront refuses of a response headers policy, written from its documentation and recorded refusals alone: it shares
 * no line with the library, whose output it judges.
 */
interface Policy {
  readonly Name?: unknown;
  readonly CorsConfig?: Cors;
  readonly CustomHeadersConfig?: { readonly Items?: readonly { readonly Header?: unknown; readonly Value?: unknown; readonly Override?: unknown }[] };
  readonly RemoveHeadersConfig?: { readonly Items?: readonly { readonly Header?: unknown }[] };
}

interface Cors {
  readonly AccessControlAllowOrigins?: Items;
  readonly AccessControlAllowHeaders?: Items;
  readonly AccessControlAllowMethods?: Items;
  readonly AccessControlExposeHeaders?: Items;
  readonly AccessControlAllowCredentials?: unknown;
  readonly AccessControlMaxAgeSec?: unknown;
  readonly OriginOverride?: unknown;
}

interface Items {
  readonly Items?: unknown;
}

const METHODS = ['GET', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT', 'ALL'];
const READ_ONLY = ['connection', 'content-encoding', 'content-length', 'expect', 'host', 'keep-alive', 'proxy-authenticate', 'trailer', 'transfer-encoding', 'upgrade', 'via', 'warning'];
const TOKEN = /^[\w!#$%&'*+\-.^`|~]+$/;

/** Every reason for a refusal; none for a policy that CloudFront takes. Deploy-time values pass. */
export function refusalsOfCloudFront({ CorsConfig: cors, ...policy }: Policy): string[] {
  return [
    ...(isName(policy.Name) ? [] : [`name ${JSON.stringify(policy.Name)}`]),
    ...(cors === undefined ? [] : refusalsOfCors(cors)),
    ...refusalsOfHeaders(policy),
  ];
}

function refusalsOfCors(cors: Cors): string[] {
  const refusals: string[] = [];
  const list = (name: string, items: Items | undefined, wrong: (item: string) => boolean, required = true): void => {
    // A list from a parameter is an object.
    const given = items?.Items ?? [];
    const values: readonly unknown[] = Array.isArray(given) ? given : [given];
    if (values.length === 0 && (required || items !== undefined)) {
      refusals.push(`${name} is empty`);
    }
    refusals.push(...values.filter((item) => typeof item === 'string' && wrong(item)).map((item) => `${name} has ${JSON.stringify(item)}`));
  };
  const credentials = cors.AccessControlAllowCredentials;
  list('origins', cors.AccessControlAllowOrigins, (item) => !isOrigin(item) || (credentials === true && item === '*'));
  list('headers', cors.AccessControlAllowHeaders, (item) => !TOKEN.test(item) || item.split('*').length > 2 || (credentials === true && item.includes('*')));
  list('methods', cors.AccessControlAllowMethods, (item) => !METHODS.includes(item));
  list('exposed headers', cors.AccessControlExposeHeaders, (item) => !TOKEN.test(item), false);
  const age = cors.AccessControlMaxAgeSec;
  if (typeof age === 'number' && !(Number.isInteger(age) && age >= 0 && age < 2 ** 31)) {
    refusals.push(`max age ${age}`);
  }
  if (typeof credentials !== 'boolean' || typeof cors.OriginOverride !== 'boolean') {
    refusals.push('credentials or override is missing');
  }
  return refusals;
}

function refusalsOfHeaders({ CustomHeadersConfig: custom, RemoveHeadersConfig: removed }: Policy): string[] {
  const set = custom?.Items ?? [];
  const gone = (removed?.Items ?? []).map(({ Header: header }) => String(header).toLowerCase());
  return [
    ...set.filter(({ Header: header, Value: value, Override: override }) => typeof header !== 'string' || value === undefined || typeof override !== 'boolean'
      || (typeof value === 'string' && /[^\x20-\x7e]/.test(value))).map((item) => `custom header ${JSON.stringify(item)}`),
    ...(set.length > 10 ? ['more than 10 custom headers'] : []),
    ...(gone.length > 10 ? ['more than 10 removed headers'] : []),
    ...(new Set(gone).size < gone.length ? ['a header is removed twice'] : []),
    ...gone.filter((header) => READ_ONLY.includes(header) || /^x-(amz-cf|edge|cache|accel)/.test(header)).map((header) => `${header} cannot be removed`),
  ];
}

function isOrigin(text: string): boolean {
  return text === '*' || /^https?:\/\/((\*\.)?([a-z0-9_-]+\.)*[a-z0-9_-]+\.?|\[[0-9a-f:]+\])(:(\d{1,5}|\d*\*\d*))?$/.test(text);
}

function isName(name: unknown): boolean {
  return typeof name === 'object' || (typeof name === 'string' && name.length > 0 && name.length <= 128);
}
