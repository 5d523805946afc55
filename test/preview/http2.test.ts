/** Over TLS the preview speaks HTTP/2 to whoever offers it, as CloudFront does: only then do browsers send Priority. */
import { connect, constants } from 'node:http2';
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http2';
import { CORS_S3_ORIGIN, delivery, onlyAuthority, responseHeadersPolicy } from '../model/delivery';
import { APP, ask, folderOf, previewOf, serverOf } from './support';

const SCRIPT = 'export const answer = 42;\n';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Sends requests over one connection. */
async function overHttp2(url: string, ...requests: readonly OutgoingHttpHeaders[]): Promise<readonly Answer[]> {
  const session = connect(url, { rejectUnauthorized: false });
  try {
    return await Promise.all(requests.map((headers) => new Promise<Answer>((resolve, reject) => {
      const stream = session.request(headers);
      const chunks: Buffer[] = [];
      let answered: IncomingHttpHeaders = {};
      stream.on('response', (received) => { answered = received; });
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('error', reject);
      stream.on('end', () => { resolve({ status: Number(answered[constants.HTTP2_HEADER_STATUS]), headers: answered, body: Buffer.concat(chunks).toString() }); });
      stream.end();
    })));
  } finally {
    session.close();
  }
}

async function urlOf(over: Parameters<typeof delivery>[0]): Promise<string> {
  return serverOf(await previewOf(delivery(over), folderOf({ 'app.js': SCRIPT }))).url;
}

test('answers are those of HTTP/1.1, header by header', async () => {
  const preview = await previewOf(delivery({ policy: onlyAuthority() }), folderOf({ 'app.js': SCRIPT }));
  const { url } = serverOf(preview);
  const ofEach = ['date', 'x-amz-cf-id', 'via', 'connection', 'keep-alive', 'x-cache', 'age', ':status'];
  const told = (headers: object): object => Object.fromEntries(Object.entries(headers).filter(([name]) => !ofEach.includes(name)));
  const old = await ask(preview, url, '/app.js', { headers: { Origin: APP } });
  const [answer] = await overHttp2(url, { ':path': '/app.js', origin: APP });
  expect(answer).toMatchObject({ status: 200, body: SCRIPT });
  expect(told(answer?.headers ?? {})).toEqual(told(old.headers));
});

test('HEAD, a preflight, a missing file and a foreign name are answered too, on one connection', async () => {
  const url = await urlOf({ policy: onlyAuthority() });
  const answers = await overHttp2(url, { ':path': '/app.js', ':method': 'HEAD' }, {
    ':path': '/app.js', ':method': 'OPTIONS', origin: APP, 'access-control-request-method': 'GET', 'access-control-request-headers': 'x-a',
  }, { ':path': '/none.js' }, { ':path': '/app.js', ':authority': 'elsewhere.example' });
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 403, 403]);
  expect(answers[0]?.body).toBe('');
  expect(answers[1]?.headers['access-control-allow-origin']).toBe(APP);
});

test('two lines of Vary arrive as two', async () => {
  const policy = responseHeadersPolicy({ cors: { origins: [APP], override: false }, custom: [] });
  const [answer] = await overHttp2(await urlOf({ policy, forward: CORS_S3_ORIGIN, cors: undefined }), { ':path': '/app.js' });
  expect(answer?.headers.vary).toBe('Origin');
});

test('with Priority a policy that lists too little keeps its permission back, and one that lists it does not', async () => {
  const answersOf = async (headers: string[]): Promise<readonly unknown[]> => {
    const url = await urlOf({ policy: onlyAuthority({ headers }) });
    const answers = await overHttp2(url, { ':path': '/app.js', origin: APP }, { ':path': '/app.js', origin: APP, priority: 'u=1, i' });
    return answers.map((answer) => answer.headers['access-control-allow-origin']);
  };
  expect(await answersOf(['X-Request-Id'])).toEqual([APP, undefined]);
  expect(await answersOf(['X-Request-Id', 'Priority'])).toEqual([APP, APP]);
});
