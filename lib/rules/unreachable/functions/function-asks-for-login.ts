import { exampleFunction } from '../../engine/example-stack';
import { failIf } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { under } from '../../subjects/edge-effects';
import type { EdgeEffectOn } from '../../subjects/edge-effects';
import { eachFunction, isAt } from '../../subjects/seen-functions';

export const functionAsksForLogin: Rule = {
  id: 'function-asks-for-login',
  severity: 'warning',
  family: 'unreachable',
  title: 'A function asks pages for a password or cookie that they do not send',
  why: 'Fonts, scripts and fetch of a page on another origin carry neither unless the page asks for credentials and the policy allows them: they get 401 or a redirect.',
  fix: 'Protect pages rather than the files that pages on other origins load, or send credentials and allow them by name.',
  see: ['https://fetch.spec.whatwg.org/#concept-request-credentials-mode', 'https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CORS#requests_with_credentials'],
  unless: 'Nobody but people with the password is meant to get the files, and pages send it.',
  noEdit: 'Only you can decide who may get the files without a login.',
  example: () => ({
    wrong: exampleFunction('viewer-request', ['if (event.request.method !== "OPTIONS" && !event.request.headers.authorization) {', '  return { statusCode: 401 };', '}', 'return event.request;']),
    right: exampleFunction('viewer-request', ['if (event.request.uri.endsWith(".html") && !event.request.headers.authorization) {', '  return { statusCode: 401 };', '}', 'return event.request;']),
  }),
  check: eachFunction(({ effects, found, place }) => {
    const refusing = effects.find((effect) => effect.request.method === 'GET' && refusesBy(effect) && effect.request.origin !== undefined);
    return isAt(found, 'viewer-request') ? failIf(place, refusing && `answers GET requests${under(refusing)} by itself, whatever page they come from`) : undefined;
  }),
};

function refusesBy({ result, circumstances }: EdgeEffectOn): boolean {
  return result.kind === 'response' && result.status >= 300 && Object.keys(circumstances).some((input) => input === 'headers.authorization' || input.startsWith('cookies.'));
}
