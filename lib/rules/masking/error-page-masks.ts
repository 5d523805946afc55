import type { CustomErrorResponse } from '../../graph/types';
import { wishesCors } from '../promise/cors-wish';
import { placeIn } from '../subjects/deliveries';
import { fail, judgeKnown, pass, unknownAt } from '../engine/judge';
import type { Judgement, Place, Rule } from '../engine/rule';
import { exampleStack } from '../engine/example-stack';

export const errorPageMasks: Rule = {
  id: 'error-page-masks',
  severity: 'warning',
  family: 'masking',
  title: 'A 403 or 404 becomes a page with status 200, in a distribution that other origins read',
  why: 'A missing font or script arrives as HTML with status 200, and a refused preflight looks like a missing header: the real error is never shown.',
  fix: 'Remove the custom error response, or rewrite the paths of the app with a function on its own behavior.',
  see: [
    'https://github.com/aws-samples/cloudfront-authorization-at-edge/issues/25',
    'https://github.com/aws-samples/sample-collaborative-ai-dlc/issues/186',
    'https://github.com/ks888/LambStatus/issues/167',
  ],
  unless: 'The distribution serves a single-page app, and the files that other origins read always exist.',
  example: {
    wrong: exampleStack({ distribution: { CustomErrorResponses: '[{ ErrorCode: 403, ResponseCode: 200, ResponsePagePath: /index.html }]' } }),
    right: exampleStack({ distribution: { CustomErrorResponses: '[{ ErrorCode: 403, ResponseCode: 403, ResponsePagePath: /error.html }]' } }),
  },
  check: (graph) =>
    graph.distributions.flatMap((distribution): readonly Judgement[] => {
      const { customErrorResponses } = distribution;
      const wish = wishesCors(distribution);
      if (wish.known && !wish.value) {
        return [];
      }
      const whole = placeIn(distribution, 'Properties.DistributionConfig.CustomErrorResponses');
      if (!customErrorResponses.known) {
        return [unknownAt(whole, customErrorResponses.reason)];
      }
      return customErrorResponses.value.map((response) => {
        const place = placeIn(distribution, response.path);
        return judgeKnown(place, wish, () => judge(response, place));
      });
    }),
};

function judge({ errorCode, responseCode }: CustomErrorResponse, place: Place): Judgement {
  return judgeKnown(place, errorCode, (error) => (error !== 403 && error !== 404
    ? pass(place)
    : judgeKnown(place, responseCode, (code = error) => (code < 300 ? fail(place, `${String(error)} becomes ${String(code)}`) : pass(place)))));
}
