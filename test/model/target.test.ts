import { answerClient, exchange, newSimulation, splitTarget, targetOf } from '../../lib/model';
import type { HttpResponse } from '../../lib/model';
import { APP, bucket, CACHING_DISABLED, delivery, OAC_GRANT, originRequestPolicy, statement } from './delivery';

test.each([
  ['/a.js', '/a.js', ''],
  ['/a.js?v=1', '/a.js', 'v=1'],
  ['/a.js?v=1?w=2', '/a.js', 'v=1?w=2'],
  ['/?x', '/', 'x'],
  ['?x', '', 'x'],
])('%s is split at its first question mark, once, and comes together again', (target, path, query) => {
  expect(splitTarget(target)).toEqual({ path, query });
  expect(targetOf({ path, query })).toBe(target);
});

const writable = { methods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'], cache: CACHING_DISABLED, bucket: bucket({ statements: [OAC_GRANT, statement({ actions: ['s3:PutObject'] })] }) };

function sentToBucket(query: boolean, path: string): readonly string[] {
  return exchange(delivery({ ...writable, forward: originRequestPolicy(['Origin'], query) }), { origin: APP, path }).messages
    .filter(({ between }) => between === 'CloudFront and S3').map(({ request }) => targetOf(request));
}

test('S3 is asked with the part of the query that the behavior forwards', () => {
  expect(sentToBucket(true, '/a.js?v=1')).toEqual(['/a.js?v=1']);
  expect(sentToBucket(false, '/a.js?v=1')).toEqual(['/a.js']);
});

test('S3 knows the start of a multipart upload by the query, so that it works through CloudFront only where the query is forwarded', () => {
  const answer = (query: boolean, path: string): HttpResponse =>
    answerClient(delivery({ ...writable, forward: originRequestPolicy([], query) }), { path, method: 'POST' }, newSimulation());
  expect(answer(true, '/big.bin?uploads').status).toBe(204);
  expect(answer(false, '/big.bin?uploads')).toMatchObject({ status: 405, error: { code: 'MethodNotAllowed' } });
  expect(answer(true, '/big.bin?v=1')).toMatchObject({ status: 405, error: { code: 'MethodNotAllowed' } });
});
