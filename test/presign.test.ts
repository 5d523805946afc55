import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

// The handler is an ES module with the real AWS SDK, as Lambda runs it; signing needs no network.
const HANDLER = join(__dirname, '..', 'examples', 'presign', 'index.mjs');
const ENV = {
  PATH: process.env.PATH, AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret',
  BUCKET: 'assets-of-example', ASSETS: 'https://assets.example.com/',
};

interface Answer {
  readonly statusCode: number;
  readonly body: string;
}

/** What the handler answers to these query strings. */
function answers(...queries: (Record<string, string> | undefined)[]): Answer[] {
  const script = `import { handler } from ${JSON.stringify(HANDLER)};
    const events = ${JSON.stringify(queries.map((query) => ({ queryStringParameters: query })))};
    console.log(JSON.stringify(await Promise.all(events.map(handler))));`;
  const output = execFileSync(process.execPath, ['--no-warnings', '--input-type=module', '--eval', script], { env: ENV, encoding: 'utf8' });
  return JSON.parse(output) as Answer[];
}

describe('the function that presigns uploads', () => {
  const [signed, text, huge, nothing] = answers({ type: 'image/png', size: '5866' }, { type: 'text/html', size: '9' }, { type: 'image/png', size: '10000001' }, undefined);
  const { url: signedUrl, headers, readUrl } = JSON.parse(signed?.body ?? '{}') as { url: string; headers: Record<string, string>; readUrl: string };
  const url = new URL(signedUrl);

  test('signs for the bucket\'s regional endpoint, because the global one answers preflights with a redirect', () => {
    expect(url.origin).toBe('https://assets-of-example.s3.eu-central-1.amazonaws.com');
  });

  test('signs type and length, so that nothing but what was announced can be uploaded', () => {
    expect(url.searchParams.get('X-Amz-SignedHeaders')).toBe('content-length;content-type;host');
    expect(headers).toEqual({ 'Content-Type': 'image/png' });
  });

  test('signs no checksum: that of an empty body, the SDK\'s default, would make S3 refuse every file', () => {
    expect([...url.searchParams.keys()].filter((name) => /checksum/i.test(name))).toEqual([]);
  });

  test('signs for five minutes', () => {
    expect(url.searchParams.get('X-Amz-Expires')).toBe('300');
  });

  test('chooses a key under the prefix that grantUpload covers, and says where CloudFront serves it', () => {
    expect(url.pathname).toMatch(/^\/uploads\/[0-9a-f-]{36}\.png$/);
    expect(readUrl).toBe(`https://assets.example.com${url.pathname}`);
  });

  test('refuses what is no image, what is too large, and what is not said', () => {
    expect([text, huge, nothing].map((answer) => answer?.statusCode)).toEqual([400, 400, 400]);
  });
});
