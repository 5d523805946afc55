import type { BucketCorsRule } from './bucket-cors-rule';
import { validateBucketCors } from './bucket-cors-validation';
import type { Contract } from './contract';
import { ContractParser } from './contract-parser';
import { readRule, uploadRule } from './bucket-rules';
import type { Problems } from './problem';
import { parseAppOrigin } from './web-origin';
import type { WebOrigin } from './web-origin';

interface S3JsonRule {
  readonly ID?: string;
  readonly AllowedOrigins?: readonly string[];
  readonly AllowedMethods?: readonly string[];
  readonly AllowedHeaders?: readonly string[];
  readonly ExposeHeaders?: readonly string[];
  readonly MaxAgeSeconds?: number;
}

const EXAMPLE = '[{"AllowedOrigins": ["https://app.example.com"], "AllowedMethods": ["GET", "HEAD"], "AllowedHeaders": ["*"]}]';

// CloudFront refuses an empty list of allowed headers; a safelisted name promises nothing that pages cannot send anyway.
const NO_HEADERS_PROMISED: readonly string[] = ['Accept'];

/** Reads S3's own JSON (console or `aws s3api`) as a contract; what is wrong is added to `problems`. */
export function contractOfS3Json(json: string, path: string, problems: Problems): Contract | undefined {
  const rules = parseRules(json, path, problems);
  const refusal = rules === undefined ? undefined : validateBucketCors(rules);
  if (refusal !== undefined) {
    problems.add('s3-refuses', path, `${refusal.code}: ${refusal.message}`, 'rules that S3 takes');
  }
  if (rules === undefined || refusal !== undefined) {
    return undefined;
  }
  const reading = onePromise(rules, ['GET', 'HEAD'], path, problems);
  const uploading = onePromise(rules, ['PUT', 'POST'], path, problems);
  if (reading === undefined) {
    problems.add('s3-json-no-read', path, undefined, EXAMPLE);
    return undefined;
  }
  const parser = new ContractParser(problems);
  const read = parser.read({ ...inputOf(reading), allowedHeaders: reading.allowedHeaders ?? NO_HEADERS_PROMISED }, false, `${path}.`);
  return {
    read: { ...read, origins: withoutAbsentPorts(read.origins) },
    uploads: uploading && {
      ...parser.upload(
        { ...inputOf(uploading), allowedHeaders: uploading.allowedHeaders ?? ['*'] },
        withoutAbsentPorts(parser.origins(uploading.allowedOrigins, `${path}.allowedOrigins`, parseAppOrigin)), uploading.allowedMethods, `${path}.`,
      ),
      ...(uploading.allowedHeaders === undefined ? { allowedHeaders: [] } : {}),
    },
    ...droppedDelete(rules, path),
  };
}

/** Tutorials allow DELETE to pages; here pages delete by an API that knows who may. */
function droppedDelete(rules: readonly BucketCorsRule[], path: string): { readonly warnings?: readonly string[] } {
  const origins = rules.filter((rule) => rule.allowedMethods.includes('DELETE')).flatMap((rule) => rule.allowedOrigins);
  return origins.length === 0 ? {} : {
    warnings: [`${path} allows DELETE to ${[...new Set(origins)].join(', ')}; the contract leaves it out. Pages that abort uploads of several parts need uploads: { multipart: true }; `
      + 'for anything else they delete by an API of yours'],
  };
}

/** The contract as S3's JSON array, ready for the console. */
export function s3JsonOf(contract: Contract): string {
  const rules = [readRule(contract.read), ...(contract.uploads ? [uploadRule(contract.uploads)] : [])];
  return JSON.stringify(rules.map(s3JsonRule), undefined, 2);
}

/** A rule in S3's own spelling. */
export function s3JsonRule(rule: BucketCorsRule): S3JsonRule {
  return {
    AllowedOrigins: rule.allowedOrigins,
    AllowedMethods: rule.allowedMethods,
    AllowedHeaders: rule.allowedHeaders,
    ExposeHeaders: rule.exposeHeaders,
    MaxAgeSeconds: rule.maxAgeSeconds,
  };
}

function inputOf(rule: BucketCorsRule): { allowedOrigins: readonly string[]; exposedHeaders: readonly string[]; maxAgeSeconds?: number } {
  return { allowedOrigins: rule.allowedOrigins, exposedHeaders: rule.exposeHeaders ?? [], maxAgeSeconds: rule.maxAgeSeconds };
}

/** All rules for these methods as one, when together they promise what one rule can say. */
function onePromise(
  rules: readonly BucketCorsRule[],
  methods: readonly string[],
  path: string,
  problems: Problems,
): BucketCorsRule | undefined {
  const relevant = rules.filter((rule) => rule.allowedMethods.some((method) => methods.includes(method)));
  const [first] = relevant;
  if (first === undefined) {
    return undefined;
  }
  const promise = (rule: BucketCorsRule): string =>
    JSON.stringify([normal(rule.allowedHeaders), normal(rule.exposeHeaders), rule.maxAgeSeconds]);
  if (relevant.some((rule) => promise(rule) !== promise(first)) || widens(relevant, methods)) {
    problems.add('s3-json-several', path, relevant.map(s3JsonRule), 'one CorsContract for each, on its own path (additionalPaths)');
  }
  return {
    ...first,
    allowedOrigins: relevant.flatMap((rule) => rule.allowedOrigins),
    allowedMethods: methods.filter((method) => relevant.some((rule) => rule.allowedMethods.includes(method))),
  };
}

/** `http://localhost` beside `http://localhost:*` says nothing more in a contract; S3 needs both. */
function withoutAbsentPorts(origins: readonly WebOrigin[]): readonly WebOrigin[] {
  const values = new Set(origins.map(({ value }) => value));
  return origins.filter(({ value }) => !values.has(`${value}:*`));
}

/** A header list as S3 reads it: neither order nor case nor repetition counts. */
function normal(names: readonly string[] | undefined): readonly string[] | undefined {
  return names && [...new Set(names.map((name) => name.toLowerCase()))].sort();
}

/** Whether one rule for all these methods would give an origin a method that none of the rules gives it. GET brings HEAD with it. */
function widens(rules: readonly BucketCorsRule[], methods: readonly string[]): boolean {
  const originsOf = (some: readonly BucketCorsRule[]): number => new Set(some.flatMap((rule) => rule.allowedOrigins)).size;
  return methods.filter((method) => method !== 'HEAD')
    .map((method) => rules.filter((rule) => rule.allowedMethods.includes(method)))
    .some((some) => some.length > 0 && originsOf(some) < originsOf(rules));
}

function parseRules(json: string, path: string, problems: Problems): BucketCorsRule[] | undefined {
  let value: unknown;
  try {
    // Windows tools begin a file with a byte order mark, which JSON does not know.
    value = JSON.parse(json.replace(/^\uFEFF/, ''));
  } catch {
    problems.add('s3-json-syntax', path, json.slice(0, 80), EXAMPLE);
    return undefined;
  }
  const list: unknown = isObject(value) && !Array.isArray(value) ? value.CORSRules : value;
  if (!Array.isArray(list)) {
    problems.add('s3-json-shape', path, value, EXAMPLE);
    return undefined;
  }
  const rules = list.map((rule: unknown, index) => parseRule(rule, `${path}[${index}]`, problems));
  return rules.every((rule) => rule !== undefined) ? rules : undefined;
}

const SHAPES: Readonly<Record<keyof S3JsonRule, (value: unknown) => boolean>> = {
  ID: (value) => typeof value === 'string',
  AllowedOrigins: isStringList,
  AllowedMethods: isStringList,
  AllowedHeaders: isStringList,
  ExposeHeaders: isStringList,
  MaxAgeSeconds: (value) => typeof value === 'number',
};

function parseRule(value: unknown, path: string, problems: Problems): BucketCorsRule | undefined {
  if (!isObject(value)) {
    problems.add('s3-json-shape', path, value, EXAMPLE);
    return undefined;
  }
  const wrong = Object.entries(value).filter(([key, member]) => !Object.hasOwn(SHAPES, key) || !SHAPES[key as keyof S3JsonRule](member));
  wrong.forEach(([key, member]) => {
    problems.add('s3-json-shape', `${path}.${key}`, member, spelling(key));
  });
  const rule = value as S3JsonRule;
  return wrong.length > 0 ? undefined : {
    allowedOrigins: rule.AllowedOrigins ?? [],
    allowedMethods: rule.AllowedMethods ?? [],
    allowedHeaders: rule.AllowedHeaders?.length ? rule.AllowedHeaders : undefined,
    exposeHeaders: rule.ExposeHeaders?.length ? rule.ExposeHeaders : undefined,
    maxAgeSeconds: rule.MaxAgeSeconds,
  };
}

/** CloudFormation spells some members differently: AWS::S3::Bucket CorsRule has ExposedHeaders, MaxAge and Id. */
function spelling(key: string): string {
  const known = new Map([['ExposedHeaders', 'ExposeHeaders'], ['MaxAge', 'MaxAgeSeconds'], ['Id', 'ID']]);
  return known.get(key) ?? 'S3\'s own spelling, as `aws s3api get-bucket-cors` prints it';
}

function isStringList(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
