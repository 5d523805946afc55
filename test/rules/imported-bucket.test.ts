import { exampleStack } from '../../lib/rules/engine/example-stack';
import { RULES } from '../../lib/rules/catalogue';
import { graphOf, judgements, ruleOf } from './judging';

const OTHERS = 'the bucket files is imported, and what others put into its CORS rules and its policy is not in the templates';
const RULE = '{ AllowedOrigins: [https://app.example.com], AllowedMethods: [GET, HEAD], AllowedHeaders: [\'*\'], ExposeHeaders: [ETag], MaxAgeSeconds: 600 }';
const STATEMENT = '{ Effect: Allow, Principal: { Service: cloudfront.amazonaws.com }, Action: s3:GetObject, Resource: "arn:aws:s3:::files/*",'
  + ' Condition: { StringEquals: { AWS:SourceArn: !Sub "arn:aws:cloudfront::${AWS::AccountId}:distribution/${Distribution}" } } }';

/** The example stack whose bucket is imported, and gets these rules and statements. */
function stack({ rules = [RULE], statements = [STATEMENT], cors = {}, more = '', bucket = 'files' } = {}): string {
  const others = exampleStack({ cors, origin: { DomainName: 'files.s3.eu-west-1.amazonaws.com' } }).split(/\n(?=\w+:)/).filter((text) => !/^\s*Assets(Policy)?:/.test(text));
  return `${others.join('\n')}
Settings:
  Type: Custom::CorsAssetsBucketSettings
  Properties:
    ServiceToken: arn:aws:lambda:eu-west-1:111122223333:function:settings
    BucketName: ${bucket}
    CorsRules: [${rules.join(', ')}]
    PolicyStatements: [${statements.join(', ')}]
${more}`;
}

test('a bucket that is imported is known by what the custom resource puts there, and by nothing else', () => {
  const { buckets, premises } = graphOf(stack());
  expect(buckets).toMatchObject([{
    name: 'files', arn: 'arn:aws:s3:::files', imported: true,
    cors: { known: true, value: [{ allowedOrigins: ['https://app.example.com'], allowedMethods: ['GET', 'HEAD'], allowedHeaders: ['*'], exposeHeaders: ['ETag'], maxAgeSeconds: 600 }] },
    policies: [{ merged: true, statements: { known: true, value: [{ path: 'Properties.PolicyStatements.0' }] } }],
    publicAccessBlock: { known: false }, website: { known: false },
  }]);
  expect(premises).toMatchObject([{ text: 'the imported bucket files' }]);
});

test('two custom resources for one bucket add up, in the order of the template', () => {
  const second = '\nSecond:\n  Type: Custom::CorsAssetsBucketSettings\n  Properties: { BucketName: files, CorsRules: [{ AllowedOrigins: ["*"], AllowedMethods: [GET] }], PolicyStatements: [] }';
  const [bucket, ...others] = graphOf(stack({ more: second })).buckets;
  expect(others).toEqual([]);
  expect(bucket?.cors).toMatchObject({ value: [{ allowedOrigins: ['https://app.example.com'] }, { allowedOrigins: ['*'] }] });
  expect(bucket?.policies).toHaveLength(2);
});

test('a bucket of these templates that is imported by its name has its own rules first, and is not shared', () => {
  const own = '\nFiles:\n  Type: AWS::S3::Bucket\n  Properties: { BucketName: files, CorsConfiguration: { CorsRules: [{ AllowedOrigins: ["https://own.example"], AllowedMethods: [PUT] }] } }';
  const [bucket, ...others] = graphOf(stack({ more: own })).buckets;
  expect(others).toEqual([]);
  expect(bucket?.imported).toBeUndefined();
  expect(bucket?.cors).toMatchObject({ value: [{ allowedOrigins: ['https://own.example'] }, { allowedOrigins: ['https://app.example.com'] }] });
});

test('the same settings in a bucket of these templates are judged alike', () => {
  const mistakes = (template: string): string[] => RULES.filter((rule) => rule.check(graphOf(template)).some(({ verdict }) => verdict === 'fail')).map(({ id }) => id);
  expect(mistakes(stack())).toEqual(mistakes(exampleStack({ rule: { ExposedHeaders: '[ETag]', MaxAge: '600' } })));
});

const ORIGIN = 'Distribution Origins.0';

test.each<[string, string, string, string[]]>([
  ['a bucket that admits the distribution does so whatever others say', 'distribution-not-admitted', stack(), [`pass ${ORIGIN}`]],
  ['a bucket that does not may do so by a statement of others', 'distribution-not-admitted', stack({ statements: [] }), [`unknown ${ORIGIN}: ${OTHERS}`]],
  ['a deny of others cannot be seen', 'deny-blocks-cloudfront', stack(), [`unknown ${ORIGIN}: ${OTHERS}`]],
  ['an origin may be allowed by a rule of others', 'bucket-lacks-origin', stack({
    cors: { AccessControlAllowOrigins: '{ Items: [https://app.example.com, https://other.example.com] }', AccessControlAllowHeaders: '{ Items: [X-Version, Priority, If-None-Match] }' },
  }), [`unknown Settings CorsRules: ${OTHERS}`]],
  ['statements that are merged are no second policy', 'two-bucket-policies', stack(), []],
  ['a rule is judged where it is written', 'bucket-cors-method', stack({ rules: ['{ AllowedOrigins: ["*"], AllowedMethods: [OPTIONS] }'] }),
    ['fail Settings CorsRules.0.AllowedMethods: S3 has no CORS method "OPTIONS"']],
  ['its members have the names of the S3 API', 'upload-etag', stack({ rules: ['{ AllowedOrigins: ["*"], AllowedMethods: [PUT] }'] }),
    ['fail Settings CorsRules.0.ExposeHeaders: PUT is allowed, and ETag is not exposed']],
  ['a grant is judged where it is written', 'grant-without-source', stack({ statements: [STATEMENT.replace(/, Condition.*/, ' }')] }),
    ['fail Settings PolicyStatements.0: any distribution of any account gets s3:GetObject']],
  ['a bucket whose own rules these templates set loses what was added', 'bucket-settings-overwritten', stack({
    more: '\nFiles:\n  Type: AWS::S3::Bucket\n  Properties: { BucketName: files, CorsConfiguration: { CorsRules: [{ AllowedOrigins: ["*"], AllowedMethods: [PUT] }] } }',
  }), ['fail Settings BucketName: these templates make the bucket Files and set its CORS rules']],
  ['a bucket that these templates make without rules keeps it', 'bucket-settings-overwritten', stack({ more: '\nFiles: { Type: AWS::S3::Bucket, Properties: { BucketName: files } }' }),
    ['pass Settings BucketName']],
])('%s', (_, id, template, expected) => {
  expect(judgements(ruleOf(id), template)).toEqual(expected);
});
