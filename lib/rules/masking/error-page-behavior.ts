import { chainKnown, known, mapKnown, valueOr, type Known } from '../../graph/types/known';
import type { Behavior } from '../../graph/types';
import { placeIn } from '../subjects/deliveries';
import { failIf, judgeKnown } from '../engine/judge';
import { modelled } from '../engine/modelled';
import { chooseBehavior } from '../../model/cloudfront/behavior';
import type { Judgement, Rule } from '../engine/rule';
import { exampleStack } from '../engine/example-stack';

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
  example: {
    wrong: exampleStack({ distribution: { CustomErrorResponses: ERRORS, CacheBehaviors: `[{ ${PAGE} }]` } }),
    right: exampleStack({ distribution: { CustomErrorResponses: ERRORS, CacheBehaviors: `[{ ${PAGE}, ResponseHeadersPolicyId: !Ref CorsPolicy }]` } }),
  },
  check: (graph) =>
    graph.distributions.flatMap((distribution): readonly Judgement[] => {
      const behaviors = valueOr(distribution.behaviors, []);
      if (!behaviors.some((behavior) => valueOr(allowsOrigins(behavior), false)) || !behaviors.some(({ isDefault }) => isDefault)) {
        return [];
      }
      return valueOr(distribution.customErrorResponses, []).flatMap(({ path, responsePagePath }) => {
        const place = placeIn(distribution, path);
        const page = responsePagePath.known ? responsePagePath.value : undefined;
        return page === undefined ? [] : [judgeKnown(place, modelled(() => chooseBehavior(distribution, page)), (server) =>
          judgeKnown(place, allowsOrigins(server), (allows) =>
            failIf(place, allows ? undefined : `${page} is served by ${placeName(server)}, which has no CORS policy`)))];
      });
    }),
};

function allowsOrigins({ responseHeadersPolicy }: Behavior): Known<boolean> {
  return chainKnown(responseHeadersPolicy, (policy) => (policy ? mapKnown(policy.cors, (cors) => cors !== undefined) : known(false)));
}

function placeName({ isDefault, pathPattern }: Behavior): string {
  return isDefault ? 'the default behavior' : `the behavior of ${valueOr(pathPattern, 'a path')}`;
}
