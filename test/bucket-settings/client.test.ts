import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answer } from '../../lib/bucket-settings/answer';
import { fulfill } from '../../lib/bucket-settings/fulfill';
import { newClient } from '../../lib/bucket-settings/s3-settings';
import { settingsOf } from './stack';

// What the SDK makes of S3's answers is the SDK's own business, so the real client asks a server on this machine here.

interface Exchange {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

type Reply = (response: ServerResponse, request: Exchange) => void;

const XML = { 'content-type': 'application/xml' };

function error(status: number, code: string, headers: Readonly<Record<string, string>> = {}): Reply {
  return (response) => response.writeHead(status, { ...XML, ...headers }).end(`<Error><Code>${code}</Code><Message>${code} it is</Message></Error>`);
}

const OK: Reply = (response) => response.writeHead(200).end();

/** A bucket with nothing in it that keeps what it gets; `before` answers in its place as long as it has something to say. */
class Loopback {
  readonly exchanges: Exchange[] = [];
  before: (request: Exchange) => Reply | undefined = () => undefined;
  answers: unknown[] = [];
  private readonly kept = new Map<string, string>();
  private readonly server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      const exchange = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() };
      this.exchanges.push(exchange);
      (this.before(exchange) ?? this.reply(exchange))(response, exchange);
    });
  });

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private reply({ method, url, body }: Exchange): Reply {
    if (url.startsWith('/answer')) {
      this.answers.push(JSON.parse(body));
      return OK;
    }
    const setting = url.includes('cors') ? 'CORSConfiguration' : 'BucketPolicy';
    if (method === 'PUT') {
      this.kept.set(setting, body);
      return OK;
    }
    const kept = this.kept.get(setting);
    return kept === undefined ? error(404, `NoSuch${setting}`) : (response) => response.writeHead(200, XML).end(kept);
  }
}


let loopback: Loopback;
let endpoint: string;
const environment = { ...process.env };

beforeEach(async () => {
  loopback = new Loopback();
  endpoint = await loopback.start();
});

afterEach(async () => {
  process.env = { ...environment };
  jest.restoreAllMocks();
  await loopback.stop();
});

const ENVIRONMENT = { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };

/** All of the function but its entry, with pauses that are a thousandth of the real ones. */
async function invoke(kind: 'Create' | 'Delete' = 'Create', milliseconds = 300_000): Promise<{ Status: string; Reason: string; PhysicalResourceId: string }> {
  Object.assign(process.env, ENVIRONMENT, { AWS_ENDPOINT_URL_S3: endpoint });
  const s3 = newClient();
  const event = {
    RequestType: kind, ResponseURL: `${endpoint}/answer`, StackId: 'arn:aws:cloudformation:us-east-1:111122223333:stack/Web/1', RequestId: '1',
    LogicalResourceId: 'Settings', PhysicalResourceId: kind === 'Create' ? undefined : 'files/0123456789abcdef', ResourceProperties: settingsOf('files', ['https://app.example']),
  };
  let paused = 0;
  await answer(event, await fulfill(event, {
    s3, random: () => 0, remaining: () => milliseconds - paused,
    pause: (wanted) => {
      paused += wanted;
      return new Promise((resolve) => setTimeout(resolve, wanted / 1_000));
    },
  }));
  s3.destroy();
  return loopback.answers.at(-1) as never;
}

/** Answers the first requests of a kind so. */
function first(count: number, kind: RegExp, reply: Reply): Loopback['before'] {
  let left = count;
  return ({ method, url }) => (kind.test(`${method} ${url}`) && left-- > 0 ? reply : undefined);
}

test('the client puts both settings, for the account of the stack only, and tells CloudFormation', async () => {
  await expect(invoke()).resolves.toEqual({
    Status: 'SUCCESS', Reason: 'done', PhysicalResourceId: expect.stringMatching(/^files\/[0-9a-f]{16}$/) as string,
    StackId: 'arn:aws:cloudformation:us-east-1:111122223333:stack/Web/1', RequestId: '1', LogicalResourceId: 'Settings',
  });
  const [rules, policy] = loopback.exchanges.filter(({ method, url }) => method === 'PUT' && !url.startsWith('/answer'));
  expect(rules?.body).toContain('<AllowedOrigin>https://app.example</AllowedOrigin>');
  expect(rules?.body).toContain('<ExposeHeader>ETag</ExposeHeader><MaxAgeSeconds>7200</MaxAgeSeconds>');
  expect(JSON.parse(policy?.body ?? '')).toMatchObject({ Version: '2012-10-17', Statement: [{ Effect: 'Allow' }] });
  expect(loopback.exchanges.filter(({ url }) => !url.startsWith('/answer')).map(({ headers }) => headers['x-amz-expected-bucket-owner']))
    .toEqual(loopback.exchanges.slice(1).map(() => '111122223333'));
});

test('the answer has no content type, because the URL is signed for none', async () => {
  await invoke();
  expect(loopback.exchanges.at(-1)?.headers['content-type']).toBe('');
});

test.each<[string, RegExp, Reply]>([
  ['409 OperationAborted', /PUT .*cors/, error(409, 'OperationAborted')],
  ['503 SlowDown', /GET .*policy/, error(503, 'SlowDown')],
  ['500 InternalError', /PUT .*policy/, error(500, 'InternalError')],
  ['a connection that is reset', /GET .*cors/, (response) => response.socket?.resetAndDestroy()],
  ['a connection that is reset while a change is under way', /PUT .*cors/, (response) => response.socket?.resetAndDestroy()],
  ['403 while IAM spreads the permission', /GET .*cors/, error(403, 'AccessDenied')],
])('%s passes', async (_, kind, reply) => {
  loopback.before = first(2, kind, reply);
  await expect(invoke()).resolves.toHaveProperty('Status', 'SUCCESS');
  expect(loopback.exchanges.filter(({ method, url }) => kind.test(`${method} ${url}`)).length).toBeGreaterThan(2);
});

test('a request that hangs is given up after three seconds, and asked again', async () => {
  loopback.before = first(1, /GET .*cors/, () => undefined);
  const start = Date.now();
  await expect(invoke()).resolves.toHaveProperty('Status', 'SUCCESS');
  expect(Date.now() - start).toBeGreaterThan(2_900);
}, 20_000);

test('S3 that never answers is said in words', async () => {
  loopback.before = ({ url }) => (url.startsWith('/answer') ? undefined : (response) => response.socket?.resetAndDestroy());
  const { Status, Reason } = await invoke('Create', 20_000);
  expect(Status).toBe('FAILED');
  expect(Reason).toMatch(/bucket files: .*S3 did not answer/);
});

test('405 for the bucket of another account says what to do', async () => {
  loopback.before = first(99, /policy/, error(405, 'MethodNotAllowed'));
  const { Status, Reason } = await invoke();
  expect(Status).toBe('FAILED');
  expect(Reason).toMatch(/MethodNotAllowed.*outputBucketSettings/);
});

test('a bucket in another region is followed there', async () => {
  loopback.before = ({ url, headers }) => (!url.startsWith('/answer') && headers.authorization?.includes('/us-east-1/')
    ? error(301, 'PermanentRedirect', { 'x-amz-bucket-region': 'eu-central-1' })
    : undefined);
  await expect(invoke()).resolves.toHaveProperty('Status', 'SUCCESS');
  expect(loopback.exchanges.some(({ headers }) => headers.authorization?.includes('/eu-central-1/'))).toBe(true);
});

test('a delete of nothing writes nothing', async () => {
  await expect(invoke('Delete')).resolves.toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'files/0123456789abcdef' });
  expect(loopback.exchanges.filter(({ method, url }) => method !== 'GET' && !url.startsWith('/answer'))).toEqual([]);
});

test('an answer that CloudFormation does not take at first is given again', async () => {
  loopback.before = first(2, /PUT .answer/, error(503, 'SlowDown'));
  await expect(invoke()).resolves.toHaveProperty('Status', 'SUCCESS');
});
