import { decided } from '../../model/undecided';
import { exampleStack } from '../engine/example-stack';
import { failIf } from '../engine/judge';
import type { Rule } from '../engine/rule';
import { corsOf } from '../promise/cors-wish';
import { eachPromiseOfAll } from '../promise/promised-paths';
import { behaviorPlace } from '../subjects/asset-path';

const UPLOADS = { AllowedMethods: '[GET, HEAD, PUT]', ExposedHeaders: '[ETag]' };

export const methodRefusedByBehavior: Rule = {
  id: 'method-refused-by-behavior',
  severity: 'error',
  family: 'disagreement',
  title: 'The policy allows pages a method that the behavior does not let through',
  why: 'CloudFront answers 403 to the method itself, whatever the preflight said.',
  fix: 'Take the method out of AccessControlAllowMethods: uploads belong to the bucket\'s own endpoint and a CORS rule of the bucket. Or allow all seven methods here.',
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-403-invalid-method.html',
    'https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_AllowedMethods.html',
  ],
  unless: 'The policy is shared with another behavior that takes the method.',
  witness: [{ by: 'CloudFront', step: 'response', refusedWith: 'InvalidMethod' }],
  example: () => ({
    wrong: exampleStack({ rule: UPLOADS, cors: { AccessControlAllowMethods: '{ Items: [GET, HEAD, PUT] }' } }),
    right: exampleStack({ rule: UPLOADS, cors: { AccessControlAllowMethods: '{ Items: [GET, HEAD] }' } }),
  }),
  check: eachPromiseOfAll((path) => behaviorPlace(path, 'AllowedMethods'), ({ methods }, { behavior }, place) => {
    if (!corsOf(behavior)) {
      return undefined;
    }
    const allowed = decided(behavior.allowedMethods);
    const refused = methods.filter((method) => !allowed.includes(method));
    return failIf(place, refused.length === 0 ? undefined : `does not allow ${refused.join(', ')}, which the policy promises`);
  }, { code: [] }),
};
