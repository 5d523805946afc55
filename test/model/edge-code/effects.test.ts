import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EdgeSource } from '../../../lib/graph/types/edge-code';
import { known } from '../../../lib/graph/types/known';
import { edgeRequest, edgeResponse, REQUEST_ID, runFunction, VIEWER_IP } from '../../../lib/model/edge-code';
import type { EdgeEvent, EdgeResult } from '../../../lib/model/edge-code';

// Functions that people copy from each other. The head of each file says what it does; `refused` names what CloudFront's parser does not take
const FOLDER = join(__dirname, '../../cases/edge-functions');
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.js')).sort();

const REQUESTS = {
  'GET with Origin': { method: 'GET', headers: { origin: 'https://app.example.com' } },
  'GET without': { method: 'GET', headers: {} },
  OPTIONS: { method: 'OPTIONS', headers: { origin: 'https://app.example.com', 'access-control-request-method': 'PUT', 'access-control-request-headers': 'content-type' } },
};

test('there are functions to try', () => {
  expect(files.length).toBeGreaterThan(11);
});

describe.each(files)('%s', (name) => {
  const text = readFileSync(join(FOLDER, name), 'utf8');
  const head = (field: string): string | undefined => new RegExp(`${field}: +(\\S.*?)(?:  |$)`, 'm').exec(text)?.[1];
  const code: EdgeSource = { runtime: head('runtime') === '1.0' ? '1.0' : '2.0', text, keyValues: known(text.includes('kvs()') ? {} : undefined) };
  const [path = '', query = ''] = (head('path') ?? '/file.txt').split('?');
  const eventType = head('event') === 'viewer-request' ? 'viewer-request' : 'viewer-response';
  const refused = head('refused');

  test.each(Object.entries(REQUESTS))('%s', (title, request) => {
    const event: EdgeEvent = {
      version: '1.0', context: { distributionDomainName: 'd111111abcdef8.cloudfront.net', distributionId: 'E1', eventType, requestId: REQUEST_ID }, viewer: { ip: VIEWER_IP },
      request: edgeRequest({ ...request, path, query }, 'd111111abcdef8.cloudfront.net'), ...(eventType === 'viewer-response' ? { response: edgeResponse(200, { 'content-type': 'text/plain' }) } : {}),
    };
    const { result } = runFunction(code, event, query, 'nothing', (_, alternatives) => alternatives[0]);
    if (refused === undefined) {
      expect(said(event, query, result)).toBe(head(title)?.trim());
    } else {
      expect(result).toMatchObject({ kind: 'failure', status: 503, cause: 'load' });
    }
  });
});

/** The effect in the words of the heads. */
function said(event: EdgeEvent, query: string, result: EdgeResult): string {
  switch (result.kind) {
    case 'request': {
      const added = Object.keys(result.headers).filter((name) => !(name in event.request.headers)).map((name) => `+${name}`);
      const removed = Object.keys(event.request.headers).filter((name) => name !== 'host' && !(name in result.headers)).map((name) => `-${name}`);
      const changes = [...(result.uri === event.request.uri ? [] : [`uri=${result.uri}`]), ...(result.query === query ? [] : ['querystring']), ...added, ...removed];
      return `request ${changes.length === 0 ? 'unchanged' : changes.join(' ')}`;
    }
    case 'response': {
      const told = Object.entries(result.headers).sort().flatMap(([name, value]) =>
        (/^(access-control-|vary|location)/.test(name) ? [`${name}=${value}`] : event.response && !(name in event.response.headers) ? [`+${name}`] : []));
      return [event.response ? 'response' : 'generated', result.status, ...told].join(' ');
    }
    case 'failure':
      return `${result.status} ${result.message}`;
    case 'undecided':
      return result.reason;
  }
}
