import { decided } from '../../model/undecided';
import { exampleStack } from '../engine/example-stack';
import { failIf } from '../engine/judge';
import type { Rule } from '../engine/rule';
import { corsOf } from '../promise/cors-wish';
import { eachPromise, oncePerPlace } from '../promise/promised-paths';
import { policySection } from '../subjects/asset-path';

export const policyLacksGet: Rule = {
  id: 'policy-lacks-get',
  severity: 'warning',
  family: 'disagreement',
  title: 'The policy\'s methods leave out GET',
  why: 'CloudFront may compare the method of the request itself with the list, as it does with headers, and then every fetch of a file arrives without permission for the page.',
  fix: 'List GET and HEAD in addition to the other methods.',
  see: ['https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html'],
  unless: 'No page reads files through this behavior.',
  example: () => ({
    wrong: exampleStack({ cors: { AccessControlAllowMethods: '{ Items: [HEAD, OPTIONS] }' } }),
    right: exampleStack(),
  }),
  check: oncePerPlace(eachPromise((path) => policySection(path, 'CorsConfig.AccessControlAllowMethods'), (_promise, { behavior }, place) => {
    const cors = corsOf(behavior);
    const methods = cors && decided(cors.allowMethods);
    // SimpleCORS lists none, and is recorded to answer a GET
    return methods && failIf(place, methods.length === 0 || methods.includes('ALL') || methods.includes('GET') ? undefined
      : 'does not list GET; whether CloudFront then keeps the CORS headers back is not documented (allow-methods-on-actual-requests)');
  })),
};
