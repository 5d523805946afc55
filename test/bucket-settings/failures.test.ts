import { mayHaveArrived } from '../../lib/bucket-settings/failure';
import { Bench, BUCKET, SHARED, THEIRS, TLS_ONLY } from './bench';
import { settingsOf } from './stack';
import { FAIR } from './strict-s3';
import type { Weather } from './strict-s3';

const APP = settingsOf(BUCKET, ['https://app.example']);
const SECOND = 1_000;

test.each([
  ['there is no such bucket', (bench: Bench) => { bench.s3.remove(BUCKET); }, /bucket files: NoSuchBucket.*Correct the name/],
  ['the bucket belongs to somebody else', (bench: Bench) => { bench.s3.make(BUCKET, {}, '999988887777'); }, /AccessDenied.*another account/],
  ['the rules of others fill the list', (bench: Bench) => {
    bench.s3.make(BUCKET, { cors: Array.from({ length: 100 }, (_, index) => ({ AllowedOrigins: [`https://${index}.example`], AllowedMethods: ['GET'] })) });
  }, /InvalidRequest.*100 CORS rules/],
  ['the policy is full', (bench: Bench) => {
    bench.s3.make(BUCKET, { policy: JSON.stringify({ Statement: { ...TLS_ONLY, Condition: { StringEquals: { 'aws:UserAgent': 'x'.repeat(20_200) } } } }) });
  }, /PolicyTooLarge.*20 KB/],
  ['Block Public Access meets a public statement of somebody else', (bench: Bench) => {
    bench.s3.make(BUCKET, { policy: JSON.stringify({ Statement: { ...SHARED, Principal: '*' } }) });
    bench.s3.refuse = (_, operation) => (operation === 'PutBucketPolicy' ? 'because public policies are prevented by the BlockPublicPolicy setting' : undefined);
  }, /AccessDenied.*already in the policy/],
])('when %s, CloudFormation hears at once what to do', async (_, arrange, words) => {
  const bench = new Bench();
  arrange(bench);
  const { failure = '' } = await bench.time.until(bench.stack.create(APP));
  expect(failure).toMatch(words);
  expect(failure.length).toBeLessThan(1_000);
  if (!failure.includes('another account,')) {
    expect(bench.time.now).toBeLessThan(30 * SECOND);
  }
});

test('a permission that IAM has not spread yet is waited for', async () => {
  const bench = new Bench(THEIRS);
  bench.s3.refuse = () => (bench.time.now < 40 * SECOND ? 'is not authorized because no identity-based policy allows the action' : undefined);
  await expect(bench.time.until(bench.stack.create(APP))).resolves.toEqual({ physicalId: expect.any(String) as string });
});

test('a permission that never comes is not waited for longer than a minute or so', async () => {
  const bench = new Bench();
  bench.s3.refuse = () => 'is not authorized because no identity-based policy allows the action';
  await expect(bench.time.until(bench.stack.create(APP))).resolves.toHaveProperty('failure', expect.stringContaining('AccessDenied'));
  expect(bench.time.now).toBeGreaterThan(60 * SECOND);
  expect(bench.time.now).toBeLessThan(70 * SECOND);
});

test('an explicit deny is not waited for at all', async () => {
  const bench = new Bench();
  bench.s3.refuse = () => 'is not authorized to perform: s3:GetBucketCORS with an explicit deny in a resource-based policy';
  await expect(bench.time.until(bench.stack.delete(APP, `${BUCKET}/0123456789abcdef`))).resolves.toHaveProperty('failure', expect.stringContaining('RETAIN'));
  expect(bench.time.now).toBeLessThan(SECOND);
});

test.each<[string, Partial<Weather>]>([
  ['half of all changes meet 409', { conflicts: 0.5 }],
  ['a tenth of all requests gets no answer', { lost: 0.1 }],
  ['a twentieth of all readings says that there is nothing', { falseNone: 0.05 }],
])('where %s, the settings arrive and nobody loses anything', async (_, weather) => {
  const bench = new Bench(THEIRS, { ...FAIR, ...weather });
  await expect(bench.time.until(bench.stack.create(APP))).resolves.toEqual({ physicalId: expect.any(String) as string });
  expect(bench.origins).toEqual(['https://first.example', 'https://nameless.example', 'https://app.example']);
  expect(bench.statements).toEqual(['TlsOnly', 'nameless', 'E1']);
});

test('somebody who changes the bucket at every moment makes it fail, in time for an answer', async () => {
  const bench = new Bench();
  let running = true;
  const noise = async (): Promise<void> => {
    for (let version = 0; running; version += 1) {
      bench.s3.make(BUCKET, { cors: [{ AllowedOrigins: [`https://${version}.example`], AllowedMethods: ['GET'] }] });
      await bench.time.pause(300);
    }
  };
  void noise();
  const { failure } = await bench.time.until(bench.stack.create(APP).finally(() => { running = false; }));
  expect(failure).toContain('somebody else changes them all the time');
  expect(bench.time.now).toBeLessThan(290 * SECOND);
});

test('a writer of the same kind that had read before ours was written, and writes as late as it can, is repaired', async () => {
  const bench = new Bench(THEIRS);
  const created = bench.stack.create(APP);
  const rival = async (): Promise<void> => {
    while (bench.s3.changes.length < 2) {
      await bench.time.pause(10);
    }
    // Three seconds of lag, three for its reading to come back, three for its change to arrive.
    await bench.time.pause(8.9 * SECOND);
    bench.s3.make(BUCKET, { ...bench.s3.settings(BUCKET), policy: THEIRS.policy });
  };
  await bench.time.until(Promise.all([created, rival()]));
  expect(bench.statements).toEqual(['TlsOnly', 'nameless', 'E1']);
});

test('between the last change and the next look, a request to read, a request to write and three seconds of lag have room', async () => {
  const bench = new Bench(THEIRS);
  await bench.time.until(bench.stack.create(APP));
  const last = bench.s3.changes.at(-1)?.at ?? 0;
  expect(bench.s3.looks.filter((at) => at > last && at < last + 9 * SECOND)).toEqual([]);
  expect(bench.s3.looks.filter((at) => at > last).length).toBeGreaterThanOrEqual(4);
});

test('two readings in a row that say there is nothing are not believed', async () => {
  const bench = new Bench(THEIRS);
  let readings = 0;
  bench.s3.forgets = () => (readings += 1) <= 2;
  await bench.time.until(bench.stack.create(APP));
  expect(bench.origins).toEqual(['https://first.example', 'https://nameless.example', 'https://app.example']);
  expect(bench.s3.changes.every(({ after }) => after.cors?.some(({ ID }) => ID === 'first'))).toBe(true);
});

test.each<[string, object, boolean]>([
  ['no answer', { name: 'TimeoutError' }, true],
  ['500', { $metadata: { httpStatusCode: 500 } }, true],
  ['503, by which S3 asks for patience', { $metadata: { httpStatusCode: 503 } }, false],
  ['409', { $metadata: { httpStatusCode: 409 } }, false],
  ['403', { $metadata: { httpStatusCode: 403 } }, false],
])('whether a change may have taken effect after %s', (_, error, may) => {
  expect(mayHaveArrived(error)).toBe(may);
});

test('a rule that its owner removes meanwhile is not put back', async () => {
  const bench = new Bench(THEIRS);
  const created = bench.stack.create(APP);
  const owner = async (): Promise<void> => {
    await bench.time.pause(6 * SECOND);
    const { cors = [], ...others } = bench.s3.settings(BUCKET);
    bench.s3.make(BUCKET, { ...others, cors: cors.filter(({ ID }) => ID !== 'first') });
  };
  await bench.time.until(Promise.all([created, owner()]));
  expect(bench.origins).toEqual(['https://nameless.example', 'https://app.example']);
});

test('a change that took effect although its answer was lost is not made twice', async () => {
  const bench = new Bench(THEIRS, { ...FAIR, lost: 0.3 });
  await bench.time.until(bench.stack.create(APP));
  expect(bench.origins.filter((origin) => origin === 'https://app.example')).toHaveLength(1);
});
