import { canonical } from '../../lib/bucket-settings/request';
import { Bench, BUCKET, SHARED, THEIR_RULES, THEIRS, TLS_ONLY } from './bench';
import { settingsOf } from './stack';
import { normalized } from './strict-s3-checks';
import type { Settings } from './strict-s3';

const APP = settingsOf(BUCKET, ['https://app.example']);
const TWO_APPS = settingsOf(BUCKET, ['https://app.example', 'https://admin.example']);

test.each<[string, Settings]>([
  ['a bucket that had nothing', {}],
  ['a bucket that had rules and statements', THEIRS],
  ['a bucket that had rules and no policy', { cors: THEIR_RULES }],
  ['a bucket whose policy has one statement that stands in no list', { policy: JSON.stringify({ Version: '2012-10-17', Statement: TLS_ONLY }) }],
])('%s has exactly that again after create, update and delete', async (_, before) => {
  const { s3, stack, time } = new Bench(before);
  await time.until(stack.create(APP));
  await time.until(stack.update(TWO_APPS));
  await time.until(stack.delete(TWO_APPS));
  expect(meaning(s3.settings(BUCKET))).toEqual(meaning(before));
});

/** What settings say; S3 does not keep the text of a policy. */
function meaning({ cors, policy }: Settings): unknown {
  const { Statement, ...others } = JSON.parse(policy ?? '{}') as { Statement?: object };
  return { cors, policy: policy === undefined ? undefined : canonical({ ...others, Statement: [Statement ?? []].flat().map(normalized) }) };
}

test('ours come after everybody else\'s, because S3 uses the first rule that matches', async () => {
  const bench = new Bench(THEIRS);
  await expect(bench.time.until(bench.stack.create(APP))).resolves.not.toHaveProperty('failure');
  expect(bench.origins).toEqual(['https://first.example', 'https://nameless.example', 'https://app.example']);
  expect(bench.statements).toEqual(['TlsOnly', 'nameless', 'E1']);
});

test('an update changes ours where they stand, and puts what is new at the end', async () => {
  const bench = new Bench();
  await bench.time.until(bench.stack.create(APP));
  const { cors = [] } = bench.s3.settings(BUCKET);
  bench.s3.make(BUCKET, { ...bench.s3.settings(BUCKET), cors: [...cors, ...THEIR_RULES] });
  await bench.time.until(bench.stack.update(settingsOf(BUCKET, ['https://new.example', 'https://admin.example'], 'E2')));
  expect(bench.origins).toEqual(['https://new.example', 'https://first.example', 'https://nameless.example', 'https://admin.example']);
  expect(bench.statements).toEqual(['E2']);
});

test('a rollback is an update back', async () => {
  const bench = new Bench(THEIRS);
  await bench.time.until(bench.stack.create(APP));
  const before = bench.s3.settings(BUCKET);
  await bench.time.until(bench.stack.update(TWO_APPS));
  await bench.time.until(bench.stack.update(APP));
  expect(bench.s3.settings(BUCKET)).toEqual(before);
});

test('a create that Lambda repeats, with the keys of the properties in another order, writes nothing', async () => {
  const bench = new Bench(THEIRS);
  await bench.time.until(bench.stack.create(TWO_APPS));
  const { length } = bench.s3.changes;
  const reversed = JSON.parse(JSON.stringify(TWO_APPS), (_, value: unknown) => (typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).reverse())
    : value)) as unknown;
  await bench.time.until(bench.stack.create(reversed));
  expect(bench.s3.changes).toHaveLength(length);
});

test('the physical id stays while the bucket stays, or CloudFormation would delete what was just written', async () => {
  const { stack, time } = new Bench();
  const { physicalId } = await time.until(stack.create(APP));
  expect(physicalId).toMatch(/^files\/[0-9a-f]{16}$/);
  await expect(time.until(stack.update(TWO_APPS))).resolves.toEqual({ physicalId });
});

test('another bucket is another physical id, under which CloudFormation then deletes the settings of the old one', async () => {
  const bench = new Bench(THEIRS);
  bench.s3.make('new-files');
  const { physicalId: old } = await bench.time.until(bench.stack.create(APP));
  const { physicalId } = await bench.time.until(bench.stack.update(settingsOf('new-files', ['https://app.example'])));
  expect(physicalId).not.toBe(old);
  expect(bench.origins).toContain('https://app.example');
  await bench.time.until(bench.stack.delete(APP, old));
  expect(bench.origins).toEqual(['https://first.example', 'https://nameless.example']);
  expect(bench.s3.settings('new-files').cors).toHaveLength(1);
});

test('an update to another bucket that fails leaves nothing in that bucket, and the old one as it was', async () => {
  const bench = new Bench();
  const { physicalId } = await bench.time.until(bench.stack.create(APP));
  const before = bench.s3.settings(BUCKET);
  bench.s3.make('new-files');
  bench.s3.refuse = (_, operation) => (operation === 'PutBucketPolicy' ? 'with an explicit deny in a service control policy' : undefined);
  const outcome = await bench.time.until(bench.stack.update(settingsOf('new-files', ['https://app.example'])));
  expect(outcome).toEqual({ physicalId, failure: expect.stringContaining('Settings of the bucket new-files: AccessDenied') as string });
  expect(bench.s3.settings('new-files')).toEqual({});
  expect(bench.s3.settings(BUCKET)).toEqual(before);
});

test.each([
  ['in the same stack under another logical id', 'Web', 'Renamed'],
  ['in another stack, after refactoring', 'Other', 'Settings'],
])('the same settings %s still find their own rules', async (_, stackName, logicalId) => {
  const bench = new Bench(THEIRS);
  const { physicalId } = await bench.time.until(bench.stack.create(APP));
  const moved = bench.stackNamed(stackName, logicalId);
  moved.physicalId = physicalId;
  await bench.time.until(moved.update(TWO_APPS));
  expect(bench.origins.slice(2)).toEqual(['https://app.example', 'https://admin.example']);
  await bench.time.until(moved.delete(TWO_APPS));
  expect(bench.origins).toHaveLength(2);
});

test('two settings on one bucket own their rules apart, even equal ones', async () => {
  const bench = new Bench();
  const other = bench.stackNamed('Web', 'Others');
  await bench.time.until(Promise.all([bench.stack.create(APP), other.create(APP)]));
  expect(bench.origins).toEqual(['https://app.example', 'https://app.example']);
  await bench.time.until(other.delete(APP));
  expect(bench.origins).toEqual(['https://app.example']);
});

test('a delete after half a create removes the half that was written', async () => {
  const dead = { ...SHARED, Principal: { AWS: 'AIDAEXAMPLEEXAMPLE123' } };
  const bench = new Bench({ cors: THEIR_RULES, policy: JSON.stringify({ Version: '2012-10-17', Statement: [dead] }) });
  const outcome = await bench.time.until(bench.stack.create(APP));
  expect(outcome.failure).toMatch(/MalformedPolicy: Invalid principal.*deleted role or user/);
  expect(bench.origins).toHaveLength(3);
  await expect(bench.time.until(bench.stack.delete(APP))).resolves.not.toHaveProperty('failure');
  expect(bench.origins).toHaveLength(2);
});

test('a delete of a create that never answered, so that CloudFormation made up a physical id, finds what was written', async () => {
  const bench = new Bench(THEIRS);
  await bench.time.until(bench.stack.create(APP));
  await bench.time.until(bench.stack.delete(APP, 'Web-Settings-1ABCDEF'));
  expect(bench.origins).toHaveLength(2);
});

test('a delete goes by the physical id: the bucket in it is the one that was written', async () => {
  const bench = new Bench(THEIRS);
  await bench.time.until(bench.stack.create(APP));
  bench.s3.make('new-files', { cors: THEIR_RULES });
  await bench.time.until(bench.stack.delete(settingsOf('new-files', [])));
  expect(bench.origins).toHaveLength(2);
});

test('a delete without a bucket has nothing to do', async () => {
  const bench = new Bench();
  await bench.time.until(bench.stack.create(APP));
  bench.s3.remove(BUCKET);
  await expect(bench.time.until(bench.stack.delete(APP))).resolves.not.toHaveProperty('failure');
});
