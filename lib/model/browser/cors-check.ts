import { lowerCaseItems } from '../http/message';
import type { HeaderMap } from '../http/message';
import type { CorsFailure, CredentialsMode } from './types';

/** Whether the response lets the page's origin read it. `origin` is the serialized request origin, possibly `null`. */
// https://fetch.spec.whatwg.org/#concept-cors-check
export function corsCheck(origin: string, credentials: CredentialsMode, headers: HeaderMap): CorsFailure | undefined {
  const allowed = headers['access-control-allow-origin'] as string | undefined;
  if (allowed === undefined) {
    return { code: 'allow-origin-missing', message: 'No \'Access-Control-Allow-Origin\' header is present on the requested resource.' };
  }
  if (credentials !== 'include' && allowed === '*') {
    return undefined;
  }
  if (allowed !== origin) {
    return { code: allowOriginCode(allowed), message: allowOriginMessage(allowed) };
  }
  const allowCredentials = headers['access-control-allow-credentials'] as string | undefined;
  if (credentials !== 'include' || allowCredentials === 'true') {
    return undefined;
  }
  return {
    code: 'allow-credentials-missing',
    message: `The value of the 'Access-Control-Allow-Credentials' header in the response is '${allowCredentials ?? ''}' which must be 'true'`
      + ' when the request\'s credentials mode is \'include\'.',
  };
}

function allowOriginCode(allowed: string): CorsFailure['code'] {
  if (allowed === '*') {
    return 'allow-origin-wildcard-with-credentials';
  }
  return /[ ,]/.test(allowed) ? 'allow-origin-multiple' : 'allow-origin-mismatch';
}

// The texts are Chromium's, so that a reader can find them in their console.
function allowOriginMessage(allowed: string): string {
  if (allowed === '*') {
    return 'The value of the \'Access-Control-Allow-Origin\' header in the response must not be the wildcard \'*\''
      + ' when the request\'s credentials mode is \'include\'.';
  }
  if (/[ ,]/.test(allowed)) {
    return `The 'Access-Control-Allow-Origin' header contains multiple values '${allowed}', but only one is allowed.`;
  }
  return allowed !== 'null' && !URL.canParse(allowed)
    ? `The 'Access-Control-Allow-Origin' header contains the invalid value '${allowed}'.`
    : `The 'Access-Control-Allow-Origin' header has a value '${allowed}' that is not equal to the supplied origin.`;
}

/** The response headers beyond the safelist that the page may read, in lower case. */
// https://fetch.spec.whatwg.org/#concept-response-cors-exposed-header-name-list
export function corsExposedHeaderNames(credentials: CredentialsMode, headers: HeaderMap): readonly string[] {
  const names = lowerCaseItems(headers['access-control-expose-headers'] as string | undefined);
  if (credentials === 'include' || !names.includes('*')) {
    // A copy, because the list is remembered and this one goes out to callers
    return [...names];
  }
  return Object.keys(headers).filter((name) => name !== 'set-cookie' && name !== 'set-cookie2');
}
