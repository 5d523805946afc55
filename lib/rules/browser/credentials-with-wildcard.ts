import { allKnown, valueOr } from '../../graph/types/known';
import type { Known } from '../../graph/types/known';
import type { DeliveryGraph, ResponseHeadersCors } from '../../graph/types';
import { behaviorPlace } from '../subjects/asset-path';
import { policyCorsOf } from '../promise/cors-wish';
import { exampleStack } from '../engine/example-stack';
import { fail, failIf, judgeKnown, pass } from '../engine/judge';
import { eachPromise } from '../promise/promised-paths';
import { bucketAllowOrigin, sampleOrigin } from '../promise/promised-requests';
import { eachPolicyCors } from '../subjects/policy-cors';
import type { Judgement, Place, Rule } from '../engine/rule';

const CREDENTIALS = { AccessControlAllowCredentials: 'true', AccessControlAllowHeaders: '{ Items: [X-Requested-With] }' };

export const credentialsWithWildcard: Rule = {
  id: 'credentials-with-wildcard',
  severity: 'error',
  family: 'browser',
  title: 'The policy allows credentials to every origin, or exposes every header beside credentials',
  why: 'For requests with cookies browsers take `*` literally: as an origin it permits nobody, as an exposed header it exposes nothing.',
  fix: 'Name the origins and the exposed headers, or set AccessControlAllowCredentials to false: fonts, scripts and images rarely need it.',
  see: [
    'https://fetch.spec.whatwg.org/#cors-protocol-and-credentials',
    'https://github.com/video-dev/hls.js/issues/329',
  ],
  unless: 'Never: `*` and credentials exclude each other in the standard. A pattern such as `https://*.example.com` is fine.',
  example: {
    wrong: exampleStack({ cors: { ...CREDENTIALS, AccessControlAllowOrigins: '{ Items: [\'*\'] }' } }),
    right: exampleStack({ cors: CREDENTIALS }),
  },
  check: (graph) => [...eachPolicyCors(graph, judgePolicy), ...signedPaths(graph)],
};

function judgePolicy(cors: ResponseHeadersCors, at: (property?: string) => Place): readonly Judgement[] {
  const place = at('AccessControlAllowCredentials');
  if (!cors.allowCredentials.known) {
    return [judgeKnown(place, cors.allowCredentials, () => pass(place))];
  }
  return cors.allowCredentials.value ? [
    judgeList(at('AccessControlAllowOrigins'), cors.allowOrigins, () => 'browsers refuse it for requests with credentials'),
    judgeList(at('AccessControlExposeHeaders'), cors.exposeHeaders, ({ length }) => `browsers take it for the name of a header, so ${length > 1 ? 'only the others are' : 'nothing is'} exposed`,
      ({ length }) => (length > 1 ? { severity: 'warning' } : {})),
  ] : [];
}

function judgeList(place: Place, list: Known<readonly string[]>, consequence: (items: readonly string[]) => string, more: (items: readonly string[]) => { readonly severity?: 'warning' } = () => ({})): Judgement {
  return judgeKnown(place, list, (items) => (items.includes('*') ? fail(place, `is * beside credentials: ${consequence(items)}`, more(items)) : pass(place)));
}

/** Signed cookies are credentials too. Whether viewers sign with them or by the URL, no template says. */
function signedPaths(graph: DeliveryGraph): readonly Judgement[] {
  return eachPromise(graph, (path) => behaviorPlace(path, 'TrustedKeyGroups'), ({ origins }, { behavior, bucket }, place) => {
    const signers = [behavior.trustedKeyGroups, behavior.trustedSigners].flatMap((list) => valueOr<readonly string[], readonly string[]>(list, []));
    const cors = valueOr(policyCorsOf(behavior), undefined);
    return signers.length === 0 || cors ? undefined : judgeKnown(place, bucket, ({ cors: rules }) => judgeKnown(place, rules, (list) =>
      judgeKnown(place, allKnown(origins.map((entry) => bucketAllowOrigin(list ?? [], sampleOrigin(entry)))), (answers) =>
        failIf(place, answers.flat().includes('*') ? 'asks viewers to sign, and the bucket answers *, which browsers refuse for requests with signed cookies' : undefined, { severity: 'warning' }))));
  });
}
