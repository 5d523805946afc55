import { decided } from '../../../model/undecided';
import { exampleStack } from '../../engine/example-stack';
import { failIf, quoted } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { eachHeadersPolicy } from '../../subjects/headers-policies';

// https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ResponseHeadersPolicySecurityHeadersConfig.html
const SECURITY_HEADERS: ReadonlySet<string> = new Set([
  'content-security-policy', 'referrer-policy', 'strict-transport-security', 'x-content-type-options', 'x-frame-options', 'x-xss-protection',
]);

export const customHeaderForSecurity: Rule = {
  id: 'custom-header-for-security',
  severity: 'error',
  family: 'deploy',
  title: 'A response headers policy sets a security header as a custom header',
  why: 'CloudFront refuses the policy ("The parameter CustomHeaders contains Content-Security-Policy that is a security header and cannot be set as custom header."), so the stack does not deploy.',
  fix: 'Write the header into SecurityHeadersConfig: ContentSecurityPolicy, StrictTransportSecurity, ContentTypeOptions, FrameOptions, ReferrerPolicy or XSSProtection.',
  see: [
    'https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ResponseHeadersPolicySecurityHeadersConfig.html',
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/creating-response-headers-policies.html',
  ],
  unless: 'Never: CloudFront refuses these names among the custom headers.',
  example: () => ({
    wrong: exampleStack({ policy: { CustomHeadersConfig: '{ Items: [{ Header: Content-Security-Policy, Value: "default-src \'self\'", Override: true }] }' } }),
    right: exampleStack({ policy: { SecurityHeadersConfig: '{ ContentSecurityPolicy: { ContentSecurityPolicy: "default-src \'self\'", Override: true } }' } }),
  }),
  check: eachHeadersPolicy('CustomHeadersConfig', ({ customHeaders }, place) => {
    const refused = decided(customHeaders).map(({ header }) => decided(header)).filter((name) => SECURITY_HEADERS.has(name.toLowerCase()));
    return failIf(place, refused.length === 0 ? undefined : `sets ${quoted(refused)}, which CloudFront refuses as a custom header`);
  }),
};
