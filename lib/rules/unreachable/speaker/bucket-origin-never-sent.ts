import type { BucketCorsRule } from '../../../contract/bucket-cors-rule';
import { valueOr } from '../../../graph/types/known';
import { compileGlob } from '../../../model/patterns';
import { pathsByBucket } from '../../subjects/asset-path';
import { policyCorsOf } from '../../promise/cors-wish';
import type { AssetPath } from '../../subjects/asset-path';
import { eachBucketRule } from '../../subjects/bucket-cors-rules';
import { fail, pass, unknownAt } from '../../engine/judge';
import { asBrowsersSend, canBeSent } from '../../promise/origin-text';
import type { Judgement, Place, Rule } from '../../engine/rule';

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
  example: {
    wrong: `
Assets:
  Type: AWS::S3::Bucket
  Properties:
    CorsConfiguration:
      CorsRules:
        - AllowedOrigins: [https://app.example.com/]
          AllowedMethods: [GET, HEAD]
`,
    right: `
Assets:
  Type: AWS::S3::Bucket
  Properties:
    CorsConfiguration:
      CorsRules:
        - AllowedOrigins: [https://app.example.com]
          AllowedMethods: [GET, HEAD]
`,
  },
  check: (graph) => eachBucketRule(graph, (rule, at, bucket) => {
    const paths = pathsByBucket(graph).get(bucket) ?? [];
    return rule.allowedOrigins.map((origin) => judge(origin, rule, paths, at('AllowedOrigins')));
  }),
};

/** Whether pages on an origin depend on what this rule says: for uploads they do, and for reading where no policy answers them. */
function isNeeded({ allowedMethods }: BucketCorsRule, paths: readonly AssetPath[], sent: string): boolean {
  const isForReading = allowedMethods.every((method) => method === 'GET' || method === 'HEAD');
  return !isForReading || paths.length === 0 || !paths.every(({ behavior }) => {
    const cors = valueOr(policyCorsOf(behavior), undefined);
    const listed = cors && valueOr<readonly string[], readonly string[]>(cors.allowOrigins, []);
    return cors !== undefined && (valueOr(cors.originOverride, false) || listed?.includes('*') === true || listed?.includes(sent) === true);
  });
}

function judge(origin: string, rule: BucketCorsRule, paths: readonly AssetPath[], place: Place): Judgement {
  switch (canBeSent(origin)) {
    case true:
      return pass(place);
    case 'undecided':
      return unknownAt(place, `whether browsers send ${origin} is decided at deployment`);
    case false: {
      const sent = origin === 'ALL' ? '*' : asBrowsersSend(origin);
      return fail(place, `no browser sends ${JSON.stringify(origin)}`, {
        ...(sent === undefined ? {} : { fix: `Write ${sent}.` }),
        ...(sent === undefined || !isNeeded(rule, paths, sent) || rule.allowedOrigins.some((other) => other !== origin && compileGlob(other)(sent)) ? { severity: 'warning' as const } : {}),
      });
    }
  }
}
