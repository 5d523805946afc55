import type { Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { CorsAssetBehavior } from 'cdk-cors-asset-distribution';
import type { CorsAssetBehaviorProps } from 'cdk-cors-asset-distribution';
import type { ProblemCode } from '../../lib/contract/problem';
import { APP_ORIGIN, newStack } from './support';

/** Code, where, what the message quotes of the value ('' for nothing), what it says to write, how to make the mistake. */
export type Refusal = readonly [ProblemCode, string, string, string, () => unknown];

const oac = (stack: Stack, id = 'Files'): cloudfront.IOrigin => S3BucketOrigin.withOriginAccessControl(new s3.Bucket(stack, id));

/** A distribution whose default behavior reads a bucket, as far as its options say nothing else. */
const attached = (make: (stack: Stack) => { behavior?: Partial<cloudfront.BehaviorOptions>; options?: Partial<CorsAssetBehaviorProps> }) => (): CorsAssetBehavior => {
  const stack = newStack();
  const { behavior, options } = make(stack);
  const distribution = new cloudfront.Distribution(stack, 'Web', {
    defaultBehavior: { origin: oac(stack), ...behavior }, additionalBehaviors: { 'media/*': { origin: oac(stack, 'Media') } },
  });
  return new CorsAssetBehavior(stack, 'Cors', { distribution, allowedOrigins: [APP_ORIGIN], ...options });
};

const keyGroup = (stack: Stack): cloudfront.KeyGroup => new cloudfront.KeyGroup(stack, 'Group', {
  items: [new cloudfront.PublicKey(stack, 'Key', { encodedKey: '-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA\n-----END PUBLIC KEY-----' })],
});

/** The mistakes that only an existing distribution can have. */
export const REFUSALS_OF_BEHAVIORS: readonly Refusal[] = [
  ['distribution-imported', 'distribution', '"Stack/Theirs"', 'CorsAssetBehavior in the app', attached((stack) => ({
    options: { distribution: cloudfront.Distribution.fromDistributionAttributes(stack, 'Theirs', { distributionId: 'E1', domainName: 'd1.cloudfront.net' }) },
  }))],
  ['behavior-unknown', 'pathPattern', '"medias/*"', 'one of ["media/*"], or bucket together', attached(() => ({ options: { pathPattern: 'medias/*' } }))],
  ['behavior-bucket', 'bucket', '', 'pathPattern: "static/*" together with bucket', attached((stack) => ({ options: { bucket: new s3.Bucket(stack, 'B') } }))],
  ['behavior-bucket', 'bucket', '', 'pathPattern alone', attached((stack) => ({ options: { pathPattern: '/media/*', bucket: new s3.Bucket(stack, 'B') } }))],
  ['path-pattern', 'pathPattern', '"*"', 'leave it out', attached((stack) => ({ options: { pathPattern: '*', bucket: new s3.Bucket(stack, 'B') } }))],
  ['behavior-writes', 'distribution', '["PUT","PATCH","POST","DELETE"]', 'ALLOW_GET_HEAD_OPTIONS', attached(() => ({ behavior: { allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL } }))],
  ['behavior-origin', 'distribution', '"api.example.com"', 'S3BucketOrigin.withOriginAccessControl(bucket)', attached(() => ({ behavior: { origin: new HttpOrigin('api.example.com') } }))],
  ['behavior-headers-policy', 'distribution', `"${cloudfront.ResponseHeadersPolicy.SECURITY_HEADERS.responseHeadersPolicyId}"`, 'referrerPolicy',
    attached(() => ({ behavior: { responseHeadersPolicy: cloudfront.ResponseHeadersPolicy.SECURITY_HEADERS } }))],
  ['behavior-option', 'trustedKeyGroups', '', 'trustedKeyGroups on the behavior alone', attached((stack) => {
    const trustedKeyGroups = [keyGroup(stack)];
    return { behavior: { trustedKeyGroups }, options: { trustedKeyGroups } };
  })],
  ['behavior-contract-twice', 'pathPattern', '"/media/*"', 'one CorsAssetBehavior with all origins', (): unknown => {
    const cors = attached(() => ({ options: { pathPattern: 'media/*' } }))();
    const distribution = cors.node.scope?.node.findChild('Web') as cloudfront.Distribution;
    return new CorsAssetBehavior(cors, 'Again', { distribution, pathPattern: '/media/*', allowedOrigins: ['*'] });
  }],
];
