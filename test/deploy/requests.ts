import { GetDistributionCommand } from '@aws-sdk/client-cloudfront';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { listOf, objectOf } from './json';
import type { JsonObject } from './json';
import type { Clients } from './read-back';
import type { Deployed } from './resolve';
import { resourcesOf } from './templates';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
}

interface Exchange {
  readonly what: string;
  readonly host?: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly expected: string;
  readonly seen: (answer: Answer) => string;
}

const KEY = 'hello.txt';
const STRANGER = 'https://stranger.example';
// The emulator has no TLS of its own; this is how it is told that a viewer came by https.
const BY_HTTPS = { 'x-forwarded-proto': 'https' };

/** Sends what browsers send to a stack that promises reading and uploading, and says where the answers are not the promised ones. */
export async function makeRequests(endpoint: string, template: JsonObject, deployed: Deployed, clients: Clients): Promise<string[]> {
  const idOf = (type: string): string => deployed.ids.get(resourcesOf(template, type)[0]?.[0] ?? '') ?? '';
  const bucket = idOf('AWS::S3::Bucket');
  await clients.s3.send(new PutObjectCommand({ Bucket: bucket, Key: KEY, Body: 'hello' }));
  const { Distribution } = await clients.cloudFront.send(new GetDistributionCommand({ Id: idOf('AWS::CloudFront::Distribution') }));
  const reader = originWith(template, 'GET');
  const uploader = originWith(template, 'PUT');

  console.log(`  requests from ${reader}, which may read, from ${uploader}, which may upload, and from ${STRANGER}:`);
  const failures: string[] = [];
  for (const exchange of [...toBucket(bucket, reader, uploader), ...toEdge(Distribution?.DomainName ?? '', reader)]) {
    const seen = exchange.seen(await send(endpoint, exchange));
    console.log(`  ${seen === exchange.expected ? 'ok' : 'NOT OK'}  ${exchange.what}: ${seen}`);
    if (seen !== exchange.expected) {
      failures.push(`${exchange.what}: expected ${exchange.expected}, got ${seen}`);
    }
  }
  return failures;
}

/** S3 answers preflights by the bucket's rules, and nobody reads without CloudFront's signature. */
function toBucket(bucket: string, reader: string, uploader: string): Exchange[] {
  const path = `/${bucket}/${KEY}`;
  const preflight = (method: string, origin: string, promised: boolean): Exchange => ({
    what: `S3, preflight for ${method} from ${origin}`, method: 'OPTIONS', path,
    headers: { origin, 'access-control-request-method': method, 'access-control-request-headers': 'content-type' },
    expected: promised ? `200, allowed origin ${origin}` : '403, allowed origin none',
    seen: ({ status, headers }) => `${status}, allowed origin ${headers['access-control-allow-origin'] ?? 'none'}`,
  });
  return [
    preflight('GET', reader, true),
    preflight('GET', STRANGER, false),
    preflight('PUT', uploader, true),
    preflight('PUT', reader, reader === uploader),
    preflight('PUT', STRANGER, false),
    preflight('DELETE', uploader, false),
    { what: 'S3, GET without a signature', method: 'GET', path, headers: { origin: reader }, expected: '403', seen: ({ status }) => `${status}` },
  ];
}

/** CloudFront reads with its own identity, and the response headers policy speaks. */
function toEdge(host: string, origin: string): Exchange[] {
  const common = { host, path: `/${KEY}` };
  return [
    {
      ...common, what: 'CloudFront, GET by http', method: 'GET', headers: { origin },
      expected: `301 to https://${host}/${KEY}`, seen: ({ status, headers }) => `${status} to ${headers.location ?? 'nowhere'}`,
    },
    {
      ...common, what: 'CloudFront, GET by https', method: 'GET', headers: { origin, ...BY_HTTPS },
      expected: '200, Vary Origin, Accept-Encoding, embedding cross-origin',
      seen: ({ status, headers }) => `${status}, Vary ${headers.vary ?? 'none'}, embedding ${String(headers['cross-origin-resource-policy'])}`,
    },
    {
      ...common, what: 'CloudFront, PUT', method: 'PUT', headers: { origin, ...BY_HTTPS }, expected: '403', seen: ({ status }) => `${status}`,
    },
  ];
}

/** The first origin of the bucket rule that has the method. */
function originWith(template: JsonObject, method: string): string {
  const bucket = objectOf(resourcesOf(template, 'AWS::S3::Bucket')[0]?.[1].Properties);
  const rules = listOf(objectOf(bucket.CorsConfiguration).CorsRules).map(objectOf);
  return String(listOf(rules.find((rule) => listOf(rule.AllowedMethods).includes(method))?.AllowedOrigins)[0]);
}

function send(endpoint: string, { host, method, path, headers }: Exchange): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(`${endpoint}${path}`, { method, timeout: 5_000, headers: { ...headers, ...(host === undefined ? {} : { host }) } }, (answer) => {
      answer.resume().once('end', () => { resolve({ status: answer.statusCode ?? 0, headers: answer.headers }); });
    });
    sent.once('timeout', () => sent.destroy(new Error(`no answer to ${method} ${path} in 5 s`)));
    sent.once('error', reject);
    sent.end();
  });
}
