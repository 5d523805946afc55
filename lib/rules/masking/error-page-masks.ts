import { answerTo, decided } from '../../model/undecided';
import { exampleStack } from '../engine/example-stack';
import { failIf, judged } from '../engine/judge';
import type { Rule } from '../engine/rule';
import { wishesCors } from '../promise/cors-wish';
import { placeIn } from '../subjects/deliveries';

export const errorPageMasks: Rule = {
  id: 'error-page-masks',
  severity: 'warning',
  family: 'masking',
  title: 'A 403 or 404 becomes a page with status 200, in a distribution that other origins read',
  why: 'A missing font or script arrives as HTML with status 200, and a refused preflight looks like a missing header: the real error is never shown.',
  fix: 'Remove the custom error response, or rewrite the paths of the app with a function on its own behavior: AssetRouting.app of CorsAssetDistribution and CorsAssetBehavior is one.',
  see: [
    'https://github.com/aws-samples/cloudfront-authorization-at-edge/issues/25',
    'https://github.com/aws-samples/sample-collaborative-ai-dlc/issues/186',
    'https://github.com/ks888/LambStatus/issues/167',
  ],
  unless: 'The distribution serves a single-page app, and the files that other origins read always exist.',
  noEdit: 'An app may answer its deep links with this page, and then it has to stay.',
  example: () => ({
    wrong: exampleStack({ distribution: { CustomErrorResponses: '[{ ErrorCode: 403, ResponseCode: 200, ResponsePagePath: /index.html }]' } }),
    right: exampleStack({ distribution: { CustomErrorResponses: '[{ ErrorCode: 403, ResponseCode: 403, ResponsePagePath: /error.html }]' } }),
  }),
  check: (graph) => graph.distributions.flatMap((distribution) => {
    const wish = answerTo(() => wishesCors(distribution));
    return wish.known && !wish.value
      ? []
      : judged(placeIn(distribution, 'Properties.DistributionConfig.CustomErrorResponses'), () =>
          decided(distribution.customErrorResponses).flatMap(({ path, errorCode, responseCode }) =>
            judged(placeIn(distribution, path), (place) => {
              decided(wish);
              const error = decided(errorCode);
              const code = error === 403 || error === 404 ? (decided(responseCode) ?? error) : error;
              return failIf(place, code < 300 ? `${String(error)} becomes ${String(code)}` : undefined);
            }),
          ),
        );
  }),
};
