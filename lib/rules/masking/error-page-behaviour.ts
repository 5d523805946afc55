import { chainKnown, known, mapKnown, valueOr, type Known } from '../../graph/known';
import type { Behaviour } from '../../graph/types';
import { placeIn } from '../deliveries';
import { failIf, judgeKnown } from '../judge';
import { modelled } from '../modelled';
import { chooseBehaviour } from '../../model/cloudfront/behaviour';
import type { Judgement, Rule } from '../rule';
import { exampleStack } from '../example-stack';

const ERRORS = '[{ ErrorCode: 403, ResponseCode: 404, ResponsePagePath: /errors/missing.html }]';
const PAGE = 'PathPattern: errors/*, TargetOriginId: assets, ViewerProtocolPolicy: https-only, CachePolicyId: 658327ea-f89d-4fab-a63d-7e88639e58f6';

export const errorPageBehaviour: Rule = {
  id: 'error-page-behaviour',
  severity: 'info',
  family: 'masking',
  title: 'The error page is served by a behaviour without the CORS policy of the path that failed',
  why: 'CloudFront fetches the error page through the behaviour of the page\'s own path. Pages on other origins may then see "no Access-Control-Allow-Origin" in place of the error.',
  fix: 'Attach the same response headers policy to the behaviour that serves the error page.',
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
      const behaviours = valueOr(distribution.behaviours, []);
      if (!behaviours.some((behaviour) => valueOr(allowsOrigins(behaviour), false)) || !behaviours.some(({ isDefault }) => isDefault)) {
        return [];
      }
      return valueOr(distribution.customErrorResponses, []).flatMap(({ path, responsePagePath }) => {
        const place = placeIn(distribution, path);
        const page = responsePagePath.known ? responsePagePath.value : undefined;
        return page === undefined ? [] : [judgeKnown(place, modelled(() => chooseBehaviour(distribution, page)), (server) =>
          judgeKnown(place, allowsOrigins(server), (allows) =>
            failIf(place, allows ? undefined : `${page} is served by ${placeName(server)}, which has no CORS policy`)))];
      });
    }),
};

function allowsOrigins({ responseHeadersPolicy }: Behaviour): Known<boolean> {
  return chainKnown(responseHeadersPolicy, (policy) => (policy ? mapKnown(policy.cors, (cors) => cors !== undefined) : known(false)));
}

function placeName({ isDefault, pathPattern }: Behaviour): string {
  return isDefault ? 'the default behaviour' : `the behaviour of ${valueOr(pathPattern, 'a path')}`;
}
