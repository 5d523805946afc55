import { decided } from '../../../model/undecided';
import { exampleStack } from '../../engine/example-stack';
import { spareBucket } from '../../engine/example-spare-bucket';
import { failIf } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { eachBehavior } from '../../subjects/deliveries';

const REFUSED: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

export const originGroupMethods: Rule = {
  id: 'origin-group-methods',
  severity: 'error',
  family: 'deploy',
  title: 'A behavior on an origin group allows POST, PUT, PATCH or DELETE',
  why: 'CloudFront refuses the distribution ("The parameter AllowedMethods cannot include POST, PUT, PATCH, or DELETE for a cached behavior associated with an origin group."), so the stack does not deploy.',
  fix: 'Set AllowedMethods to [GET, HEAD, OPTIONS], and send writes to a path whose behavior names one origin.',
  see: [
    'https://github.com/aws/aws-cdk/issues/32450',
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html',
  ],
  unless: 'Never: CloudFront fails over for GET, HEAD and OPTIONS only.',
  example: () => ({
    wrong: exampleStack({ ...spareBucket(), behavior: { TargetOriginId: 'both', AllowedMethods: '[GET, HEAD, OPTIONS, PUT, POST, PATCH, DELETE]' } }),
    right: exampleStack({ ...spareBucket(), behavior: { TargetOriginId: 'both' } }),
  }),
  check: eachBehavior('AllowedMethods', ({ allowedMethods, failover }, place) => {
    if (failover === undefined) {
      return undefined;
    }
    const refused = decided(allowedMethods).filter((method) => REFUSED.has(method));
    return failIf(place, refused.length === 0 ? undefined : `allows ${refused.join(', ')} on an origin group`);
  }),
};
