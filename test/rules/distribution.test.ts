import { exampleStack, type ExampleParts } from '../../lib/rules/engine/example-stack';
import { graphOf, judgements, judges, ruleOf, type Case } from './judging';

const BEHAVIOR = 'Distribution DefaultCacheBehavior';
const ORIGIN = 'Distribution Origins.0';
const BUCKET_ONLY = 'Assets: { Type: AWS::S3::Bucket }';

/** The example stack with parameters beside it. */
function stack(parts: ExampleParts = {}): string {
  return `Parameters: { Value: { Type: String } }\nResources:${exampleStack(parts).replaceAll('\n', '\n  ')}`;
}

const behavior = (properties: ExampleParts['behavior']) => stack({ behavior: properties });

judges('cache-settings', [
  ['both', behavior({ ForwardedValues: '{ QueryString: false }' }), [`fail ${BEHAVIOR}: CachePolicyId and ForwardedValues are both set`]],
  ['neither', behavior({ CachePolicyId: undefined }), [`fail ${BEHAVIOR}: there is neither CachePolicyId nor ForwardedValues`]],
  ['an origin request policy in legacy mode', behavior({ CachePolicyId: undefined, ForwardedValues: '{ QueryString: false }' }), [`fail ${BEHAVIOR}: OriginRequestPolicyId and ForwardedValues are both set`]],
  ['legacy mode', behavior({ CachePolicyId: undefined, OriginRequestPolicyId: undefined, ForwardedValues: '{ QueryString: false }' }), [`pass ${BEHAVIOR}`]],
  ['a policy from a parameter', behavior({ CachePolicyId: '!Ref Value' }), [`pass ${BEHAVIOR}`]],
  ['no distribution is not judged', BUCKET_ONLY, []],
]);

const methods = (allowed: string | undefined, cached?: string) => behavior({ AllowedMethods: allowed, CachedMethods: cached });
judges('behavior-methods', [
  ['GET alone', methods('[GET]'), [`fail ${BEHAVIOR}.AllowedMethods: CloudFront does not offer the set GET`, `pass ${BEHAVIOR}.CachedMethods`]],
  ['POST without the rest', methods('[GET, HEAD, POST]'), [`fail ${BEHAVIOR}.AllowedMethods: CloudFront does not offer the set GET, HEAD, POST`, `pass ${BEHAVIOR}.CachedMethods`]],
  ['OPTIONS cached and not allowed', methods('[GET, HEAD]', '[GET, HEAD, OPTIONS]'), [`pass ${BEHAVIOR}.AllowedMethods`, `fail ${BEHAVIOR}.CachedMethods: OPTIONS is cached and not allowed`]],
  ['nothing cached', methods('[GET, HEAD]', '[GET]'), [`pass ${BEHAVIOR}.AllowedMethods`, `fail ${BEHAVIOR}.CachedMethods: CloudFront does not cache the set GET`]],
  ['all seven in any order', methods('[DELETE, PATCH, POST, PUT, OPTIONS, HEAD, GET]', '[OPTIONS, HEAD, GET]'), [`pass ${BEHAVIOR}.AllowedMethods`, `pass ${BEHAVIOR}.CachedMethods`]],
  ['left out', methods(undefined), [`pass ${BEHAVIOR}.AllowedMethods`, `pass ${BEHAVIOR}.CachedMethods`]],
  ['undecided', methods('!Ref Value'), [expect.stringMatching(/^unknown .*AllowedMethods/) as string, `pass ${BEHAVIOR}.CachedMethods`]],
  ['no distribution is not judged', BUCKET_ONLY, []],
]);

describe('policy-id', () => {
  const verdict = (property: string, id: string) =>
    judgements(ruleOf('policy-id'), behavior({ [property]: id })).find((line) => line.includes(property))?.replace(`${BEHAVIOR}.${property}`, 'at');
  const fixOf = (property: string, id: string) => checkOne(behavior({ [property]: id }));

  test.each([
    ['CachePolicyId', '88a5eaf4-2fd4-4709-b370-b4c650ea3fcf', '88a5eaf4-2fd4-4709-b370-b4c650ea3fcf (CORS-S3Origin) is an origin request policy, not a cache policy'],
    ['ResponseHeadersPolicyId', '658327ea-f89d-4fab-a63d-7e88639e58f6', '658327ea-f89d-4fab-a63d-7e88639e58f6 (CachingOptimized) is a cache policy, not a response headers policy'],
    ['OriginRequestPolicyId', '!Ref CorsPolicy', '⟨Web.CorsPolicy⟩ is a response headers policy, not an origin request policy'],
    ['OriginRequestPolicyId', '88a5eaf4-2fd4-4709-b370-b4c6509b9c5d', 'there is no managed policy 88a5eaf4-2fd4-4709-b370-b4c6509b9c5d'],
    ['ResponseHeadersPolicyId', '60669652-455b-4ae9-85a7-c6e8f8b8e8d5', 'there is no managed policy 60669652-455b-4ae9-85a7-c6e8f8b8e8d5'],
    ['CachePolicyId', 'Managed-CachingOptimized', '"Managed-CachingOptimized" is not a policy id'],
    ['CachePolicyId', 'CachingDisabled', '"CachingDisabled" is not a policy id'],
  ])('%s: %s', (property, id, message) => {
    expect(verdict(property, id)).toBe(`fail at: ${message}`);
  });

  test('an invented id comes with the one that was meant', () => {
    expect(fixOf('CachePolicyId', 'CachingDisabled')).toBe('Write 4135ea2d-6df8-44a3-9df3-4b5a84be39ad (CachingDisabled).');
  });

  test('a policy of the account, by id or by parameter, cannot be seen', () => {
    expect(verdict('CachePolicyId', '01234567-89ab-4cde-8f01-23456789abcd')).toMatch(/^unknown at: the policy .* may be one of the account/);
    expect(verdict('CachePolicyId', '!Ref Value')).toMatch(/^unknown at: the policy ⟨Web\.Value⟩ is not a resource/);
  });

  test('right ids pass, and no id is not judged', () => {
    expect(judgements(ruleOf('policy-id'), stack())).toEqual(['CachePolicyId', 'OriginRequestPolicyId', 'ResponseHeadersPolicyId'].map((each) => `pass ${BEHAVIOR}.${each}`));
    expect(verdict('OriginRequestPolicyId', '""')).toBeUndefined();
  });

  function checkOne(template: string): string | undefined {
    const [failure] = ruleOf('policy-id').check(graphOf(template)).filter((each) => each.verdict === 'fail');
    return failure?.verdict === 'fail' ? failure.fix : undefined;
  }
});

const NAME = 'AccessControl OriginAccessControlConfig.Name';
const named = (name: string) => stack({ accessControl: { Name: name } });
judges('access-control-name', [
  ['64 characters', named('x'.repeat(64)), [`pass ${NAME}`]],
  ['65 characters', named('x'.repeat(65)), [`fail ${NAME}: the name has 65 characters; CloudFront takes 64`]],
  ['65 characters beside the stack name', named(`!Sub "\${Value}${'x'.repeat(65)}"`), [`fail ${NAME}: the name has at least 65 characters; CloudFront takes 64`]],
  ['the region, for which there is room', named('!Sub "assets-${AWS::Region}"'), [`pass ${NAME}`]],
  ['the region, for which there may be none', named(`!Sub "${'x'.repeat(50)}\${AWS::Region}"`), [expect.stringMatching(`^unknown ${NAME}`) as string]],
  ['a stack name', named('!Sub "${Value}-assets"'), [`unknown ${NAME}: the length of ⟨Web.Value⟩-assets is decided at deployment`]],
  ['no access control is not judged', BUCKET_ONLY, []],
]);

const origin = (properties: ExampleParts['origin'], more?: string) => stack({ origin: properties, ...(more === undefined ? {} : { more }) });
judges('two-access-controls', [
  ['an identity by literal id', origin({ S3OriginConfig: '{ OriginAccessIdentity: origin-access-identity/cloudfront/E1 }' }), [`fail ${ORIGIN}: OriginAccessControlId and OriginAccessIdentity are both set`]],
  ['an empty identity, as the CDK writes it', origin({ S3OriginConfig: '{ OriginAccessIdentity: "" }' }), [`pass ${ORIGIN}`]],
  ['no access control is not judged', origin({ OriginAccessControlId: undefined }), []],
]);

const WEBSITE = 'assets.s3-website-eu-west-1.amazonaws.com';
judges('website-endpoint-as-bucket', [
  ['with access control', origin({ DomainName: WEBSITE, S3OriginConfig: undefined, CustomOriginConfig: '{ OriginProtocolPolicy: http-only }' }), [`fail ${ORIGIN}: a website endpoint with an origin access control`]],
  ['as an S3 origin', origin({ DomainName: WEBSITE, OriginAccessControlId: undefined }), [`fail ${ORIGIN}: a website endpoint with S3OriginConfig`]],
  ['as a custom origin', origin({ DomainName: WEBSITE, OriginAccessControlId: undefined, S3OriginConfig: undefined, CustomOriginConfig: '{ OriginProtocolPolicy: http-only }' }), [`pass ${ORIGIN}`]],
  ['the REST endpoint', stack(), [`pass ${ORIGIN}`]],
  ['another server is not judged', origin({ DomainName: 'api.example.com' }), []],
]);

judges('origin-config', [
  ['both', origin({ CustomOriginConfig: '{ OriginProtocolPolicy: https-only }' }), [`fail ${ORIGIN}: S3OriginConfig and CustomOriginConfig are both set`]],
  ['neither', origin({ S3OriginConfig: undefined }), [`fail ${ORIGIN}: there is neither S3OriginConfig nor CustomOriginConfig`]],
  ['one', stack(), [`pass ${ORIGIN}`]],
]);

const SIGNING = 'AccessControl OriginAccessControlConfig.SigningBehavior';
const signing = (behavior: string): Case[1] => stack({ accessControl: { SigningBehavior: behavior } });
judges('signing-not-always', [
  ['never', signing('never'), [`fail ${SIGNING}: requests of Distribution are signed never`]],
  ['no-override', signing('no-override'), [`fail(warning) ${SIGNING}: requests of Distribution are signed unless the viewer sends Authorization`]],
  ['always', signing('always'), [`pass ${SIGNING}`]],
  ['undecided', signing('!Ref Value'), [expect.stringMatching(`^unknown ${SIGNING}: `) as string]],
  ['in front of another server it is not judged', origin({ DomainName: 'x.lambda-url.eu-west-1.on.aws' }), []],
]);

const DOMAIN = `${ORIGIN}.DomainName`;
judges('global-endpoint', [
  ['of a bucket somewhere', origin({ DomainName: '!GetAtt Assets.DomainName' }), [`fail ${DOMAIN}: ⟨Web.Assets⟩ is fetched from S3's global endpoint`]],
  ['of an imported bucket', origin({ DomainName: 'assets.s3.amazonaws.com' }), [`fail ${DOMAIN}: assets is fetched from S3's global endpoint`]],
  ['the regional one', stack(), [`pass ${DOMAIN}`]],
  ['another server is not judged', origin({ DomainName: 'api.example.com' }), []],
]);
