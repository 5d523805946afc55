import { lowerCaseItems } from '../../model/http/message';
import { exampleFunction } from '../engine/example-stack';
import { failIf } from '../engine/judge';
import type { Rule } from '../engine/rule';
import { eachFunction, isAt } from '../subjects/seen-functions';

const ECHO: readonly string[] = [
  'var origin = event.request.headers.origin;', 'if (origin) {', '  event.response.headers["access-control-allow-origin"] = { value: origin.value };', '}', 'return event.response;',
];

export const functionEchoesOrigin: Rule = {
  id: 'function-echoes-origin',
  severity: 'warning',
  family: 'browser',
  title: 'A function echoes Origin without saying so in Vary',
  why: 'Browsers keep the file with the permission of the page that came first, and keep it from the next page on the same site.',
  fix: 'Let the function set Vary: Origin on every response, whether or not it has an Origin.',
  see: [
    'https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches',
    'https://github.com/nulib/meadow/pull/2385',
  ],
  unless: 'Pages of one origin alone read the files.',
  example: () => ({
    wrong: exampleFunction('viewer-response', ECHO, { cors: null }),
    right: exampleFunction('viewer-response', ['event.response.headers.vary = { value: "Origin" };', ...ECHO], { cors: null }),
  }),
  check: eachFunction(({ effects, found, place }) => {
    if (!isAt(found, 'viewer-response')) {
      return undefined;
    }
    const answers = effects.flatMap(({ request, result }) => (result.kind === 'response' && request.method === 'GET' ? [{ request, headers: result.headers }] : []));
    const permissions = new Set(answers.map(({ headers }) => headers['access-control-allow-origin'] as string | undefined));
    const echoed = answers.find(({ request, headers }) => request.origin !== undefined && headers['access-control-allow-origin'] === request.origin);
    if (!echoed || permissions.size < 2) {
      return undefined;
    }
    const silent = answers.find(({ headers }) => !lowerCaseItems(headers.vary).includes('origin'));
    return failIf(place, silent && `answers ${echoed.request.origin ?? ''} by name, and no Vary: Origin goes with it${silent.request.origin === undefined ? ' when a request has no Origin' : ''}`);
  }),
};
