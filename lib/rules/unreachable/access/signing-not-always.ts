import { eachOrigin, placeIn } from '../../subjects/deliveries';
import { fail, judgeKnown, pass } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { exampleStack } from '../../engine/example-stack';

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
  example: {
    wrong: exampleStack({ accessControl: { SigningBehavior: 'never' } }),
    right: exampleStack(),
  },
  check: (graph) =>
    eachOrigin(graph, ({ target, accessControl }, distribution) => {
      if (target.kind !== 's3' || !accessControl.known || !accessControl.value) {
        return [];
      }
      const { address, signingBehavior } = accessControl.value;
      const place = { address, path: 'Properties.OriginAccessControlConfig.SigningBehavior' };
      return [judgeKnown(place, signingBehavior, (behavior) => {
        if (behavior === 'always') {
          return pass(place);
        }
        const message = `requests of ${placeIn(distribution, '').address.logicalId} are signed ${behavior === 'never' ? 'never' : 'unless the viewer sends Authorization'}`;
        return behavior === 'never' ? fail(place, message) : fail(place, message, { severity: 'warning' });
      })];
    }),
};
