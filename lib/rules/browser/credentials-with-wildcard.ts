import type { Known } from '../../graph/known';
import { fail, judgeKnown, pass } from '../judge';
import type { Judgement, Place, Rule } from '../rule';
import { eachPolicyCors } from './policy-cors';

export const credentialsWithWildcard: Rule = {
  id: 'credentials-with-wildcard',
  severity: 'error',
  family: 'browser',
  title: 'The policy allows credentials together with *',
  why: 'For requests with cookies browsers take * literally, as the name of an origin, method or header that does not exist. For allowed headers CloudFront refuses it.',
  fix: 'Name the origins, headers and methods, or set AccessControlAllowCredentials to false: fonts, scripts and images rarely need it.',
  see: [
    'https://fetch.spec.whatwg.org/#cors-protocol-and-credentials',
    'https://github.com/aws/aws-cdk/pull/35308',
    'https://github.com/video-dev/hls.js/issues/329',
  ],
  unless: 'Never: * and credentials exclude each other in the standard. A pattern such as https://*.example.com is fine.',
  example: {
    wrong: `
CorsConfig:
  AccessControlAllowCredentials: true
  AccessControlAllowOrigins: { Items: ['*'] }
`,
    right: `
CorsConfig:
  AccessControlAllowCredentials: true
  AccessControlAllowOrigins: { Items: [https://app.example.com] }
`,
  },
  check: (graph) => eachPolicyCors(graph, (cors, at) => {
    const place = at('AccessControlAllowCredentials');
    if (!cors.allowCredentials.known) {
      return [judgeKnown(place, cors.allowCredentials, () => pass(place))];
    }
    return cors.allowCredentials.value ? [
      judgeList(at('AccessControlAllowOrigins'), cors.allowOrigins, 'browsers refuse it for requests with credentials'),
      judgeList(at('AccessControlAllowHeaders'), cors.allowHeaders, 'CloudFront refuses it beside credentials, and browsers take it for the name of a header'),
      judgeList(at('AccessControlAllowMethods'), cors.allowMethods, 'browsers take it for the name of a method'),
      judgeList(at('AccessControlExposeHeaders'), cors.exposeHeaders, 'browsers take it for the name of a header, so nothing is exposed'),
    ] : [];
  }),
};

function judgeList(place: Place, list: Known<readonly string[]>, consequence: string): Judgement {
  return judgeKnown(place, list, (items) => (items.includes('*') ? fail(place, `is * beside credentials: ${consequence}`) : pass(place)));
}
