import { decided } from '../../../model/undecided';
import { exampleStack } from '../../engine/example-stack';
import { failIf, quoted } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { eachHeadersPolicy } from '../../subjects/headers-policies';

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html#understanding-response-headers-policies-remove-headers
const KEPT = [
  /^(connection|content-encoding|content-length|expect|host|keep-alive|trailer|transfer-encoding|upgrade|via|warning)$/,
  /^proxy-(authenticate|authorization|connection)$/,
  /^x-(accel-(buffering|charset|limit-rate|redirect)|amzn-(auth|cf-billing|cf-id|cf-xff|errortype|fle-profile|header-count|header-order|lambda-integration-tag|requestid)|cache|forwarded-proto|real-ip)$/,
  /^x-(amz-cf-|edge-)/,
];

export const removedHeaderIsRequired: Rule = {
  id: 'removed-header-is-required',
  severity: 'error',
  family: 'deploy',
  title: 'A response headers policy removes a header that no policy may remove',
  why: 'CloudFront refuses the policy, so the stack does not deploy.',
  fix: 'Remove the name from RemoveHeadersConfig.',
  see: ['https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html#understanding-response-headers-policies-remove-headers'],
  unless: 'Never: the guide lists the names that CloudFront keeps.',
  example: () => ({
    wrong: exampleStack({ policy: { RemoveHeadersConfig: '{ Items: [{ Header: Via }] }' } }),
    right: exampleStack({ policy: { RemoveHeadersConfig: '{ Items: [{ Header: Server }] }' } }),
  }),
  check: eachHeadersPolicy('RemoveHeadersConfig', ({ removeHeaders }, place) => {
    const refused = decided(removeHeaders).filter((name) => KEPT.some((names) => names.test(name.toLowerCase())));
    return failIf(place, refused.length === 0 ? undefined : `removes ${quoted(refused)}, which CloudFront does not allow`);
  }),
};
