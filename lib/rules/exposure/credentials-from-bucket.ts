import { known, mapKnown, type Known } from '../../graph/types/known';
import type { Behavior } from '../../graph/types';
import { eachBehavior, placeIn } from '../subjects/deliveries';
import { fail, judgeKnown, pass } from '../engine/judge';
import type { Rule } from '../engine/rule';
import { exampleStack } from '../engine/example-stack';

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
    wrong: exampleStack({ behavior: SIGNED }),
    right: exampleStack({ behavior: SIGNED, policy: { RemoveHeadersConfig: '{ Items: [{ Header: Access-Control-Allow-Credentials }] }' } }),
  },
  check: (graph) =>
    eachBehavior(graph, (behavior, distribution) => {
      const cors = behavior.responseHeadersPolicy.known ? behavior.responseHeadersPolicy.value?.cors : undefined;
      if (!cors?.known || !cors.value || !namesOrigins(behavior)) {
        return [];
      }
      const place = placeIn(distribution, `${behavior.path}.ResponseHeadersPolicyId`);
      return [judgeKnown(place, cors.value.allowCredentials, (allows) => (allows ? pass(place) : judgeKnown(place, removesHeader(behavior), (removes) =>
        (removes ? pass(place) : fail(place, 'S3 allows credentials and the policy does not', readsCookies(behavior) ? {} : { severity: 'info' })))))];
    }),
};

/** Whether the bucket names origins to readers. With `*` alone S3 sends no such header. */
function namesOrigins({ origin }: Behavior): boolean {
  const target = origin.known ? origin.value.target : undefined;
  const cors = target?.kind === 's3' && target.bucket.known ? target.bucket.value.cors : undefined;
  return cors?.known === true && (cors.value ?? []).some(({ allowedOrigins, allowedMethods }) =>
    allowedMethods.some((method) => method === 'GET' || method === 'HEAD') && !allowedOrigins.includes('*'));
}

function removesHeader({ responseHeadersPolicy }: Behavior): Known<boolean> {
  const removed = responseHeadersPolicy.known ? responseHeadersPolicy.value?.removeHeaders : responseHeadersPolicy;
  return removed ? mapKnown(removed, (names) => names.some((name) => name.toLowerCase() === HEADER)) : known(false);
}

function readsCookies({ trustedKeyGroups, trustedSigners }: Behavior): boolean {
  return [trustedKeyGroups, trustedSigners].some((list) => list.known && list.value.length > 0);
}
