import { isOkStatus, refusalOf } from '../../http/message';
import { blocked } from '../../outcome';
import type { Blocked, BlockCode, Outcome } from '../../outcome';
import type { Attempt } from './attempt';
import type { HttpResponse } from '../../http/message';
import { corsCheck, corsExposedHeaderNames } from '../cors-check';
import { resourcePolicyBlocks } from '../resource-policy';
import { isCorsSafelistedResponseHeader } from '../safelist';
import type { CorsFailure, Load, ResponseTainting } from '../types';

/** What of an attempt the judgement depends on. */
export type Judged = Pick<Attempt, 'crossOrigin' | 'firstUrl' | 'kind' | 'origin' | 'secure' | 'url'> & {
  readonly page: Pick<Attempt['page'], 'integrity' | 'mustRead' | 'origin' | 'reads'>;
  readonly server: Pick<Attempt['server'], 'host'>;
};

/** What the browser makes of a redirect before following it. */
// https://fetch.spec.whatwg.org/#concept-http-fetch (the CORS check comes before the redirect is followed)
export function judgeRedirect(load: Judged, response: HttpResponse): Blocked | undefined {
  const failure = corsCheckOf(load, response);
  return failure === undefined ? resourcePolicyRefusal(load, response) : blocked('browser', 'redirect', failure.code,
    `${response.from} redirected to ${response.headers.location}, and the redirect itself does not allow this page.`, { failure, message: consoleText(load, failure) });
}

/** What the page gets to see of the final response. */
export function judgeResponse(load: Judged, response: HttpResponse): Outcome {
  const tainting = taintingOf(load);
  const failure = corsCheckOf(load, response);
  if (failure) {
    return corsFailure(load, response, failure);
  }
  const refusal = resourcePolicyRefusal(load, response);
  if (refusal) {
    return refusal;
  }
  const readable = tainting !== 'opaque';
  if (!isOkStatus(response.status) && response.status !== 304) {
    return blocked(response.from, 'response', 'request-refused', `${response.from} answered ${refusalText(response)}`, { refusal: refusalOf(response) });
  }
  if (response.body === 'error-page') {
    return blocked('CloudFront', 'response', 'error-page-instead-of-file', 'Instead of the file came the error page, with a status that says all is well.', { readable });
  }
  const exposedHeaders = tainting === 'cors' ? corsExposedHeaderNames(load.kind.credentials, response.headers) : [];
  return unmetWish(load, tainting, exposedHeaders, readable)
    ?? { verdict: 'allowed', status: response.status, tainting, readable, exposedHeaders };
}

/** Whether the page gets nothing of the response, whatever it wants with it. */
export function keptFromPage(load: Judged, response: HttpResponse): boolean {
  return (corsCheckOf(load, response) ?? resourcePolicyRefusal(load, response)) !== undefined;
}

function corsCheckOf(load: Judged, response: HttpResponse): CorsFailure | undefined {
  return taintingOf(load) === 'cors' ? corsCheck(load.origin, load.kind.credentials, response.headers) : undefined;
}

// https://fetch.spec.whatwg.org/#concept-main-fetch (response tainting)
function taintingOf(load: Judged): ResponseTainting {
  if (!load.crossOrigin) {
    return 'basic';
  }
  return load.kind.mode === 'cors' ? 'cors' : 'opaque';
}

function corsFailure(load: Judged, response: HttpResponse, failure: CorsFailure): Blocked {
  const message = consoleText(load, failure);
  return response.status >= 400
    ? blocked(response.from, 'response', 'request-refused',
      `${response.from} answered ${refusalText(response)}; the console blames CORS, because the error carries no permission for the page either`, { failure, message, refusal: refusalOf(response) })
    : blocked('browser', 'response', failure.code, whyNotReadable(failure.code, load.page.origin), { failure, message });
}

function refusalText(response: HttpResponse): string {
  return response.error ? `${response.status} ${response.error.code}: ${response.error.message}` : String(response.status);
}

function whyNotReadable(code: CorsFailure['code'], origin: string): string {
  return WHY_NOT_READABLE[code] ?? `The file arrived with permission for another origin than ${origin}.`;
}

const WHY_NOT_READABLE: Partial<Record<BlockCode, string>> = {
  'allow-origin-missing': 'The file arrived without any word on who may read it, so the browser keeps it from the page.',
  'allow-origin-wildcard-with-credentials': 'The file may be read by everybody, but a request with cookies needs permission by name.',
  'allow-credentials-missing': 'The page may read the file, but not with cookies.',
};

/** What Chromium writes to the console. */
// https://source.chromium.org/chromium/chromium/src/+/main:third_party/blink/renderer/platform/loader/cors/cors_error_string.cc
export function consoleText(load: Judged, failure: CorsFailure): string {
  const hint = load.kind.load === 'fetch' && (failure.code === 'allow-origin-mismatch' || failure.code === 'allow-origin-multiple') ? ' Have the server send the header with a valid value.' : '';
  const redirected = load.url === load.firstUrl ? '' : ` (redirected from '${load.firstUrl}')`;
  return `Access to ${CONSOLE_NAMES[load.kind.load] ?? load.kind.load} at '${load.url}'${redirected} from origin '${load.page.origin}' has been blocked by CORS policy: ${failure.message}${hint}`;
}

const CONSOLE_NAMES: Partial<Record<Load, string>> = { 'module-script': 'script', stylesheet: 'CSS stylesheet' };

// https://fetch.spec.whatwg.org/#cross-origin-resource-policy-check: for every response to a request without CORS, redirects too
function resourcePolicyRefusal(load: Judged, response: HttpResponse): Blocked | undefined {
  if (taintingOf(load) !== 'opaque') {
    return undefined;
  }
  const policy = response.headers['cross-origin-resource-policy'] as string | undefined;
  const urlOrigin = `${load.secure ? 'https' : 'http'}://${load.server.host}`;
  return resourcePolicyBlocks(policy, load.page.origin, urlOrigin)
    ? blocked('browser', 'response', 'resource-policy', `The file says Cross-Origin-Resource-Policy: ${policy ?? ''}, which keeps it from ${load.page.origin}.`,
      { message: `Failed to load resource: net::ERR_BLOCKED_BY_RESPONSE.NotSame${policy === 'same-site' ? 'Site' : 'Origin'}` })
    : undefined;
}

function unmetWish(load: Judged, tainting: ResponseTainting, exposedHeaders: readonly string[], readable: boolean): Blocked | undefined {
  const { page } = load;
  // https://www.w3.org/TR/SRI/#is-response-eligible-for-integrity-validation
  if (page.integrity && tainting === 'opaque') {
    return blocked('browser', 'response', 'integrity-needs-cors', 'The integrity attribute needs a readable file, and the element has no crossorigin attribute.', {
      message: load.kind.load === 'fetch'
        ? `Subresource Integrity: The resource '${load.url}' has an integrity attribute, but the response is not eligible for integrity validation.`
        : `Subresource Integrity: The resource '${load.firstUrl}' has an integrity attribute, but the resource requires the request to be CORS enabled`
          + ' to check the integrity, and it is not. The resource has been blocked because the integrity cannot be enforced.',
    });
  }
  if (page.mustRead && tainting === 'opaque') {
    return blocked('browser', 'response', 'opaque-response', 'The file may be shown, but the page may not read it: it was loaded without CORS.');
  }
  const hidden = tainting === 'cors'
    ? page.reads?.find((name) => !isCorsSafelistedResponseHeader(name.toLowerCase()) && !exposedHeaders.includes(name.toLowerCase()))
    : undefined;
  return hidden === undefined
    ? undefined
    : blocked('browser', 'response', 'header-not-exposed', `The page may read the file, but not its header ${hidden}.`, {
      readable, hiddenHeader: hidden, message: `Refused to get unsafe header "${hidden}"`,
    });
}
