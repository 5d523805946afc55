import { valueOr } from '../../../graph/types/known';
import { forwardingOf } from '../../../model/cloudfront/origin-request';
import { decided, Undecided } from '../../../model/undecided';
import { exampleStack } from '../../engine/example-stack';
import { fail, pass } from '../../engine/judge';
import type { Place, Rule } from '../../engine/rule';
import { eachIn } from '../../engine/subject';
import { promisedPaths, type PromisedPath } from '../../promise/promise';
import { behaviorPlace, codeAtTheEdge } from '../../subjects/asset-path';

export const hostForwardedToS3: Rule = {
  id: 'host-forwarded-to-s3',
  severity: 'error',
  family: 'unreachable',
  title: 'The viewer\'s Host is forwarded to S3 (AllViewer, for example)',
  why: 'S3 checks the signature against another host, or takes the host for the name of a bucket: every request fails, and the console blames CORS.',
  fix: 'Use CORS-S3Origin, or AllViewerExceptHostHeader when all headers are needed, and keep Host out of the cache policy.',
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html',
    'https://github.com/webiny/webiny-js/issues/2639',
    'https://github.com/serverless-nextjs/serverless-next.js/pull/412',
  ],
  unless: 'The bucket is public and has the very name under which viewers ask for it.',
  witness: [{ by: 'S3', refusedWith: 'SignatureDoesNotMatch' }, { by: 'S3', refusedWith: 'NoSuchBucket' }],
  example: () => ({
    wrong: exampleStack({ behavior: { OriginRequestPolicyId: '216adef6-5c7f-47e4-b989-5492eafa07d3 # AllViewer' } }),
    right: exampleStack(),
  }),
  check: eachIn(promisedPaths, placeOf, (path, place) => {
    if (!forwardingOf(path.behavior).forwardsHost) {
      return pass(place);
    }
    const code = codeAtTheEdge(path.behavior, ['origin-request']);
    if (code !== undefined) {
      throw new Undecided(code);
    }
    const harm = consequence(path);
    // A stack without a wish for CORS is broken as well, but not by a mistake of CORS
    const isPromised = valueOr(path.promise, undefined)?.certain === true;
    return harm === undefined ? pass(place) : fail(place, harm, isPromised ? {} : { severity: 'warning' });
  }),
};

function placeOf(path: PromisedPath): Place {
  return behaviorPlace(path, path.behavior.cache.mode === 'legacy' ? 'ForwardedValues.Headers' : 'OriginRequestPolicyId');
}

function consequence({ origin, distribution }: PromisedPath): string | undefined {
  const { target, accessControl, accessIdentity } = decided(origin);
  if (target.kind !== 's3' && target.kind !== 's3-website') {
    throw new Undecided(target.kind === 'unknown' ? target.reason : 'the origin is not a bucket');
  }
  if (decided(accessControl) !== undefined || decided(accessIdentity) !== undefined) {
    return 'Host is forwarded, so S3 answers 403 SignatureDoesNotMatch to every request';
  }
  return decided(distribution.aliases).includes(target.bucketName) ? undefined : `Host is forwarded, so S3 looks for a bucket of that name in place of ${target.bucketName}`;
}
