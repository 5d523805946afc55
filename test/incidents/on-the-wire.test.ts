/** What reporters copied from the wire: the very headers and errors that S3 and CloudFront sent. */
import type { DeliveryGraph } from '../../lib/graph/types';
import { answerClient, newCaches, newSimulation } from '../../lib/model';
import type { PlainRequest } from '../../lib/model';
import { exampleStack } from '../../lib/rules/engine/example-stack';
import type { ExampleParts } from '../../lib/rules/engine/example-stack';
import { graphOf } from '../rules/judging';
import { ALL_METHODS, ANY_ORIGIN, APP, CURL, CURL_WITH_ORIGIN, FILE, legacy } from './incident';

/** Clients that ask one after the other, of one cache. */
function clientsOf(stack: ExampleParts) {
  const graph: DeliveryGraph = graphOf(exampleStack(stack));
  const caches = newCaches();
  return (request: PlainRequest) => answerClient(graph, request, newSimulation({ caches }));
}

const PREFLIGHT = { path: FILE, method: 'OPTIONS', headers: { Origin: APP, 'Access-Control-Request-Method': 'PUT' } };

test('I02: a Miss carries permission, methods and max age; the Hit after a plain request carries none of them', () => {
  const ask = clientsOf({ rule: ANY_ORIGIN, cors: null, behavior: legacy() });
  expect(ask({ ...CURL_WITH_ORIGIN, path: '/miss' }).headers).toMatchObject({
    'access-control-allow-origin': '*', 'access-control-allow-methods': 'GET, HEAD', 'access-control-max-age': '3000',
  });
  ask({ ...CURL, path: '/hit' });
  const hit = ask({ ...CURL_WITH_ORIGIN, path: '/hit' }).headers;
  expect(hit).toHaveProperty('age');
  expect(Object.keys(hit).filter((name) => name.startsWith('access-control-'))).toEqual([]);
});

test('I10: S3 sends Vary only to a request that names an origin', () => {
  const ask = clientsOf({});
  expect(ask({ ...CURL_WITH_ORIGIN, target: 'bucket', presigned: true }).headers.vary).toBe('Origin, Access-Control-Request-Headers, Access-Control-Request-Method');
  expect(ask({ ...CURL, target: 'bucket', presigned: true }).headers).not.toHaveProperty('vary');
});

test('I24, I33: the two refusals of S3, word for word', () => {
  expect(clientsOf({ rule: null })(PREFLIGHT)).toMatchObject({
    status: 403, from: 'S3', error: { code: 'AccessForbidden', message: 'CORSResponse: CORS is not enabled for this bucket.' },
  });
  const { status, error } = clientsOf({})(PREFLIGHT);
  expect({ status, code: error?.code }).toEqual({ status: 403, code: 'AccessForbidden' });
  expect(error?.message).toMatch(/^CORSResponse: This CORS request is not allowed\. This is usually because the evalution of Origin/);
});

test('I40: through CloudFront too, the answer with CORS varies by Origin and the plain one does not', () => {
  const ask = clientsOf({ cors: null, behavior: legacy('Origin') });
  expect(ask(CURL_WITH_ORIGIN).headers.vary).toContain('Origin');
  expect(ask(CURL).headers).not.toHaveProperty('vary');
});

test('I50: permission, max age and Vary are on a 405 as well', () => {
  const ask = clientsOf({ rule: { ...ANY_ORIGIN, AllowedMethods: '[GET, POST]' }, cors: null, behavior: { AllowedMethods: ALL_METHODS } });
  expect(ask({ ...CURL_WITH_ORIGIN, method: 'POST' })).toMatchObject({
    status: 405, headers: { 'access-control-allow-origin': '*', 'access-control-max-age': '3000', vary: expect.stringContaining('Origin') as string },
  });
});
