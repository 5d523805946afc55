import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { RULES } from '../../lib/rules/catalogue';

/** Ids are public: one that is published stays, and means the same. */
test('the ids and severities are these', () => {
  expect(RULES.map(({ id, severity, family }) => `${id} ${severity} ${family}`)).toEqual(INVENTORY);
});

test('the catalogue is in the order of the ids, which are kebab-case', () => {
  const ids = RULES.map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)].sort());
  expect(ids.filter((id) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id))).toEqual([]);
});

test('every rule file is in the catalogue, named by its id, in the folder of its family', () => {
  const folder = join(__dirname, '..', '..', 'lib', 'rules');
  const filesOf = (family: string): string[] => readdirSync(join(folder, family), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts')).map((name) => basename(name, '.ts'));
  expect(RULES.filter(({ family, id }) => !filesOf(family).includes(id)).map(({ id }) => id)).toEqual([]);
  const files = [...new Set(RULES.map(({ family }) => family))].flatMap(filesOf);
  expect(files.filter((name) => !RULES.some(({ id }) => id === name)).sort()).toEqual(SHARED);
});

test.each(RULES.map((rule) => [rule.id, rule] as const))('%s says in few words what it finds, what it does, and what to write', (_, { title, why, fix, unless, see }) => {
  expect(title).not.toMatch(/[.:]$/);
  expect(title.length).toBeLessThan(130);
  for (const text of [why, fix, unless]) {
    expect(text).toMatch(/^[A-Z`"*].*[.;)`]$/s);
  }
  expect(see.length).toBeGreaterThan(0);
  expect(see.filter((source) => !URL.canParse(source))).toEqual([]);
});

/**
 * What AWS is known to refuse, row by row of the recorded refusals of PutBucketCors and CreateResponseHeadersPolicy, with
 * the rule that says it before the deployment does.
 */
const REFUSALS: Readonly<Record<string, string>> = {
  'PutBucketCors: no rules': 'bucket-cors-empty',
  'PutBucketCors: a rule without methods or origins': 'bucket-cors-empty',
  'PutBucketCors: method OPTIONS, PATCH, lower case, empty or *': 'bucket-cors-method',
  'PutBucketCors: over one * in an allowed origin': 'bucket-cors-wildcards',
  'PutBucketCors: over one * in an allowed header': 'bucket-cors-wildcards',
  'PutBucketCors: * in an exposed header': 'bucket-cors-exposed-header',
  'PutBucketCors: a bad character in an exposed header': 'bucket-cors-exposed-header',
  'PutBucketCors: over 100 rules': 'bucket-cors-limits',
  'PutBucketCors: an id of over 255 characters': 'bucket-cors-limits',
  'PutBucketCors: a max age that is no whole number, or negative': 'bucket-cors-limits',
  'CloudFormation: an item twice in a list of the rules': 'bucket-cors-duplicates',
  'CreateResponseHeadersPolicy: credentials with * in the allowed headers': 'headers-policy-credentials',
  'CreateResponseHeadersPolicy: an origin with a trailing slash or path': 'headers-policy-origin',
  'CreateResponseHeadersPolicy: the origin ALL': 'headers-policy-origin',
  'CreateResponseHeadersPolicy: no allowed headers': 'headers-policy-empty-list',
  'CreateResponseHeadersPolicy: an unknown method, or ALL together with others': 'headers-policy-method',
  'CreateResponseHeadersPolicy: over one * or a bad character in a header': 'headers-policy-header-name',
  'CreateResponseHeadersPolicy: no origins': 'headers-policy-empty-list',
  'CreateResponseHeadersPolicy: a name and no section': 'headers-policy-without-section',
  'CreateResponseHeadersPolicy: credentials with the origin *, which browsers refuse': 'credentials-with-wildcard',
};

test.each(Object.entries(REFUSALS))('%s is %s', (_, id) => {
  expect(RULES.find((rule) => rule.id === id)?.severity).toBe('error');
});

/** What rules of one family share. */
const SHARED: readonly string[] = ['order-dependence', 'preflight-at-bucket', 'vary'];

const INVENTORY: readonly string[] = [
  'access-control-name error deploy',
  'access-control-type error deploy',
  'access-identity-format error deploy',
  'allowed-header-never-asked warning browser',
  'authorization-behind-wildcard warning browser',
  'behavior-methods error deploy',
  'browser-headers-not-allowed error browser',
  'bucket-cors-duplicates error deploy',
  'bucket-cors-empty error deploy',
  'bucket-cors-exposed-header error deploy',
  'bucket-cors-limits error deploy',
  'bucket-cors-method error deploy',
  'bucket-cors-missing error unreachable',
  'bucket-cors-wildcards error deploy',
  'bucket-echoes-every-origin warning exposure',
  'bucket-lacks-header error disagreement',
  'bucket-lacks-method error disagreement',
  'bucket-lacks-origin error disagreement',
  'bucket-origin-never-sent error unreachable',
  'bucket-settings-overwritten warning deploy',
  'bucket-wider-than-policy warning disagreement',
  'cache-behaviors-too-many error deploy',
  'cache-settings error deploy',
  'compression-without-caching error deploy',
  'cors-on-wrong-bucket warning unreachable',
  'credentials-for-weak-origin warning exposure',
  'credentials-from-bucket warning exposure',
  'credentials-with-wildcard error browser',
  'custom-header-for-cors error deploy',
  'custom-header-for-security error deploy',
  'custom-headers-too-many error deploy',
  'deny-blocks-cloudfront error unreachable',
  'distribution-not-admitted error unreachable',
  'error-page-behavior info masking',
  'error-page-masks warning masking',
  'failover-status-codes error deploy',
  'function-and-preflights error unreachable',
  'function-asks-for-login warning unreachable',
  'function-changes-origin warning unreachable',
  'function-cors-not-on-errors info browser',
  'function-cors-on-request warning unreachable',
  'function-does-not-load error unreachable',
  'function-echoes-origin warning browser',
  'function-fails error unreachable',
  'function-never-sees-preflights error unreachable',
  'get-without-head info browser',
  'global-endpoint info unreachable',
  'grant-beyond-reading error exposure',
  'grant-for-account info exposure',
  'grant-without-source error exposure',
  'header-pattern-in-policy warning browser',
  'headers-policy-credentials error deploy',
  'headers-policy-empty-list error deploy',
  'headers-policy-header-name error deploy',
  'headers-policy-method error deploy',
  'headers-policy-missing-field error deploy',
  'headers-policy-origin error deploy',
  'headers-policy-origin-never-sent warning unreachable',
  'headers-policy-without-section error deploy',
  'host-forwarded-to-s3 error unreachable',
  'kms-grant-without-source warning exposure',
  'kms-managed-key error unreachable',
  'kms-without-grant error unreachable',
  'legacy-origin-not-listed error cache',
  'list-without-root-object error exposure',
  'managed-preflight-allows-no-header warning browser',
  'method-refused-by-behavior error disagreement',
  'no-origins error deploy',
  'nobody-answers-cors warning unreachable',
  'null-origin warning exposure',
  'one-function-per-event error deploy',
  'options-cached-without-key error cache',
  'options-not-allowed error unreachable',
  'origin-config error deploy',
  'origin-group-methods error deploy',
  'origin-header-pinned error cache',
  'origin-host-name error deploy',
  'origin-not-forwarded error unreachable',
  'origin-not-in-cache-key error cache',
  'origin-without-scheme warning browser',
  'path-pattern-twice error deploy',
  'path-without-cors-policy warning disagreement',
  'plain-http-viewers info unreachable',
  'policy-id error deploy',
  'policy-lacks-get warning disagreement',
  'policy-lacks-header warning disagreement',
  'policy-removes-permission error disagreement',
  'policy-resource-format error deploy',
  'policy-yields-to-s3 error disagreement',
  'preflight-headers-not-forwarded error unreachable',
  'public-access-blocked-by-default warning deploy',
  'public-acl error exposure',
  'public-beside-access-control error exposure',
  'removed-header-is-required error deploy',
  'request-headers-not-in-cache-key warning cache',
  'resource-policy-forbids error browser',
  'response-header-as-request-header warning cache',
  'signed-requests-and-preflights info unreachable',
  'signing-not-always error unreachable',
  'source-arn-by-literal-id warning unreachable',
  'staging-with-http3 error deploy',
  'target-names-no-origin error deploy',
  'two-access-controls error deploy',
  'two-bucket-policies error deploy',
  'upload-etag info unreachable',
  'upload-headers warning unreachable',
  'upload-through-cloudfront warning disagreement',
  'vary-missing warning browser',
  'vary-removed warning browser',
  'website-endpoint-as-bucket error deploy',
  'wildcard-among-origins warning browser',
  'wildcard-origin-depth info browser',
];
