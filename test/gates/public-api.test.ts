import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { ALL_RULES_LINTER, DiagnosticLevel, RuleFilterSet } from 'awslint/lib';
import type * as Reflection from 'jsii-reflect';
import { breaksSince, unannounced } from './api-changes';
import type { Api, Break } from './api-changes';

const ROOT = join(__dirname, '../..');
const released = JSON.parse(gunzipSync(readFileSync(join(__dirname, 'released-api.jsii.gz'))).toString('utf8')) as ReleasedApi;
const changelog = readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8');

interface ReleasedApi extends Api {
  readonly types: Readonly<Record<string, { readonly methods?: readonly object[]; readonly properties?: readonly object[] }>>;
}

describe('the public API', () => {
  // The released one with an option more: one comparison shows what broke, and that it sees what is lost
  const LOST = 'CorsRequest.referrer';
  let breaks: readonly Break[] = [];

  beforeAll(() => {
    const [fqn, request] = Object.entries(released.types).find(([name]) => name.endsWith('.CorsRequest')) ?? [];
    const properties = [...request?.properties ?? [], { name: 'referrer', optional: true, immutable: true, abstract: true, type: { primitive: 'string' } }];
    breaks = breaksSince({ ...released, types: { ...released.types, [String(fqn)]: { ...request, properties } } } as ReleasedApi);
  }, 60_000);

  test('does what the released one did, in every language; a wanted break is named in the changelog', () => {
    const real = breaks.filter(({ element }) => element !== LOST);
    real.forEach(({ text }) => { console.log(`breaks ${released.version}: ${text}`); });
    expect(unannounced(real, changelog, released.version).map(({ text }) => text)).toEqual([]);
  });

  test('may not lose an option without a word about it', () => {
    expect(breaks.map(({ element }) => element)).toEqual([LOST]);

    const entry = (text: string): string => `# Changelog\n\n## 0.2.0\n\n${text}\n\n## 0.1.0\n\n- first\n`;
    expect(unannounced(breaks, entry('- faster'), '0.1.0')).toEqual(breaks);
    expect(unannounced(breaks, entry('- `CorsRequest.referrer` is faster'), '0.1.0')).toEqual(breaks);
    expect(unannounced(breaks, entry('### Breaking\n\n- `CorsRequest.referrer`: nothing ever read it.'), '0.1.0')).toEqual([]);
    expect(unannounced(breaks, `${entry('- faster')}\n### Breaking\n\n- \`CorsRequest.referrer\`\n`, '0.1.0')).toEqual(breaks);
  });
});

/** The rules of awslint that this library does not follow, each with the reason. */
const NOT_FOLLOWED: Readonly<Record<string, string>> = {
  'construct-ctor-props-optional': 'one of three ways to give the contract is required, which types cannot say; the error contract-missing does',
  'props-no-arn-refs': 'a web ACL has no L2, and its ARN is what CloudFront takes',
  'resource-class-extends-resource': 'for classes of one resource; these make several',
  'resource-interface': 'for classes of one resource; these make several',
  'resource-interface-extends-resource': 'for classes of one resource; these make several',
  'props-physical-name': 'for classes of one resource; a fixed name would keep two stacks from having the same construct',
  'from-method': 'CorsPolicy.fromAttributes takes the contract beside the id: CloudFront tells nobody what a policy promises',
  'attribute-tag': 'for what CloudFormation returns by Fn::GetAtt; these are the constructs themselves',
  'prefer-ref-interface': 'a bucket, key, zone or certificate is used by methods and attributes that a reference does not have',
  'no-grants': 'for L2s of aws-cdk-lib, which have a companion class; grantUpload is about a prefix that only this construct knows',
};

test('follows the rules of awslint for documentation, defaults, names and durations', async () => {
  const { TypeSystem } = createRequire(require.resolve('awslint/lib'))('jsii-reflect') as typeof Reflection;
  const types = new TypeSystem();
  await types.load(ROOT, { validate: false, supportedFeatures: ['intersection-types', 'class-covariant-overrides'] });
  const filters = { includeRules: new RuleFilterSet(['*']), excludeRules: new RuleFilterSet([]) };
  const findings = ALL_RULES_LINTER.eval(types.roots[0] as never, filters)
    .filter(({ level, scope }) => level >= DiagnosticLevel.Warning && scope.startsWith('cdk-cors-asset-distribution'));

  const followed = findings.filter(({ rule }) => NOT_FOLLOWED[rule.code] === undefined);
  expect(followed.map(({ rule, scope, message }) => `${rule.code} ${scope}: ${message}`)).toEqual([]);
  expect(Object.keys(NOT_FOLLOWED).filter((code) => !findings.some(({ rule }) => rule.code === code))).toEqual([]);
}, 60_000);
