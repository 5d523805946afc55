import { valueOr } from '../../../graph/types/known';
import type { EdgeFunction } from '../../../graph/types';
import { nameOf } from '../../../model/edge-code';
import { exampleFunction } from '../../engine/example-stack';
import { fail, judged, pass, unknownAt } from '../../engine/judge';
import { decided } from '../../../model/undecided';
import type { Judgement, Place, Rule } from '../../engine/rule';
import { promisedPaths } from '../../promise/promise';
import type { PromisedPath } from '../../promise/promise';
import { behaviorPlace } from '../../subjects/asset-path';
import { effectsOf, under } from '../../subjects/edge-effects';
import type { EdgeEffectOn } from '../../subjects/edge-effects';

const LOGIN: readonly string[] = ['if (!event.request.headers["x-api-key"]) {', '  return { statusCode: 401 };', '}', 'return event.request;'];

export const functionAndPreflights: Rule = {
  id: 'function-and-preflights',
  severity: 'error',
  family: 'unreachable',
  title: 'A function refuses or redirects preflights before S3 or the policy can answer',
  why: 'A preflight carries no cookies, no Authorization and no header of the page, so a function that asks for a login refuses every one; and browsers follow no redirect of a preflight. The request is never sent.',
  fix: 'Let OPTIONS requests through unchanged: if (request.method === "OPTIONS") return request;',
  see: ['https://github.com/Widen/cloudfront-auth/issues/37', 'https://fetch.spec.whatwg.org/#cors-preflight-fetch'],
  unless: 'Never: a page that sends such a request cannot get through.',
  example: () => ({
    wrong: exampleFunction('viewer-request', LOGIN),
    right: exampleFunction('viewer-request', ['if (event.request.method === "OPTIONS") {', '  return event.request;', '}', ...LOGIN]),
  }),
  witness: [{ by: 'CloudFront', step: 'preflight' }, { by: 'browser', step: 'preflight', code: 'preflight-redirected' }],
  check: (graph) => promisedPaths(graph).flatMap((path) =>
    (valueOr(path.promise, undefined)?.preflight.kind === 'promised' ? judge(path) : [])),
};

function judge(path: PromisedPath): readonly Judgement[] {
  return judged(behaviorPlace(path, 'FunctionAssociations'), (place) => {
    const requesting = decided(path.behavior.edgeFunctions).filter(({ event }) => !event.known || event.value === 'viewer-request' || event.value === 'origin-request');
    return requesting.length === 0 ? pass(place) : requesting.map((found) => judgeFunction(path, found, place));
  });
}

function judgeFunction(path: PromisedPath, found: EdgeFunction, association: Place): Judgement {
  const { behavior } = path;
  const { code } = found;
  if (!code.known) {
    return unknownAt(association, `preflights are promised, but ${nameOf(found)} may answer them, and ${code.reason}`);
  }
  // Where the behavior calls it: the same code may serve a path that promises nothing
  const place = behaviorPlace(path, found.path.slice(behavior.path.length + 1));
  const effects = effectsOf(behavior, found).filter(({ request }) => request.promised);
  const preflights = effects.filter(({ request }) => request.method === 'OPTIONS');
  const stopped = preflights.find((preflight) => isStopped(preflight) && !keepsAway(preflight, effects));
  const open = preflights.find(({ result }) => result.kind === 'undecided');
  return stopped ? fail(place, `${nameOf(found)} ${message(stopped)}`) : open?.result.kind === 'undecided' ? unknownAt(place, open.result.reason) : pass(place);
}

// Of answers with 2xx the headers decide, which the exchange tells
function isStopped({ result }: EdgeEffectOn): boolean {
  return result.kind === 'response' && (result.status < 200 || result.status > 299);
}

/**
 * Whether the request that would follow is refused as well, for what it has in common with its preflight: the URL, the viewer, the time.
 * Then preflights are not the point.
 */
function keepsAway({ request, circumstances, asked }: EdgeEffectOn, effects: readonly EdgeEffectOn[]): boolean {
  const shared = Object.entries(circumstances);
  const following = effects.filter((other) => other.request.method === 'GET' && other.request.origin === request.origin
    && shared.every(([input, value]) => other.circumstances[input] === value));
  const byViewer = shared.length > 0 && shared.every(([input]) => /^(headers\.|viewer\.|time$)/.test(input));
  return (byViewer || asked.some((input) => input.startsWith('query.'))) && following.length > 0
    && following.every(({ result }) => result.kind === 'response' && result.status >= 400);
}

function message(effect: EdgeEffectOn): string {
  const status = effect.result.kind === 'response' ? effect.result.status : 0;
  return `answers preflights with ${status}${under(effect)}, ${status >= 300 && status < 400 ? 'and browsers follow no redirect of a preflight' : 'before S3 or the policy sees them'}`;
}
