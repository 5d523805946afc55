import { chainKnown, known, valueOr, type Known } from '../../graph/types/known';
import type { Bucket, DeliveryGraph } from '../../graph/types';
import { behaviorPlace } from '../subjects/asset-path';
import { callerAt, mayAccess, statementsOf } from '../subjects/bucket-access';
import { forwardsQuery } from '../subjects/deliveries';
import { exampleStack } from '../engine/example-stack';
import { failIf, judgeKnown, pass } from '../engine/judge';
import type { PromisedPath } from '../promise/promise';
import { eachPromise } from '../promise/promised-paths';
import type { Rule } from '../engine/rule';

const UPLOADS = { AllowedMethods: '[GET, HEAD, PUT]', ExposedHeaders: '[ETag]' };
const NAMED = { AccessControlAllowMethods: '{ Items: [GET, HEAD, PUT] }' };
const ALL = { AllowedMethods: '[GET, HEAD, OPTIONS, PUT, PATCH, POST, DELETE]' };

export const uploadThroughCloudfront: Rule = {
  id: 'upload-through-cloudfront',
  severity: 'warning',
  family: 'disagreement',
  title: 'Uploads are let through CloudFront, and S3 refuses them',
  why: 'The preflight succeeds and the upload fails: CloudFront signs for itself and may not write, a URL presigned for S3 is signed twice, and a POST to an object is answered 405.',
  fix: 'Let pages upload to the bucket\'s own endpoint with a presigned URL and a CORS rule of the bucket, and allow [GET, HEAD, OPTIONS] here.',
  see: [
    'https://github.com/aws/aws-sdk-go/issues/826',
    'https://github.com/FineUploader/fine-uploader/issues/1016',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/PresignedUrlUploadObject.html',
  ],
  unless: 'Pages upload straight to the bucket, and nothing uses the methods here: then take them out of this behavior.',
  example: {
    wrong: exampleStack({ rule: UPLOADS, cors: NAMED, behavior: ALL }),
    right: exampleStack({ rule: UPLOADS }),
  },
  check: (graph) => eachPromise(graph, (path) => behaviorPlace(path, 'AllowedMethods'), ({ methods }, path, place) => {
    const allowed = valueOr<readonly string[], readonly string[]>(path.behavior.allowedMethods, []);
    const uploads = methods.filter((method) => method !== 'GET' && allowed.includes(method));
    return uploads.length === 0 ? pass(place) : judgeKnown(place, path.bucket, (bucket) => judgeKnown(place, refused(graph, path, bucket, uploads), (all) =>
      failIf(place, all.length === 0 ? undefined : `lets ${all.join(', ')} through, which S3 refuses`)));
  }, { code: ['viewer-request', 'origin-request'] }),
};

const ACTIONS: Readonly<Record<string, string | undefined>> = { PUT: 's3:PutObject', DELETE: 's3:DeleteObject' };

/** Those of the methods that S3 refuses for every object. */
function refused(graph: DeliveryGraph, { distribution, behavior, origin }: PromisedPath, bucket: Bucket, methods: readonly string[]): Known<readonly string[]> {
  return chainKnown(origin, (from) => chainKnown(callerAt(distribution, from), (caller) => chainKnown(statementsOf(bucket), (statements) => {
    // What CloudFront does not sign may be presigned by the page
    const mayBePresigned = caller.kind === 'anonymous' && forwardsQuery(behavior);
    return methods.reduce<Known<readonly string[]>>((sofar, method) => chainKnown(sofar, (found) => {
      const action = ACTIONS[method];
      if (action === undefined || mayBePresigned) {
        return known(action === undefined ? [...found, method] : found);
      }
      return chainKnown(mayAccess(graph, statements, bucket, caller, `${valueOr(from.originPath, '')}/`, action), (effect) =>
        known(effect === 'allow' ? found : [...found, method]));
    }), known([]));
  })));
}
