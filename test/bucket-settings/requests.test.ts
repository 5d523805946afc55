import { Bench, BUCKET } from './bench';
import { settingsOf } from './stack';

const APP = settingsOf(BUCKET, ['https://app.example']) as {
  readonly BucketName: string; readonly CorsRules: readonly object[]; readonly PolicyStatements: readonly [Readonly<Record<string, unknown>>];
};
const [READ] = APP.PolicyStatements;
const SOURCE = 'arn:aws:cloudfront::111122223333:distribution/E1';

test('a statement that lets CloudFront list the bucket is taken too', async () => {
  const bench = new Bench();
  const list = { ...READ, Action: 's3:ListBucket', Resource: `arn:aws:s3:::${BUCKET}` };
  await bench.time.until(bench.stack.create({ ...APP, PolicyStatements: [READ, list] }));
  expect(bench.statements).toEqual(['E1', 'E1']);
});

test.each<[string, unknown]>([
  ['everybody', { ...READ, Principal: '*' }],
  ['every AWS account', { ...READ, Principal: { AWS: '*' } }],
  ['an account besides CloudFront', { ...READ, Principal: { Service: 'cloudfront.amazonaws.com', AWS: '444455556666' } }],
  ['another service', { ...READ, Principal: { Service: 'lambda.amazonaws.com' } }],
  ['everybody else', { ...READ, Principal: undefined, NotPrincipal: { Service: 'cloudfront.amazonaws.com' } }],
  ['every distribution of every account', { ...READ, Condition: undefined }],
  ['every distribution of one account', { ...READ, Condition: { StringEquals: { 'AWS:SourceArn': 'arn:aws:cloudfront::111122223333:distribution/*' } } }],
  ['a pattern of distributions', { ...READ, Condition: { StringLike: { 'AWS:SourceArn': SOURCE } } }],
  ['one of two distributions', { ...READ, Condition: { StringEquals: { 'AWS:SourceArn': [SOURCE, '*'] } } }],
  ['a distribution under a weaker condition', { ...READ, Condition: { StringEqualsIfExists: { 'AWS:SourceArn': SOURCE } } }],
  ['writing', { ...READ, Action: 's3:PutObject' }],
  ['several actions', { ...READ, Action: ['s3:GetObject', 's3:PutObject'] }],
  ['everything but an action', { ...READ, Action: undefined, NotAction: 's3:DeleteBucket' }],
  ['another bucket', { ...READ, Resource: 'arn:aws:s3:::other/*' }],
  ['every bucket', { ...READ, Resource: '*' }],
  ['everything but a bucket', { ...READ, NotResource: 'arn:aws:s3:::other/*' }],
  ['a Sid that belongs to somebody else', { ...READ, Sid: 'TlsOnly' }],
  ['nobody, by Deny', { ...READ, Effect: 'Deny' }],
  ['nothing at all', null],
])('whoever may invoke the function cannot open the bucket to %s', async (_, statement) => {
  const bench = new Bench();
  const { failure } = await bench.time.until(bench.stack.create({ ...APP, PolicyStatements: [READ, JSON.parse(JSON.stringify(statement)) as unknown] }));
  expect(failure).toMatch(/PolicyStatements: /);
  expect(bench.s3.changes).toEqual([]);
});

test.each<[string, unknown, RegExp]>([
  ['no bucket', { ...APP, BucketName: '' }, /BucketName: "" is not the name/],
  ['an ARN in place of the name', { ...APP, BucketName: 'arn:aws:s3:::files' }, /BucketName/],
  ['rules that are no list', { ...APP, CorsRules: {} }, /CorsRules: {} is not a list/],
  ['CloudFormation\'s spelling of a rule, which the SDK would drop silently', { ...APP, CorsRules: [{ ...APP.CorsRules[0], ExposedHeaders: ['ETag'] }] }, /ExposedHeaders/],
  ['a rule that is no object', { ...APP, CorsRules: ['GET'] }, /CorsRules/],
])('%s is refused, and the delete that follows has nothing to do', async (_, properties, words) => {
  const bench = new Bench();
  await expect(bench.time.until(bench.stack.create(properties))).resolves.toHaveProperty('failure', expect.stringMatching(words));
  await expect(bench.time.until(bench.stack.delete(properties))).resolves.not.toHaveProperty('failure');
  expect(bench.s3.changes).toEqual([]);
});
