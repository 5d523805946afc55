import type { Behavior } from '../../graph/types';
import type { HttpRequest, Content, HttpResponse } from '../http/message';
import { lowerCaseItems } from '../http/message';
import { compileOnce, decided } from '../undecided';
import { viewerValues } from './selection';

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/ServingCompressedFiles.html, for sizes, statuses, types and the ETag
const SMALLEST = 1_000;
const LARGEST = 10_000_000;
const STATUSES: ReadonlySet<number> = new Set([200, 403, 404]);
const TYPES: ReadonlySet<string> = new Set([
  'application/dash+xml', 'application/eot', 'application/font', 'application/font-sfnt', 'application/javascript', 'application/json',
  'application/opentype', 'application/otf', 'application/pdf', 'application/pkcs7-mime', 'application/protobuf', 'application/rss+xml',
  'application/truetype', 'application/ttf', 'application/vnd.apple.mpegurl', 'application/vnd.mapbox-vector-tile',
  'application/vnd.ms-fontobject', 'application/wasm', 'application/xhtml+xml', 'application/xml', 'application/x-font-opentype',
  'application/x-font-truetype', 'application/x-font-ttf', 'application/x-httpd-cgi', 'application/x-javascript', 'application/x-mpegurl',
  'application/x-opentype', 'application/x-otf', 'application/x-perl', 'application/x-ttf', 'font/eot', 'font/opentype', 'font/otf', 'font/ttf',
  'image/svg+xml', 'text/css', 'text/csv', 'text/html', 'text/javascript', 'text/js', 'text/plain', 'text/richtext',
  'text/tab-separated-values', 'text/xml', 'text/x-component', 'text/x-java-source', 'text/x-script', 'vnd.apple.mpegurl',
]);

// Brotli is preferred where the cache policy allows both; with the legacy settings only gzip is there (same page)
const encodingsOf = compileOnce((behavior: Behavior): readonly NonNullable<Content['encoding']>[] => {
  if (!decided(behavior.compress)) {
    return [];
  }
  const { cachePolicy, legacy } = viewerValues(behavior);
  return [...(cachePolicy && decided(cachePolicy.brotli) ? ['br' as const] : []), ...(legacy || (cachePolicy && decided(cachePolicy.gzip)) ? ['gzip' as const] : [])];
});

/** The response as CloudFront compresses it for this viewer, or as it is. Nothing is compressed whose size is not known. */
export function compressed(behavior: Behavior, request: HttpRequest, response: HttpResponse): HttpResponse {
  const { content, headers } = response;
  if (content?.object.size === undefined || !isCompressible(response, content.object.size) || 'range' in request.headers) {
    return response;
  }
  const accepted = lowerCaseItems(request.headers['accept-encoding'] as string | undefined);
  const encoding = encodingsOf(behavior).find((offered) => accepted.some((item) => accepts(item, offered)));
  if (encoding === undefined) {
    return response;
  }
  const etag = headers.etag.startsWith('W/') ? headers.etag : `W/${headers.etag}`;
  const changed: Record<string, string> = { ...headers, etag, 'content-encoding': encoding };
  delete changed['content-length'];
  return { ...response, content: { ...content, encoding }, headers: changed };
}

function isCompressible({ status, headers }: HttpResponse, size: number): boolean {
  const type = headers['content-type'] as string | undefined ?? '';
  return STATUSES.has(status) && size >= SMALLEST && size <= LARGEST && !('content-encoding' in headers) && TYPES.has(type.split(';')[0].trim().toLowerCase());
}

function accepts(item: string, encoding: string): boolean {
  const [name, ...parameters] = item.split(';').map((part) => part.trim());
  return (name === encoding || name === '*') && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
}
