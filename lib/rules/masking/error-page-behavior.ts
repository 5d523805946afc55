import type { Behavior } from '../../graph/types';
import { valueOr } from '../../graph/types/known';
import { chooseBehavior } from '../../model/cloudfront/behavior';
import { answerOr } from '../../model/undecided';
import { exampleStack } from '../engine/example-stack';
import { failIf, judged } from '../engine/judge';
import type { Rule } from '../engine/rule';
import { corsOf } from '../promise/cors-wish';
import { placeIn } from '../subjects/deliveries';

const ERRORS = '[{ ErrorCode: 403, ResponseCode: 404, ResponsePagePath: /errors/missing.html }]';
const PAGE = 'PathPattern: errors/*, TargetOriginId: assets, ViewerProtocolPolicy: https-only, CachePolicyId: 658327ea-f89d-4fab-a63d-7e88639e58f6';

export const errorPageBehavior: Rule = {
  id: 'error-page-behavior',
  severity: 'info',
  family: 'masking',
  title: 'The error page is served by a behavior without the CORS policy of the path that failed',
  why: 'CloudFront fetches the error page through the behavior of the page\'s own path. Pages on other origins may then see "no Access-Control-Allow-Origin" in place of the error.',
  fix: 'Attach the same response headers policy to the behavior that serves the error page.',
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/custom-error-pages.html',
  ],
  unless: 'No page needs to tell a missing file from a network error.',
  example: () => ({
    wrong: exampleStack({ distribution: { CustomErrorResponses: ERRORS, CacheBehaviors: `[{ ${PAGE} }]` } }),
    right: exampleStack({ distribution: { CustomErrorResponses: ERRORS, CacheBehaviors: `[{ ${PAGE}, ResponseHeadersPolicyId: !Ref CorsPolicy }]` } }),
  }),
  check: (graph) => graph.distributions.flatMap((distribution) => {
    const behaviors = valueOr(distribution.behaviors, []);
    const isMeantForOthers =
      behaviors.some((behavior) => answerOr(undefined, () => corsOf(behavior))) && behaviors.some(({ isDefault }) => isDefault);
    return !isMeantForOthers
      ? []
      : valueOr(distribution.customErrorResponses, []).flatMap(({ path, responsePagePath }) =>
          judged(placeIn(distribution, path), (place) => {
            const page = valueOr(responsePagePath, undefined);
            const server = page === undefined ? undefined : chooseBehavior(distribution, page);
            return (
              server && failIf(place, corsOf(server) ? undefined : `${page ?? ''} is served by ${nameOf(server)}, which has no CORS policy`)
            );
          }),
        );
  }),
};

function nameOf({ isDefault, pathPattern }: Behavior): string {
  return isDefault ? 'the default behavior' : `the behavior of ${valueOr(pathPattern, 'a path')}`;
}
