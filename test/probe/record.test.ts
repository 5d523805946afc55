/** What one person can send to another: it says what was seen, and nothing of who asked whom. */
import { diagnose, Evidence, parseRecord, recordOf, redacted, replayed } from '../../lib/probe';
import type { ProbeRecord } from '../../lib/probe';
import { rawServer, send } from './raw-server';
import { recording } from './recordings';
import { APP, probed, targetAt } from './support';

const SECRETS = ['tHeSiGnAtUrE', 's3cr3t-cookie', 'top-secret', '123456789012', 'my-bucket', 'customer-file', 'quarterly', 'internal-value', 'EXAMPLEhostid'];

async function secretive(): Promise<ProbeRecord> {
  const server = await rawServer(({ method }, socket) => {
    send(socket, method === 'OPTIONS'
      ? {
        status: 403, headers: [['Server', 'AmazonS3'], ['X-Amz-Request-Id', 'internal-value'], ['Set-Cookie', 'id=s3cr3t-cookie']],
        bodyExcerpt: '<Error><Code>AccessForbidden</Code><Message>CORSResponse: CORS is not enabled for this bucket. arn:aws:s3:::my-bucket 123456789012</Message><Key>customer-file</Key>'
          + '<BucketName>my-bucket</BucketName><RequestId>internal-value</RequestId><HostId>EXAMPLEhostid</HostId></Error>',
      }
      : { ...recording('guide-head-origin').response, headers: [...recording('guide-head-origin').response.headers, ['X-Internal', 'internal-value']] });
  });
  const target = targetAt(`${server.url}/quarterly/customer-file.json?Signature=tHeSiGnAtUrE&v=top-secret`, {
    secrets: [['cookie', 'id=s3cr3t-cookie']], page: { origin: APP, headers: { 'x-api-key': 'top-secret' } },
  });
  const { asked } = await probed(target);
  return recordOf(target, asked);
}

test('a redacted record keeps no secret, no name of a host or file, and no header of the owner', async () => {
  const record = await secretive();
  const text = JSON.stringify(redacted(record));
  expect(SECRETS.filter((secret) => text.includes(secret))).toEqual([]);
  expect(text).not.toContain(new URL(record.url).host);
  expect(SECRETS.filter((secret) => !JSON.stringify(record).includes(secret)).filter((secret) => secret !== 'EXAMPLEhostid')).toEqual([]);
});

test('a colleague who replays the redacted record comes to the same diagnosis', async () => {
  const record = await secretive();
  const diagnosisOf = (each: ProbeRecord): unknown => {
    const { target, asked } = replayed(each, false);
    const { verdict, main, also, copiesDisagree, asFound } = diagnose(new Evidence(target, asked.exchanges));
    return { verdict, main, also, copiesDisagree, asFound };
  };
  const sentOver = parseRecord(JSON.stringify(redacted(record)), 'probe.json');
  expect(diagnosisOf(sentOver)).toEqual(diagnosisOf(record));
  expect(diagnosisOf(sentOver)).toMatchObject({ verdict: 'blocked', main: { cause: 'bucket-without-cors' } });
});

test.each([
  ['not JSON', '{', 'it is not valid JSON'],
  ['a list', '[]', 'it is not a JSON object'],
  ['another schema', '{"schema":"har"}', 'schema is "har", and this version reads "cdk-cors-probe/1"'],
  ['no exchanges', { exchanges: undefined }, 'exchanges is not a list'],
  ['a method that writes', { exchanges: [{ n: 1, step: 'page', at: '', ms: 1, request: { method: 'DELETE', path: '/', headers: [] }, response: { status: 200, headers: [] } }] },
    'exchanges[0].request.method is "DELETE"'],
  ['a step that nobody knows', { exchanges: [{ n: 1, step: 'dance', at: '', ms: 1, request: { method: 'GET', path: '/', headers: [] }, response: { status: 200, headers: [] } }] },
    'exchanges[0].step is "dance"'],
  ['headers that are no pairs', { exchanges: [{ n: 1, step: 'page', at: '', ms: 1, request: { method: 'GET', path: '/', headers: {} }, response: { status: 200, headers: [] } }] },
    'exchanges[0].request.headers is not a list of [name, value] pairs'],
])('%s is refused with its place', async (_, input, says) => {
  const whole = typeof input === 'string' ? input : JSON.stringify({ ...redacted(await secretive()), ...input });
  expect(() => parseRecord(whole, 'probe.json')).toThrow(`probe.json: ${says}`);
});
