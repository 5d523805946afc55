import { known, mapKnown, type Known } from '../../graph/known';
import type { Behaviour } from '../../graph/types';
import { eachBehaviour, placeIn } from '../deliveries';
import { fail, judgeKnown, pass } from '../judge';
import type { Rule } from '../rule';
import { exampleStack } from '../example-stack';

const HEADER = 'access-control-allow-credentials';

const SIGNED = { TrustedKeyGroups: '[!Ref KeyGroup]' };

export const credentialsFromBucket: Rule = {
  id: 'credentials-from-bucket',
  severity: 'warning',
  family: 'exposure',
  title: 'S3 adds Access-Control-Allow-Credentials behind a policy that allows none',
  why: 'S3 sends `Access-Control-Allow-Credentials: true` to every origin it names, and a policy without credentials may let that through: pages read with the user\'s cookies.',
  fix: 'Remove the header in the policy: RemoveHeadersConfig with Access-Control-Allow-Credentials. CloudFront removes first and adds then.',
  see: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html',
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html',
  ],
  unless: 'Nothing that the distribution serves depends on cookies. Where it asks for no signed cookies, this is only a note.',
  example: {
    wrong: exampleStack({ behaviour: SIGNED }),
    right: exampleStack({ behaviour: SIGNED, policy: { RemoveHeadersConfig: '{ Items: [{ Header: Access-Control-Allow-Credentials }] }' } }),
  },
  check: (graph) =>
    eachBehaviour(graph, (behaviour, distribution) => {
      const cors = behaviour.responseHeadersPolicy.known ? behaviour.responseHeadersPolicy.value?.cors : undefined;
      if (!cors?.known || !cors.value || !namesOrigins(behaviour)) {
        return [];
      }
      const place = placeIn(distribution, `${behaviour.path}.ResponseHeadersPolicyId`);
      return [judgeKnown(place, cors.value.allowCredentials, (allows) => (allows ? pass(place) : judgeKnown(place, removesHeader(behaviour), (removes) =>
        (removes ? pass(place) : fail(place, 'S3 allows credentials and the policy does not', readsCookies(behaviour) ? {} : { severity: 'info' })))))];
    }),
};

/** Whether the bucket names origins to readers. With `*` alone S3 sends no such header. */
function namesOrigins({ origin }: Behaviour): boolean {
  const target = origin.known ? origin.value.target : undefined;
  const cors = target?.kind === 's3' && target.bucket.known ? target.bucket.value.cors : undefined;
  return cors?.known === true && (cors.value ?? []).some(({ allowedOrigins, allowedMethods }) =>
    allowedMethods.some((method) => method === 'GET' || method === 'HEAD') && !allowedOrigins.includes('*'));
}

function removesHeader({ responseHeadersPolicy }: Behaviour): Known<boolean> {
  const removed = responseHeadersPolicy.known ? responseHeadersPolicy.value?.removeHeaders : responseHeadersPolicy;
  return removed ? mapKnown(removed, (names) => names.some((name) => name.toLowerCase() === HEADER)) : known(false);
}

function readsCookies({ trustedKeyGroups, trustedSigners }: Behaviour): boolean {
  return [trustedKeyGroups, trustedSigners].some((list) => list.known && list.value.length > 0);
}
