import { decided } from '../../../model/undecided';
import { exampleStack } from '../../engine/example-stack';
import { spareBucket } from '../../engine/example-spare-bucket';
import { failIf } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { eachOriginGroup } from '../../subjects/origin-groups';

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html#concept_origin_groups.creating
const CODES: ReadonlySet<number> = new Set([400, 403, 404, 416, 500, 502, 503, 504]);

export const failoverStatusCodes: Rule = {
  id: 'failover-status-codes',
  severity: 'error',
  family: 'deploy',
  title: 'An origin group fails over on a status code that CloudFront does not take, or on none',
  why: 'CloudFront refuses the distribution, so the stack does not deploy.',
  fix: 'Choose from 400, 403, 404, 416, 500, 502, 503 and 504. For a bucket in front of another, 500, 502, 503 and 504 leave a missing file missing.',
  see: ['https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html'],
  unless: 'Never: CloudFront takes these codes only.',
  example: () => ({
    wrong: exampleStack({ ...spareBucket('429'), behavior: { TargetOriginId: 'both' } }),
    right: exampleStack({ ...spareBucket(), behavior: { TargetOriginId: 'both' } }),
  }),
  check: eachOriginGroup('FailoverCriteria.StatusCodes', ({ statusCodes }, place) => {
    const refused = decided(statusCodes).filter((code) => !CODES.has(code));
    const none = decided(statusCodes).length === 0;
    return failIf(place, refused.length > 0 ? `CloudFront refuses ${refused.join(', ')}` : none ? 'there is no status code' : undefined);
  }),
};
