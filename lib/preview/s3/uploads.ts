import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream';
import type { Content, HeaderMap, HttpRequest } from '../../model';
import { AwsChunks, inChunks, MalformedChunks } from './aws-chunks';
import type { Bodies } from '../storage/bodies';
import { escaped } from '../http/error-body';
import { UnusableKey } from '../storage/object-store';
import type { StoredUpload, UploadMetadata } from '../storage/object-store';
import type { Refusal, Verifier } from './signature';
import { checkedBody, metadataOf, refusesAnnouncement, RefusedUpload } from './upload-body';
import type { UploadForm } from './upload-form';
import { decideForm, LARGEST_UPLOAD } from './upload-policy';
import type { AllowedLength } from './upload-policy';

/** What became of the bytes of an upload. */
export type Received = { readonly refusal: Refusal } | { readonly stored: StoredUpload };

/** Receives the body of a PUT that has been granted. */
export async function receiveFile(
  bodies: Bodies,
  target: Content,
  request: HttpRequest,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<Received> {
  const refusal = refusesAnnouncement(request);
  if (refusal) {
    return { refusal };
  }
  if (incoming.headers.expect !== undefined) {
    outgoing.writeContinue();
  }
  const body = inChunks(request) ? pipeline(incoming, new AwsChunks(), () => undefined) : incoming;
  return keep(bodies, target, body, metadataOf(request), { least: 0, most: LARGEST_UPLOAD }, request);
}

async function keep(
  bodies: Bodies, { bucketName, key }: Content, body: Readable, metadata: UploadMetadata, length: AllowedLength, request: Pick<HttpRequest, 'headers'>,
): Promise<Received> {
  const store = bodies.store(bucketName);
  if (!store) {
    return { refusal: { status: 501, code: 'NotImplemented', message: 'This bucket has no folder in the preview; name one with --assets.' } };
  }
  try {
    return { stored: await store.put(key, pipeline(body, checkedBody(length, request), () => undefined), metadata) };
  } catch (error) {
    return { refusal: refusalOf(error) };
  }
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof RefusedUpload) {
    return error.refusal;
  }
  if (error instanceof UnusableKey) {
    return { status: 501, code: 'NotImplemented', message: 'The preview keeps objects as files, and no file of its folder can have this key.' };
  }
  if (error instanceof MalformedChunks) {
    return { status: 400, code: error.code, message: error.message };
  }
  const why = error instanceof Error ? error.message : String(error);
  return { status: 400, code: 'IncompleteBody', message: `You did not provide the number of bytes specified by the Content-Length HTTP header, or they could not be kept (${why})` };
}

/** What a form asks for, and what its policy lets through. */
export interface FormRequest {
  readonly key: string;
  readonly successStatus: 200 | 201 | 204;
  /** Where the browser goes after the upload, if the form says so. */
  readonly redirect?: URL;
  readonly length: AllowedLength;
  readonly signed: boolean;
  readonly refusal?: Refusal;
}

/** Reads what a form asks for. A form without a policy is an upload by nobody, which the bucket policy judges. */
export async function formRequest({ fields, fileName }: UploadForm, bucket: string, verifier: Verifier, now: number): Promise<FormRequest> {
  const status = Number(fields.get('success_action_status'));
  const asked = {
    key: (fields.get('key') ?? '').replaceAll('${filename}', fileName), successStatus: status === 200 || status === 201 ? status : 204, redirect: redirectOf(fields),
    length: { least: 0, most: LARGEST_UPLOAD }, signed: fields.has('policy'),
  } as const;
  if (asked.key === '') {
    return { ...asked, refusal: { status: 400, code: 'InvalidArgument', message: 'Bucket POST must contain a field named \'key\'.  If it is specified, please check the order of the fields.' } };
  }
  if (!asked.signed) {
    return asked;
  }
  const decision = await decideForm(fields, bucket, verifier, now);
  return 'refusal' in decision ? { ...asked, refusal: decision.refusal } : { ...asked, length: decision.length };
}

// The same page: what is not a URL is ignored, as is the old name when the new one is there
function redirectOf(fields: UploadForm['fields']): URL | undefined {
  const asked = fields.get('success_action_redirect') ?? fields.get('redirect') ?? '';
  return /^https?:/i.test(asked) && URL.canParse(asked) ? new URL(asked) : undefined;
}

/** Receives the file of a form that has been granted. */
export function receiveForm(bodies: Bodies, target: Content, { fields, file }: UploadForm, length: AllowedLength): Promise<Received> {
  const metadata = { contentType: fields.get('content-type') ?? 'binary/octet-stream', cacheControl: fields.get('cache-control'), contentEncoding: fields.get('content-encoding') };
  return keep(bodies, target, file, metadata, length, { headers: {} });
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html#RESTObjectPOST-responses
/** What S3 tells of a form's file that it has kept: status, headers and body; the redirect goes before the status. */
export function keptAnswer(
  { redirect, successStatus, key }: FormRequest,
  bucket: string,
  host: string,
  etag: string,
): { readonly status: number; readonly headers: HeaderMap; readonly body: string } {
  const location = `https://${host}/${key.split('/').map(encodeURIComponent).join('/')}`;
  if (redirect) {
    const target = new URL(redirect);
    Object.entries({ bucket, key, etag }).forEach(([name, value]) => {
      target.searchParams.append(name, value);
    });
    return { status: 303, headers: { location: target.href }, body: '' };
  }
  return successStatus === 201
    ? { status: 201, headers: { location, 'content-type': 'application/xml' }, body: createdBody(location, bucket, key, etag) }
    : { status: successStatus, headers: { location }, body: '' };
}

function createdBody(url: string, bucket: string, key: string, etag: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<PostResponse><Location>${escaped(url)}</Location><Bucket>${escaped(bucket)}</Bucket>`
    + `<Key>${escaped(key)}</Key><ETag>${escaped(etag)}</ETag></PostResponse>`;
}
