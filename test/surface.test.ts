import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as library from '../lib';

interface Docs {
  readonly summary?: string;
  readonly default?: string;
}

interface Property {
  readonly name: string;
  readonly optional?: boolean;
  readonly docs?: Docs;
}

interface Assembly {
  readonly name: string;
  readonly types: Record<string, { readonly kind: string; readonly docs?: Docs; readonly properties?: readonly Property[] }>;
}

const assembly = JSON.parse(readFileSync(join(__dirname, '..', '.jsii'), 'utf8')) as Assembly;
const types = Object.keys(assembly.types).map((fqn) => fqn.slice(assembly.name.length + 1)).sort();

/** Exported for TypeScript alone: jsii hides error classes, so other languages see the message. */
const TYPESCRIPT_ONLY = ['CorsConfigurationError'];

test('everything that is exported reaches the other languages, because jsii drops functions and constants silently', () => {
  expect(Object.keys(library).filter((name) => !types.includes(name))).toEqual(TYPESCRIPT_ONLY);
});

test('the public types are the ones that are meant to be public', () => {
  expect(types).toMatchInlineSnapshot(`
[
  "AccessLogsDestination",
  "AssetAccessLogs",
  "AssetAccessLogsProps",
  "AssetBehaviorOptions",
  "AssetCache",
  "AssetCacheOptions",
  "AssetLoad",
  "AssetPath",
  "AssetPathOptions",
  "AssetRouting",
  "ContractTerms",
  "CorsAssertions",
  "CorsAssetBehavior",
  "CorsAssetBehaviorProps",
  "CorsAssetDistribution",
  "CorsAssetDistributionProps",
  "CorsChecks",
  "CorsChecksOptions",
  "CorsContract",
  "CorsContractOptions",
  "CorsContractProps",
  "CorsPolicy",
  "CorsPolicyAttributes",
  "CorsPolicyProps",
  "CorsRequest",
  "CorsValidationPlugin",
  "CrossOriginResourcePolicy",
  "DeployFilesOptions",
  "EarlierRequest",
  "EdgeCode",
  "ICorsPolicy",
  "MissingFileStatus",
  "PathRewrite",
  "PreflightAnswer",
  "ResponseHeaderOptions",
  "StrictTransportSecurity",
  "UploadOptions",
]
`);
});

test('each public type says what it is for', () => {
  expect(Object.entries(assembly.types).filter(([, type]) => !type.docs?.summary).map(([fqn]) => fqn)).toEqual([]);
});

test('each option says what happens when it is left out', () => {
  const optional = Object.entries(assembly.types).filter(([, type]) => type.kind === 'interface')
    .flatMap(([fqn, type]) => (type.properties ?? []).filter((property) => property.optional).map((property) => ({ fqn, ...property })));
  expect(optional.length).toBeGreaterThan(25);
  expect(optional.filter(({ docs }) => !docs?.default || !docs.summary).map(({ fqn, name }) => `${fqn}.${name}`)).toEqual([]);
});
