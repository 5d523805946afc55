import { behaviourPlace } from '../asset-path';
import { policyCorsOf } from '../cors-wish';
import { exampleStack } from '../example-stack';
import { failIf, judgeKnown } from '../judge';
import { eachPromise } from '../promised';
import type { Rule } from '../rule';

const UPLOADS = { AllowedMethods: '[GET, HEAD, PUT]', ExposedHeaders: '[ETag]' };

export const methodRefusedByBehaviour: Rule = {
  id: 'method-refused-by-behaviour',
  severity: 'error',
  family: 'disagreement',
  title: 'The policy allows pages a method that the behaviour does not let through',
  why: 'CloudFront answers 403 to the method itself, whatever the preflight said.',
  fix: 'Take the method out of AccessControlAllowMethods: uploads belong to the bucket\'s own endpoint and a CORS rule of the bucket. Or allow all seven methods here.',
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-403-invalid-method.html',
    'https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_AllowedMethods.html',
  ],
  unless: 'The policy is shared with another behaviour that takes the method.',
  example: {
    wrong: exampleStack({ rule: UPLOADS, cors: { AccessControlAllowMethods: '{ Items: [GET, HEAD, PUT] }' } }),
    right: exampleStack({ rule: UPLOADS, cors: { AccessControlAllowMethods: '{ Items: [GET, HEAD] }' } }),
  },
  check: (graph) => eachPromise(graph, (path) => behaviourPlace(path, 'AllowedMethods'), ({ methods }, { behaviour }, place) =>
    judgeKnown(place, policyCorsOf(behaviour), (cors) => (cors ? judgeKnown(place, behaviour.allowedMethods, (allowed) => {
      const refused = methods.filter((method) => !allowed.includes(method));
      return failIf(place, refused.length === 0 ? undefined : `does not allow ${refused.join(', ')}, which the policy promises`);
    }) : undefined)), { code: [] }),
};
