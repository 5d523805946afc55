import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import type { Construct } from 'constructs';
import { accountWideName, FUNCTION_NAME_LENGTH } from '../names';
import { sharedInStack } from '../shared-in-stack';

/** Sends every page load to one page; the path of a page begins with a slash. */
export function appRouter(page: string): string {
  return router(`request.uri = ${JSON.stringify(page)};`);
}

/** Sends page loads of folders to their index, with or without a slash at the end. */
export function folderRouter(index: string): string {
  return router(`request.uri += (name === '' ? '' : '/') + ${JSON.stringify(index)};`);
}

// `Origin` and `Sec-Fetch-Dest`: https://fetch.spec.whatwg.org/#append-a-request-origin-header, https://www.w3.org/TR/fetch-metadata/
// `.well-known` holds files without an extension: https://www.rfc-editor.org/rfc/rfc8615
function router(rewrite: string): string {
  return `// Changes the path of page loads. Preflights, CORS requests, images, scripts and fetches pass as they are.
function handler(event) {
  const request = event.request;
  const dest = request.headers['sec-fetch-dest'];
  const isPage = !dest || dest.value === 'document' || dest.value === 'iframe' || dest.value === 'frame';
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  const name = request.uri.slice(request.uri.lastIndexOf('/') + 1);
  if (isRead && isPage && !request.headers.origin && name.indexOf('.') < 0 && request.uri.indexOf('/.well-known/') !== 0) {
    ${rewrite}
  }
  return request;
}
`;
}

/** Adds names to Vary. It runs behind the response headers policy, whose own Vary a CORS block may keep from arriving. */
export function varyWriter(names: readonly string[]): string {
  return `// Tells caches which request headers the response depends on.
function handler(event) {
  const response = event.response;
  const vary = response.headers.vary;
  const values = !vary ? [] : vary.multiValue ? vary.multiValue.map(function (each) { return each.value; }) : [vary.value];
  const said = values.join(',').toLowerCase().split(',').map(function (name) { return name.trim(); });
  const added = ${JSON.stringify(names)}.filter(function (name) { return said.indexOf(name.toLowerCase()) < 0; });
  if (said.indexOf('*') < 0 && added.length > 0) {
    response.headers.vary = { value: values.concat(added).join(', ') };
  }
  return response;
}
`;
}

/** One function for equal code in a stack: an account has 100. */
export function sharedFunction(scope: Construct, kind: string, code: string, comment: string): cloudfront.IFunctionRef {
  return sharedInStack(scope, kind, { code }, (parent) => new cloudfront.Function(parent, 'Resource', {
    functionName: accountWideName(parent, FUNCTION_NAME_LENGTH),
    runtime: cloudfront.FunctionRuntime.JS_2_0,
    comment: comment.slice(0, 128),
    code: cloudfront.FunctionCode.fromInline(code),
  }));
}
