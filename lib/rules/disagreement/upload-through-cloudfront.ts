import type { DeliveryGraph } from '../../graph/types';
import { valueOr } from '../../graph/types/known';
import { decided } from '../../model/undecided';
import { exampleStack } from '../engine/example-stack';
import { failIf } from '../engine/judge';
import type { Rule } from '../engine/rule';
import type { PromisedPath } from '../promise/promise';
import { eachPromise } from '../promise/promised-paths';
import { behaviorPlace } from '../subjects/asset-path';
import { callerAt, mayAccess } from '../subjects/bucket-access';
import { forwardsQuery } from '../subjects/deliveries';

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
  witness: [{ by: 'S3', step: 'response', code: 'request-refused' }],
  example: () => ({
    wrong: exampleStack({ rule: UPLOADS, cors: NAMED, behavior: ALL }),
    right: exampleStack({ rule: UPLOADS }),
  }),
  check: eachPromise((path) => behaviorPlace(path, 'AllowedMethods'), ({ methods }, path, place, graph) => {
    const allowed = valueOr<readonly string[], readonly string[]>(path.behavior.allowedMethods, []);
    const uploads = methods.filter((method) => method !== 'GET' && allowed.includes(method));
    const refused = uploads.filter((method) => isRefused(graph, path, method));
    return failIf(place, refused.length === 0 ? undefined : `lets ${refused.join(', ')} through, which S3 refuses`);
  }, { code: ['viewer-request', 'origin-request'] }),
};

const ACTIONS: Readonly<Record<string, string | undefined>> = { PUT: 's3:PutObject', DELETE: 's3:DeleteObject' };

/** Whether S3 refuses the method for every object. */
function isRefused(graph: DeliveryGraph, { distribution, behavior, origin, bucket }: PromisedPath, method: string): boolean {
  const action = ACTIONS[method];
  if (action === undefined) {
    return true;
  }
  const from = decided(origin);
  const caller = callerAt(distribution, from);
  // What CloudFront does not sign may be presigned by the page
  const mayBePresigned = caller.kind === 'anonymous' && forwardsQuery(behavior);
  return !mayBePresigned && mayAccess(graph, decided(bucket), caller, `${valueOr(from.originPath, '')}/`, action) !== 'allow';
}
