import type { IncomingMessage } from 'node:http';
import { splitTarget } from '../../model/http/target';
import type { ClientRequest } from '../../model/server';
import { hostOf, isSecure } from './listener';

/** Headers that are meant for the next hop alone. */
// https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1
const HOP_BY_HOP: ReadonlySet<string> = new Set(['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade']);

/** A client's request as the model sees it, with the host by which the client knows the server over https. */
export function clientRequest(incoming: IncomingMessage): ClientRequest & { readonly host: string } {
  const headers: Record<string, string> = {};
  for (const name in incoming.headers) {
    const value = incoming.headers[name];
    if (value !== undefined && !HOP_BY_HOP.has(name) && !name.startsWith(':')) {
      headers[name] = typeof value === 'string' ? value : value.join(', ');
    }
  }
  const host = hostOf(incoming);
  return { method: incoming.method ?? 'GET', ...splitTarget(incoming.url ?? '/'), headers: host === '' ? headers : { ...headers, host }, secure: isSecure(incoming), host };
}

/** The same request by the bucket's own name: a path that begins with the name of the bucket loses it. */
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html#path-style-access
export function withoutBucket<R extends ClientRequest>(request: R, bucket: string): R {
  const { path } = request;
  const rest = path.slice(bucket.length + 1);
  return path.startsWith(`/${bucket}`) && (rest === '' || rest.startsWith('/')) ? { ...request, path: rest === '' ? '/' : rest } : request;
}

/** The host without its port, in lower case. */
export function hostName(incoming: IncomingMessage): string {
  return hostOf(incoming).replace(/:\d*$/, '').toLowerCase();
}
