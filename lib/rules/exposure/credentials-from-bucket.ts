import type { Behavior } from '../../graph/types';
import { valueOr } from '../../graph/types/known';
import { decided } from '../../model/undecided';
import { exampleStack } from '../engine/example-stack';
import { fail, pass } from '../engine/judge';
import type { Rule } from '../engine/rule';
import { readRules } from '../promise/cors-wish';
import { eachBehavior } from '../subjects/deliveries';

const HEADER = 'access-control-allow-credentials';

const SIGNED = { TrustedKeyGroups: '[!Ref KeyGroup]' };

export const credentialsFromBucket: Rule = {
  id: 'credentials-from-bucket',
  severity: 'warning',
  family: 'exposure',
  title: 'S3 adds Access-Control-Allow-Credentials behind a policy that allows none',
  why: 'S3 sends `Access-Control-Allow-Credentials: true` to every origin it names, and a policy without credentials may let that through: pages read with the user\'s cookies.',
  fix: 'Remove the header in the policy: RemoveHeadersConfig with Access-Control-Allow-Credentials. CloudFront removes headers before it adds its own.',
  see: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html',
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html',
  ],
  unless: 'Nothing that the distribution serves depends on cookies. Where it asks for no signed cookies, this is only a note.',
  example: () => ({
    wrong: exampleStack({ behavior: SIGNED }),
    right: exampleStack({ behavior: SIGNED, policy: { RemoveHeadersConfig: '{ Items: [{ Header: Access-Control-Allow-Credentials }] }' } }),
  }),
  check: eachBehavior('ResponseHeadersPolicyId', (behavior, place) => {
    const policy = valueOr(behavior.responseHeadersPolicy, undefined);
    const cors = policy && valueOr(policy.cors, undefined);
    if (!cors || !namesOrigins(behavior)) {
      return undefined;
    }
    // Browsers refuse a literal `*` for requests with credentials, whatever else the answer says
    if (valueOr(cors.originOverride, false) && valueOr<readonly string[], readonly string[]>(cors.allowOrigins, []).includes('*')) {
      return pass(place);
    }
    const isMeant = decided(cors.allowCredentials) || decided(policy.removeHeaders).some((name) => name.toLowerCase() === HEADER);
    return isMeant ? pass(place) : fail(place, 'S3 allows credentials and the policy does not', readsCookies(behavior) ? {} : { severity: 'info' });
  }),
};

/** Whether the bucket names origins to readers. With `*` alone S3 sends no such header. */
function namesOrigins({ origin }: Behavior): boolean {
  const target = valueOr(origin, undefined)?.target;
  const bucket = target?.kind === 's3' ? valueOr(target.bucket, undefined) : undefined;
  return readRules(bucket ? valueOr(bucket.cors, undefined) ?? [] : []).some(({ allowedOrigins }) => !allowedOrigins.includes('*'));
}

function readsCookies({ trustedKeyGroups, trustedSigners }: Behavior): boolean {
  return [trustedKeyGroups, trustedSigners].some((list) => list.known && list.value.length > 0);
}
