import { chainKnown, mapKnown, valueOr } from '../../../graph/types/known';
import type { Known } from '../../../graph/types/known';
import type { DeliveryGraph } from '../../../graph/types';
import { forwardingOf } from '../../../model/cloudfront/origin-request';
import { modelled } from '../../engine/modelled';
import { behaviorPlace, codeAtTheEdge } from '../../subjects/asset-path';
import type { AssetPath } from '../../subjects/asset-path';
import { exampleStack } from '../../engine/example-stack';
import { fail, judgeKnown, pass, unknownAt } from '../../engine/judge';
import { promisedPaths } from '../../promise/promise';
import type { PromisedPath } from '../../promise/promise';
import type { Judgement, Rule } from '../../engine/rule';

export const hostForwardedToS3: Rule = {
  id: 'host-forwarded-to-s3',
  severity: 'error',
  family: 'unreachable',
  title: 'The viewer\'s Host is forwarded to S3 (AllViewer and friends)',
  why: 'S3 checks the signature against another host, or takes the host for the name of a bucket: every request fails, and the console blames CORS.',
  fix: 'Use CORS-S3Origin, or AllViewerExceptHostHeader when all headers are needed, and keep Host out of the cache policy.',
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html',
    'https://github.com/webiny/webiny-js/issues/2639',
    'https://github.com/serverless-nextjs/serverless-next.js/pull/412',
  ],
  unless: 'The bucket is public and has the very name under which viewers ask for it.',
  example: {
    wrong: exampleStack({ behavior: { OriginRequestPolicyId: '216adef6-5c7f-47e4-b989-5492eafa07d3 # AllViewer' } }),
    right: exampleStack(),
  },
  check: (graph: DeliveryGraph) => promisedPaths(graph).map(judge),
};

function judge(path: PromisedPath): Judgement {
  const place = behaviorPlace(path, path.behavior.cache.mode === 'legacy' ? 'ForwardedValues.Headers' : 'OriginRequestPolicyId');
  return judgeKnown(place, modelled(() => forwardingOf(path.behavior).forwardsHost), (forwards) => {
    if (!forwards) {
      return pass(place);
    }
    const code = codeAtTheEdge(path.behavior, ['origin-request']);
    return code !== undefined ? unknownAt(place, code) : judgeKnown(place, consequence(path), (harm) => {
      // A stack without a wish for CORS is broken as well, but not by a mistake of CORS
      const promise = valueOr(path.promise, undefined);
      return harm === undefined ? pass(place) : fail(place, harm, promise?.certain ? {} : { severity: 'warning' });
    });
  });
}

function consequence({ origin, distribution }: AssetPath): Known<string | undefined> {
  return chainKnown(origin, ({ target, accessControl, accessIdentity }) => {
    if (target.kind !== 's3' && target.kind !== 's3-website') {
      return { known: false, reason: target.kind === 'unknown' ? target.reason : 'the origin is no bucket' };
    }
    const signs = chainKnown(accessControl, (control) => mapKnown(accessIdentity, (identity) => control !== undefined || identity !== undefined));
    return chainKnown(signs, (signed) => mapKnown(distribution.aliases, (aliases) => {
      if (signed) {
        return 'Host is forwarded, so S3 answers 403 SignatureDoesNotMatch to every request';
      }
      return aliases.includes(target.bucketName) ? undefined : `Host is forwarded, so S3 looks for a bucket of that name in place of ${target.bucketName}`;
    }));
  });
}
