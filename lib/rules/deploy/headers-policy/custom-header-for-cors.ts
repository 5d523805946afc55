import { decided } from '../../../model/undecided';
import { exampleStack } from '../../engine/example-stack';
import { failIf, quoted } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { eachHeadersPolicy } from '../../subjects/headers-policies';

export const customHeaderForCors: Rule = {
  id: 'custom-header-for-cors',
  severity: 'error',
  family: 'deploy',
  title: 'A response headers policy sets Access-Control-… as a custom header',
  why: 'CloudFront refuses the policy ("Invalid custom header: access-control-allow-origin"), so the stack does not deploy.',
  fix: 'Write the CORS headers into CorsConfig: AccessControlAllowOrigins, AccessControlAllowMethods, AccessControlAllowHeaders, AccessControlAllowCredentials and OriginOverride are required.',
  see: [
    'https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ResponseHeadersPolicyCorsConfig.html',
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/creating-response-headers-policies.html',
  ],
  unless: 'Never: CloudFront refuses these names among the custom headers.',
  example: () => ({
    wrong: exampleStack({ policy: { CustomHeadersConfig: '{ Items: [{ Header: Access-Control-Allow-Origin, Value: https://app.example.com, Override: true }] }' } }),
    right: exampleStack(),
  }),
  check: eachHeadersPolicy('CustomHeadersConfig', ({ customHeaders }, place) => {
    const refused = decided(customHeaders).map(({ header }) => decided(header)).filter((name) => name.toLowerCase().startsWith('access-control-'));
    return failIf(place, refused.length === 0 ? undefined : `sets ${quoted(refused)}, which CloudFront refuses as a custom header`);
  }),
};
