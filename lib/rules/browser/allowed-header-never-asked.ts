import { CORS_RESPONSE_HEADERS } from '../../model/http/message';
import { eachBucketRule } from '../subjects/bucket-cors-rules';
import { exampleStack } from '../engine/example-stack';
import { failIf, judgeKnown } from '../engine/judge';
import { isSetByPages } from '../promise/page-header';
import { eachPolicyCors } from '../subjects/policy-cors';
import type { Judgement, Place, Rule } from '../engine/rule';

export const allowedHeaderNeverAsked: Rule = {
  id: 'allowed-header-never-asked',
  severity: 'warning',
  family: 'browser',
  title: 'The allowed request headers are ones that no preflight asks for, such as Origin',
  why: 'Browsers set these headers themselves and never ask permission for them. Headers that the page\'s code sets are still not allowed, so its requests fail at the preflight.',
  fix: 'List the headers that the page\'s code sets, such as X-Requested-With, or allow them all with *.',
  see: [
    'https://fetch.spec.whatwg.org/#forbidden-request-header',
    'https://github.com/video-dev/hls.js/issues/2620',
  ],
  unless: 'No page sets a header of its own: then the list is needless, and harmless.',
  example: {
    wrong: exampleStack({ rule: { AllowedHeaders: '[Origin]' } }),
    right: exampleStack({ rule: { AllowedHeaders: '[X-Requested-With]' }, cors: { AccessControlAllowHeaders: '{ Items: [X-Requested-With] }' } }),
  },
  check: (graph) => [
    ...eachBucketRule(graph, ({ allowedHeaders = [] }, at) => (allowedHeaders.length === 0 ? [] : [judge(allowedHeaders, at('AllowedHeaders'))])),
    ...eachPolicyCors(graph, ({ allowHeaders }, at) => {
      const place = at('AccessControlAllowHeaders');
      return [judgeKnown(place, allowHeaders, (headers) => judge(headers, place))];
    }),
  ],
};

// Names that occur in responses only are told by another rule
function judge(headers: readonly string[], place: Place): Judgement {
  const others = headers.filter((name) => !(CORS_RESPONSE_HEADERS as readonly string[]).includes(name.toLowerCase()));
  const needless = others.filter((name) => !isSetByPages(name));
  const message = needless.length === 0 ? undefined : `lists ${needless.join(', ')}, which no page can set`;
  return failIf(place, message, needless.length < others.length ? { severity: 'info' } : {});
}
