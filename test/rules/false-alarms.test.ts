/** What looks like a mistake and is none: no rule may report an error. */
import { installedYaml, parseYamlTemplate } from '../../lib/graph/sources/yaml-template';
import { readTemplates } from '../../lib/graph/readers/templates';
import { checkGraphs } from '../../lib/rules/engine/check-graphs';
import { exampleStack } from '../../lib/rules/engine/example-stack';
import type { ExampleParts } from '../../lib/rules/engine/example-stack';
import { read } from './judging';
import { NOT_S3 } from './table';

const errors = (...templates: readonly string[]) =>
  checkGraphs(read(...templates)).findings.filter(({ severity }) => severity === 'error').map(({ rule, message, when }) => ({ rule, message, when }));

const EVERYBODY = { Effect: 'Allow', Principal: "'*'", Action: 's3:GetObject', Resource: "!Sub '${Assets.Arn}/*'" };

test('a right stack has no finding at all but notes', () => {
  expect(checkGraphs(read(exampleStack())).findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
});

test('CORS on a bucket that is no origin: pages upload to it directly', () => {
  const uploads = (headers: string) => `
Uploads:
  Type: AWS::S3::Bucket
  Properties:
    CorsConfiguration:
      CorsRules:
        - { AllowedOrigins: [https://app.example.com], AllowedMethods: [PUT], ExposedHeaders: [ETag]${headers} }
`;
  expect(errors(uploads(', AllowedHeaders: [\'*\']'))).toEqual([]);
  expect(errors(uploads(''))).toEqual([]);
});

test('public grant in the other branch of a condition', () => {
  const open = (condition: string, bucket: string, policy: string) => `
Conditions: { IsPublic: !Equals [prod, ${condition}] }
Resources:${exampleStack({ bucket: { PublicAccessBlockConfiguration: bucket }, statements: [{ ...EVERYBODY, Principal: policy }] }).replaceAll('\n', '\n  ')}`;
  const block = '{ BlockPublicPolicy: !If [IsPublic, false, true] }';
  const principal = `!If [IsPublic, '*', { Service: logging.s3.amazonaws.com }]`;
  expect(errors(open('dev', block, principal))).toEqual([]);
  expect(errors(open('prod', block, principal)).map(({ rule }) => rule)).toEqual(['public-beside-access-control']);
});

test('SimpleCORS needs neither bucket rules nor OPTIONS, where browsers send no Priority', () => {
  const behind = (policy: string) => exampleStack({ rule: null, cors: null, distribution: { HttpVersion: 'http1.1' }, behavior: { AllowedMethods: '[GET, HEAD]', OriginRequestPolicyId: undefined, ResponseHeadersPolicyId: policy } });
  expect(errors(behind('60669652-455b-4ae9-85a4-c4c02393f86c'))).toEqual([]);
  // CORS-With-Preflight
  expect(errors(behind('5cc3b908-e619-4b99-88e5-2cf7f45965bd')).map(({ rule }) => rule)).toContain('options-not-allowed');
});

test('imported buckets cannot be seen, which is not wrong', () => {
  const { findings, unknowns } = checkGraphs(read(exampleStack({ statement: null, origin: { DomainName: 'imported.s3.eu-west-1.amazonaws.com' } })));
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(unknowns.map(({ rule }) => rule)).toContain('distribution-not-admitted');
});

test('origins that are not S3 answer CORS by themselves', () => {
  // AllViewer
  const forwardsHost: ExampleParts = { behavior: { OriginRequestPolicyId: '216adef6-5c7f-47e4-b989-5492eafa07d3' } };
  expect(errors(exampleStack({ ...forwardsHost, origin: NOT_S3 }))).toEqual([]);
  expect(errors(exampleStack(forwardsHost)).map(({ rule }) => rule)).toEqual(['host-forwarded-to-s3']);
});

test('KMS granted by a custom resource', () => {
  const key = `
Key:
  Type: AWS::KMS::Key
  Properties:
    KeyPolicy: { Statement: [{ Effect: Allow, Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'kms:*', Resource: '*' }] }`;
  const writer = `
KeyPolicyWriter:
  Type: Custom::KeyPolicy
  Properties: { ServiceToken: 'arn:aws:lambda:eu-west-1:111122223333:function:f', KeyId: !Ref Key, Distribution: !Ref Distribution }`;
  const bucket = { BucketEncryption: '{ ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: aws:kms, KMSMasterKeyID: !GetAtt Key.Arn } }] }' };
  expect(errors(exampleStack({ bucket, more: key })).map(({ rule }) => rule)).toEqual(['kms-without-grant']);
  expect(errors(exampleStack({ bucket, more: key + writer }))).toEqual([]);
});

test('single-page apps with 403 -> 200 and no CORS wish', () => {
  const app = (wish: ExampleParts) => checkGraphs(read(exampleStack({
    cors: null, behavior: { AllowedMethods: '[GET, HEAD]', OriginRequestPolicyId: undefined }, ...wish,
    distribution: { DefaultRootObject: 'index.html', CustomErrorResponses: '[{ ErrorCode: 403, ResponseCode: 200, ResponsePagePath: /index.html }]' },
  }))).findings.map(({ rule }) => rule);
  expect(app({ rule: null })).toEqual([]);
  expect(app({})).toContain('error-page-masks');
});

test('bucket and distribution in different stacks are judged together', () => {
  const [bucketStack, distributionStack] = [`
Resources:
  Assets: { Type: AWS::S3::Bucket }
  Policy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Assets
      PolicyDocument:
        Statement:
          - Effect: Allow
            Principal: { Service: cloudfront.amazonaws.com }
            Action: s3:GetObject
            Resource: !Sub '\${Assets.Arn}/*'
            Condition: { ArnLike: { AWS:SourceArn: !Sub 'arn:aws:cloudfront::\${AWS::AccountId}:distribution/*' } }
Outputs:
  Domain: { Value: !GetAtt Assets.RegionalDomainName, Export: { Name: assets-domain } }
`, `
AccessControl:
  Type: AWS::CloudFront::OriginAccessControl
  Properties:
    OriginAccessControlConfig: { Name: assets, OriginAccessControlOriginType: s3, SigningBehavior: always, SigningProtocol: sigv4 }
Distribution:
  Type: AWS::CloudFront::Distribution
  Properties:
    DistributionConfig:
      Enabled: true
      Origins: [{ Id: assets, DomainName: !ImportValue assets-domain, OriginAccessControlId: !GetAtt AccessControl.Id, S3OriginConfig: {} }]
      DefaultCacheBehavior: { TargetOriginId: assets, ViewerProtocolPolicy: https-only, CachePolicyId: 658327ea-f89d-4fab-a63d-7e88639e58f6 }
`];
  const { findings } = checkGraphs(read(bucketStack, distributionStack));
  expect(findings.map(({ rule, severity }) => `${severity} ${rule}`)).toEqual(['info grant-for-account']);
  expect(errors(bucketStack.replace(/ {2}Policy:[\s\S]*(?=Outputs)/, ''), distributionStack).map(({ rule }) => rule)).toEqual(['distribution-not-admitted']);
  expect(errors(distributionStack)).toEqual([]);
});

test('the global endpoint of a bucket in us-east-1 never redirects', () => {
  const yaml = installedYaml();
  const Resources = yaml && parseYamlTemplate(exampleStack({ origin: { DomainName: '!GetAtt Assets.DomainName' } }), yaml);
  const rules = (region: string) => checkGraphs(readTemplates([{ name: 'Web', template: { Resources }, region }])).findings.map(({ rule }) => rule);
  expect(rules('us-east-1')).not.toContain('global-endpoint');
  expect(rules('eu-west-1')).toContain('global-endpoint');
});
