import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { CorsAssertions, CorsContract } from 'cdk-cors-asset-distribution';
import { APP_ORIGIN, assetsIn, newStack, propertiesOf } from './support';

const rulesOf = (template: Template): { AllowedOrigins: string[]; AllowedMethods: string[] }[] =>
  (propertiesOf(template, 'AWS::S3::Bucket')[0].CorsConfiguration as { CorsRules: { AllowedOrigins: string[]; AllowedMethods: string[] }[] }).CorsRules;

describe('apps that are no web pages', () => {
  const APPS = ['capacitor://localhost', 'ionic://localhost', 'app://obsidian.md', 'chrome-extension://abcdefghijklmnop', 'moz-extension://*'];

  test('upload under the origin that they send, which only S3 reads', () => {
    const stack = newStack();
    assetsIn(stack, { uploads: { allowedOrigins: APPS } });
    expect(rulesOf(Template.fromStack(stack))[1]).toMatchObject({ AllowedOrigins: APPS, AllowedMethods: ['PUT', 'POST'] });
  });

  test('are written to and read from S3\'s JSON', () => {
    const contract = CorsContract.of({ allowedOrigins: [APP_ORIGIN], uploads: { allowedOrigins: APPS } });
    expect(CorsContract.fromS3Json(contract.toS3Json()).toS3Json()).toBe(contract.toS3Json());
  });
});

describe('uploads of several parts by pages', () => {
  const stack = newStack();
  const assets = assetsIn(stack, { uploads: { multipart: true } });
  const user = new iam.User(stack, 'User');
  assets.grantUpload(user, 'avatars/*');
  const template = Template.fromStack(stack);

  test('may be aborted, which is a DELETE, and no reader gets it', () => {
    expect(rulesOf(template).map(({ AllowedMethods: methods }) => methods)).toEqual([['GET', 'HEAD'], ['PUT', 'POST', 'DELETE']]);
    CorsAssertions.fromStack(stack).allows({ origin: APP_ORIGIN, method: 'PUT', upload: true });
  });

  test('may be listed and aborted by whoever signs, below the pattern; nothing can be deleted', () => {
    const [{ PolicyDocument: { Statement: statements } }] = propertiesOf(template, 'AWS::IAM::Policy') as unknown as [{ PolicyDocument: { Statement: { Action: string[]; Resource: unknown }[] } }];
    // With the flag @aws-cdk/aws-iam:minimizePolicies the actions stand in the order of the alphabet.
    expect(statements.map(({ Action: actions }) => [...actions].sort())).toEqual([['s3:AbortMultipartUpload', 's3:ListMultipartUploadParts', 's3:PutObject']]);
    expect(statements[0].Resource).toEqual({ 'Fn::Join': ['', [expect.anything(), '/uploads/avatars/*']] });
  });
});

describe('S3 JSON with DELETE, as tutorials have it', () => {
  const JSON_OF_TUTORIALS = '[{"AllowedHeaders":["*"],"AllowedMethods":["GET","PUT","POST","DELETE"],"AllowedOrigins":["https://app.example.com"]}]';

  test('is read without it, and a warning names what is left out', () => {
    const contract = CorsContract.fromS3Json(JSON_OF_TUTORIALS);
    expect(contract.warnings).toEqual([expect.stringContaining('json allows DELETE to https://app.example.com')]);
    const stack = newStack();
    assetsIn(stack, { contract });
    expect(rulesOf(Template.fromStack(stack)).map(({ AllowedMethods: methods }) => methods)).toEqual([['GET', 'HEAD'], ['PUT', 'POST']]);
    expect(Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('allows DELETE'))).toHaveLength(1);
  });

  test('without DELETE has no warning', () => {
    expect(CorsContract.fromS3Json(JSON_OF_TUTORIALS.replace(',"DELETE"', '')).warnings).toEqual([]);
  });
});
