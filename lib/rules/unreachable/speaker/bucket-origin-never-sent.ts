import type { BucketCorsRule } from '../../../contract/bucket-cors-rule';
import type { Behavior } from '../../../graph/types';
import { valueOr } from '../../../graph/types/known';
import { compileGlob } from '../../../model/patterns';
import { answerOr } from '../../../model/undecided';
import { exampleBucket } from '../../engine/example-stack';
import { fail, pass, unknownAt } from '../../engine/judge';
import type { Judgement, Place, Rule } from '../../engine/rule';
import { NO_RULE_MATCHES, UNREADABLE } from '../../evidence/witness-shape';
import { corsOf } from '../../promise/cors-wish';
import { asBrowsersSend, canBeSent } from '../../promise/origin-text';
import { pathsByBucket, type AssetPath } from '../../subjects/asset-path';
import { eachBucketRule } from '../../subjects/bucket-cors-rules';

export const bucketOriginNeverSent: Rule = {
  id: 'bucket-origin-never-sent',
  severity: 'error',
  family: 'unreachable',
  title: 'An origin in the bucket\'s rules that no browser ever sends: trailing slash, path, no scheme, upper case, default port',
  why: 'S3 compares texts, so no page on that origin ever gets a CORS header from S3, and its preflights and uploads are refused.',
  fix: 'Write the origin as browsers send it: scheme://host, lower case, a port only when it is not the default one.',
  see: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors-troubleshooting.html',
    'https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin',
  ],
  unless: 'Something other than a browser sends that very text as Origin.',
  witness: [{ ...NO_RULE_MATCHES, asks: 'bucket' }, { ...UNREADABLE, code: 'allow-origin-missing', asks: 'bucket' }],
  example: () => ({
    wrong: exampleBucket({ AllowedOrigins: '[https://app.example.com/]', AllowedMethods: '[GET, HEAD]' }),
    right: exampleBucket({ AllowedOrigins: '[https://app.example.com]', AllowedMethods: '[GET, HEAD]' }),
  }),
  check: eachBucketRule('AllowedOrigins', (rule, place, bucket, graph) =>
    rule.allowedOrigins.map((origin) => judgeOrigin(origin, rule, pathsByBucket(graph).get(bucket) ?? [], place))),
};

function judgeOrigin(origin: string, rule: BucketCorsRule, paths: readonly AssetPath[], place: Place): Judgement {
  const isSent = canBeSent(origin);
  if (isSent === 'undecided') {
    return unknownAt(place, `whether browsers send ${origin} is decided at deployment`);
  }
  if (isSent) {
    return pass(place);
  }
  const sent = origin === 'ALL' ? '*' : asBrowsersSend(origin);
  const message = `no browser sends ${JSON.stringify(origin)}`;
  if (sent === undefined) {
    return fail(place, message, { severity: 'warning' });
  }
  const isMissed = isNeeded(rule, paths, sent) && !rule.allowedOrigins.some((other) => other !== origin && compileGlob(other)(sent));
  return fail(place, message, { fix: `Write ${sent}.`, ...(isMissed ? {} : { severity: 'warning' }) });
}

/** Whether pages on an origin depend on what this rule says: for uploads they do, and for reading where no policy answers them. */
function isNeeded({ allowedMethods }: BucketCorsRule, paths: readonly AssetPath[], sent: string): boolean {
  const isForReading = allowedMethods.every((method) => method === 'GET' || method === 'HEAD');
  return !isForReading || paths.length === 0 || !paths.every(({ behavior }) => answeredByPolicy(behavior, sent));
}

function answeredByPolicy(behavior: Behavior, origin: string): boolean {
  const cors = answerOr(undefined, () => corsOf(behavior));
  const listed = cors ? valueOr<readonly string[], readonly string[]>(cors.allowOrigins, []) : [];
  return cors !== undefined && (valueOr(cors.originOverride, false) || listed.includes('*') || listed.includes(origin));
}
