import { CORS_RESPONSE_HEADERS } from '../../model/http/message';
import { decided } from '../../model/undecided';
import { exampleStack } from '../engine/example-stack';
import { failIf } from '../engine/judge';
import type { Judgement, Place, Rule } from '../engine/rule';
import { inTurn } from '../engine/subject';
import { NO_RULE_MATCHES } from '../evidence/witness-shape';
import { headersOfPages, isSetByPages } from '../promise/page-header';
import { eachBucketRule } from '../subjects/bucket-cors-rules';
import { eachPolicyCorsProperty } from '../subjects/headers-policy';

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
  unless: 'No page sets a header of its own: then the list is unnecessary, and harmless.',
  witness: [NO_RULE_MATCHES],
  example: () => ({
    wrong: exampleStack({ rule: { AllowedHeaders: '[Origin]' } }),
    right: exampleStack({ rule: { AllowedHeaders: '[X-Requested-With]' }, cors: { AccessControlAllowHeaders: '{ Items: [X-Requested-With, Priority, If-None-Match] }' } }),
  }),
  check: inTurn(
    eachBucketRule('AllowedHeaders', ({ allowedHeaders = [] }, place) => (allowedHeaders.length === 0 ? undefined : judgeHeaders(allowedHeaders, place))),
    eachPolicyCorsProperty('AccessControlAllowHeaders', ({ allowHeaders }, place) => judgeHeaders(headersOfPages(decided(allowHeaders)), place)),
  ),
};

// Names that occur in responses only are told by another rule
function judgeHeaders(headers: readonly string[], place: Place): Judgement {
  const others = headers.filter((name) => !(CORS_RESPONSE_HEADERS as readonly string[]).includes(name.toLowerCase()));
  const needless = others.filter((name) => !isSetByPages(name));
  return failIf(place, needless.length === 0 ? undefined : `lists ${needless.join(', ')}, which no page can set`, needless.length < others.length ? { severity: 'info' } : {});
}
