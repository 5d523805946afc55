import { deviates } from '../engines';
import { isClientHint } from '../safelist';
import type { HeaderMap } from '../../http/message';
import type { Attempt } from './attempt';
import { splitTarget, targetOf } from '../../http/target';
import { Undecided } from '../../undecided';

/** The same load at the place it was sent to. */
// https://fetch.spec.whatwg.org/#concept-http-redirect-fetch
export function redirected(load: Attempt, status: number, location: string): Attempt {
  load.simulation.log?.say?.('browser', `follows the redirect to ${location}.`);
  const { origin, secure, host, path } = placeOf(load, location);
  const leavesOrigin = origin !== originOf(load);
  const method = methodAfter(status, load.method);
  return {
    ...load, method, secure, target: splitTarget(path), url: origin + path, redirects: load.redirects + 1,
    server: host === load.server.host ? load.server : neighbour(load, host),
    headers: headersAfter(load, (name) =>
      (leavesOrigin && name === 'authorization') || (method !== load.method && BODY_HEADERS.has(name)) || (origin !== load.page.origin && isDroppedHint(load, name))),
    crossOrigin: load.crossOrigin || load.page.origin !== origin,
    origin: leavesOrigin && taintsOrigin(load) ? 'null' : load.origin,
  };
}

// https://fetch.spec.whatwg.org/#concept-request-tainted-origin
function taintsOrigin({ crossOrigin, kind, page }: Attempt): boolean {
  return crossOrigin || (kind.mode === 'no-cors' && deviates(page.engine, 'redirects-without-cors-hide-the-origin'));
}

function originOf({ secure, server }: Attempt): string {
  return `${secure ? 'https' : 'http'}://${server.host}`;
}

// Not by the URL class, which refuses host names that only the deployment will know
function placeOf(
  load: Attempt,
  location: string,
): { readonly origin: string; readonly secure: boolean; readonly host: string; readonly path: string } {
  const [text = ''] = location.split('#');
  if (text.startsWith('\u27e8')) {
    throw new Undecided(`where the redirect to ${location} leads is decided at deployment`);
  }
  const absolute = /^(?:(https?):)?\/\/([^/?]+)(.*)/i.exec(text);
  if (!absolute) {
    if (/^[a-z][a-z\d+.-]*:/i.test(text)) {
      throw new Undecided(`the redirect to ${location} leads to no address of http or https`);
    }
    return {
      origin: originOf(load),
      secure: load.secure,
      host: load.server.host,
      path: text.startsWith('/') ? text : relativeTo(load, text),
    };
  }
  const [, written = load.secure ? 'https' : 'http', host = '', path = ''] = absolute;
  const scheme = written.toLowerCase();
  return { origin: `${scheme}://${host}`, secure: scheme === 'https', host, path: path.startsWith('/') ? path : `/${path}` };
}

function relativeTo({ target }: Attempt, location: string): string {
  const { pathname, search } = new URL(location, `https://host${targetOf(target)}`);
  return pathname + search;
}

function neighbour(load: Attempt, host: string): Attempt['server'] {
  if (!load.server.neighbour) {
    throw new Undecided(`${load.server.name} redirects to ${host}, of which the templates say nothing`);
  }
  return load.server.neighbour(host);
}

function methodAfter(status: number, method: string): string {
  const becomesGet = ((status === 301 || status === 302) && method === 'POST') || (status === 303 && method !== 'GET' && method !== 'HEAD');
  return becomesGet ? 'GET' : method;
}

// https://fetch.spec.whatwg.org/#request-body-header-name
const BODY_HEADERS: ReadonlySet<string> = new Set(['content-encoding', 'content-language', 'content-location', 'content-type']);

function isDroppedHint({ page }: Attempt, name: string): boolean {
  return name !== 'save-data' && isClientHint(name) && deviates(page.engine, 'client-hints-are-safelisted');
}

// The same object when nothing goes, by which the caller knows a page that sets none
function headersAfter({ headers }: Attempt, goes: (name: string) => boolean): HeaderMap {
  const kept = Object.entries(headers).filter(([name]) => !goes(name));
  return kept.length === Object.keys(headers).length ? headers : Object.fromEntries(kept);
}
