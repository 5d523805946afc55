import { BUCKET_CORS_METHODS } from '../../contract/bucket-cors-rule';
import type { BucketCorsRule } from '../../contract/bucket-cors-rule';
import type { Bucket, DeliveryGraph } from '../../graph/types';
import { mergedHeaders, withHeaders } from '../http/message';
import type { HeaderMap, HttpResponse, RefusalCause, StoredObject } from '../http/message';
import { accessQuestion, decryptionIsGranted, isGranted } from './access';
import type { AccessQuestion, S3Caller } from './iam-policy';
import { bucketCors } from './cors';
import type { BucketCorsResult } from './cors';
import type { Simulation } from '../simulation';
import { decided } from '../undecided';

/** A request as it arrives at S3. */
export interface S3Request {
  readonly method: string;
  /** Key with a leading slash, without query. */
  readonly path: string;
  readonly query: string;
  readonly headers: HeaderMap;
  readonly caller: S3Caller;
  readonly secure: boolean;
  /** Set when S3 cannot even tell who asks. */
  readonly authenticationError?: { readonly status: number; readonly code: string; readonly message: string };
  /** Set for an upload from a form. */
  readonly form?: { readonly key: string; readonly successStatus: 200 | 201 | 204 };
  /** What S3 has kept of the upload, once it has; before, the answer is that of an upload that succeeds. */
  readonly uploaded?: { readonly etag: string };
  /** True when Host names no bucket of S3. */
  readonly hostIsForeign?: boolean;
}

/** The whole answer of a bucket: the ordinary result and what CORS adds to it. */
export function answerFromBucket(graph: DeliveryGraph, bucket: Bucket, request: S3Request, simulation: Simulation): HttpResponse {
  const cors = corsPart(bucket, request, simulation);
  if (cors.status !== undefined) {
    return cors.error
      ? { status: cors.status, headers: ERROR_HEADERS, from: 'S3', body: 'error', error: cors.error }
      : { status: cors.status, headers: cors.headers, from: 'S3', body: 'none' };
  }
  const ordinary = ordinaryResult(graph, bucket, request, simulation);
  if (!cors.matchedRule || (ordinary.status >= 400 && simulation.assumptions.choose('s3-cors-headers-on-errors') === 'not-sent')) {
    return ordinary;
  }
  return withHeaders(ordinary, mergedHeaders(ordinary.headers, cors.headers));
}

const ERROR_HEADERS: HeaderMap = { 'content-type': 'application/xml' };

// S3 takes a Host that is not one of its endpoints for the name of a bucket
function corsPart(bucket: Bucket, request: S3Request, simulation: Simulation): BucketCorsResult {
  if (request.hostIsForeign) {
    return bucketCors({ exists: false }, request, simulation.assumptions);
  }
  if (request.headers.origin as string | undefined === undefined) {
    return bucketCors({}, request, simulation.assumptions);
  }
  const ours = bucketCors({ rules: decided(bucket.cors) }, request, simulation.assumptions);
  return bucket.imported && simulation.assumptions.choose('rules-of-others') === 'match-first'
    ? bucketCors({ rules: [ruleOfOthers(request, ours.matchedRule)] }, request, simulation.assumptions)
    : ours;
}

/**
 * The rule of somebody else that does most harm: to pages for which ours would answer, the least that allows them; to all others,
 * everything.
 */
function ruleOfOthers({ method, headers }: S3Request, ours: BucketCorsRule | undefined): BucketCorsRule {
  const asked = headers['access-control-request-method'] as string | undefined ?? method;
  const common = { allowedMethods: BUCKET_CORS_METHODS.filter((each) => each === asked), allowedHeaders: ['*'] };
  return ours ? { ...common, allowedOrigins: ['*'] } : { ...common, allowedOrigins: [headers.origin], exposeHeaders: ['ETag'] };
}

function ordinaryResult(graph: DeliveryGraph, bucket: Bucket, request: S3Request, simulation: Simulation): HttpResponse {
  if (request.authenticationError) {
    const { status, code, message } = request.authenticationError;
    return s3Error(status, code, message);
  }
  if (request.hostIsForeign) {
    return s3Error(404, 'NoSuchBucket', 'The specified bucket does not exist');
  }
  const key = request.form?.key ?? decodedKey(request.path.startsWith('/') ? request.path.slice(1) : request.path);
  if (key === undefined) {
    return s3Error(400, 'InvalidURI', 'Couldn\'t parse the specified URI.');
  }
  const action = actionOf(request, key);
  if (action === undefined) {
    return s3Error(405, 'MethodNotAllowed', 'The specified method is not allowed against this resource.');
  }
  const question = accessQuestion(graph, bucket, request, action, key);
  if (!isGranted(bucket, question)) {
    return s3Error(403, 'AccessDenied', 'Access Denied');
  }
  return granted(graph, bucket, request, key, question, simulation);
}

function decodedKey(path: string): string | undefined {
  if (!path.includes('%')) {
    return path;
  }
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuAndPermissions.html: starting a multipart upload is s3:PutObject
function actionOf({ method, form, query }: S3Request, key: string): string | undefined {
  if (method === 'POST' && key !== '' && OF_PARTS.test(query)) {
    return 's3:PutObject';
  }
  return form || key === '' ? BUCKET_ACTIONS[method] : OBJECT_ACTIONS[method];
}

const OF_PARTS = /(^|&)upload(s|Id)(=|&|$)/;
const OBJECT_ACTIONS: Readonly<Record<string, string | undefined>> = {
  GET: 's3:GetObject', HEAD: 's3:GetObject', PUT: 's3:PutObject', DELETE: 's3:DeleteObject',
};
// A POST to the bucket is an upload from a form; a GET lists the keys.
const BUCKET_ACTIONS: Readonly<Record<string, string | undefined>> = { GET: 's3:ListBucket', HEAD: 's3:ListBucket', POST: 's3:PutObject' };

function granted(
  graph: DeliveryGraph,
  bucket: Bucket,
  request: S3Request,
  key: string,
  question: AccessQuestion,
  simulation: Simulation,
): HttpResponse {
  if (request.method === 'DELETE' || request.method === 'POST') {
    return {
      status: request.form?.successStatus ?? 204,
      headers: uploadHeaders(request),
      from: 'S3',
      body: 'none',
      content: { bucketName: bucket.name, key, object: {} },
    };
  }
  if (question.action !== 's3:ListBucket' && !decryptionIsGranted(bucket, question)) {
    return s3Error(
      403,
      'AccessDenied',
      'The ciphertext refers to a customer master key that does not exist, or to which access is denied',
      'kms-key-denied',
    );
  }
  if (request.method === 'PUT') {
    return {
      status: 200,
      headers: uploadHeaders(request),
      from: 'S3',
      body: 'none',
      content: { bucketName: bucket.name, key, object: {} },
    };
  }
  const object: StoredObject | undefined = key === '' ? LIST_OF_KEYS : simulation.objects(bucket.name, key);
  return object ? objectResponse(bucket, key, object) : missingObject(graph, bucket, request, key);
}

function uploadHeaders({ method, uploaded }: S3Request): HeaderMap {
  return method === 'PUT' || uploaded ? { etag: uploaded?.etag ?? ETAG } : NO_HEADERS;
}

const NO_HEADERS: HeaderMap = {};
const LIST_OF_KEYS: StoredObject = { contentType: 'application/xml' };
const ETAG = '"0123456789abcdef"';

function objectResponse(bucket: Bucket, key: string, object: StoredObject): HttpResponse {
  const headers: Record<string, string> = { etag: object.etag ?? ETAG, 'accept-ranges': 'bytes' };
  if (object.size !== undefined) {
    headers['content-length'] = String(object.size);
  }
  if (object.lastModified !== undefined) {
    headers['last-modified'] = object.lastModified;
  }
  if (object.contentEncoding !== undefined) {
    headers['content-encoding'] = object.contentEncoding;
  }
  if (object.cacheControl !== undefined) {
    headers['cache-control'] = object.cacheControl;
  }
  if (object.contentType !== undefined) {
    headers['content-type'] = object.contentType;
  }
  return { status: 200, headers, from: 'S3', body: 'object', content: { bucketName: bucket.name, key, object } };
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html: 404 needs s3:ListBucket, without it a missing key is 403
function missingObject(graph: DeliveryGraph, bucket: Bucket, request: S3Request, key: string): HttpResponse {
  return isGranted(bucket, accessQuestion(graph, bucket, request, 's3:ListBucket', key))
    ? s3Error(404, 'NoSuchKey', 'The specified key does not exist.')
    : s3Error(403, 'AccessDenied', 'Access Denied');
}

function s3Error(status: number, code: string, message: string, cause?: RefusalCause): HttpResponse {
  return { status, headers: ERROR_HEADERS, from: 'S3', body: 'error', error: { code, message, cause } };
}
