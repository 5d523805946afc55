import { valueOr } from '../../../graph/types/known';
import { decided } from '../../../model/undecided';
import { exampleStack } from '../../engine/example-stack';
import { fail, judged, pass } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { ACCESS_DENIED } from '../../evidence/witness-shape';
import { eachOrigin } from '../../subjects/deliveries';

export const signingNotAlways: Rule = {
  id: 'signing-not-always',
  severity: 'error',
  family: 'unreachable',
  title: 'An origin access control for a bucket does not sign every request',
  why: 'Unsigned requests get 403 from a private bucket: all of them with `never`; with `no-override`, those for which the viewer sent an Authorization header.',
  fix: 'Write SigningBehavior: always.',
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html',
  ],
  unless: 'The bucket is public, or clients sign their requests to S3 themselves.',
  witness: [ACCESS_DENIED],
  example: () => ({
    wrong: exampleStack({ accessControl: { SigningBehavior: 'never' } }),
    right: exampleStack(),
  }),
  check: eachOrigin('', ({ target, accessControl }, _place, distribution) => {
    const control = valueOr(accessControl, undefined);
    return target.kind === 's3' && control ? judged({ address: control.address, path: 'Properties.OriginAccessControlConfig.SigningBehavior' }, (place) => {
      const { logicalId } = distribution.address;
      switch (decided(control.signingBehavior)) {
        case 'always':
          return pass(place);
        case 'never':
          return fail(place, `requests of ${logicalId} are signed never`);
        default:
          return fail(place, `requests of ${logicalId} are signed unless the viewer sends Authorization`, { severity: 'warning' });
      }
    }) : undefined;
  }),
};
