import type { EdgeFunction } from '../../graph/types';
import { wireCase } from '../http/message';
import type { HeaderMap } from '../http/message';
import type { EdgeEvent, EdgeValues } from './event';
import type { EdgeResult } from './result';

/** How messages call a function. */
export function nameOf({ code, path, kind }: EdgeFunction): string {
  const logicalId = code.known ? code.value.address?.logicalId : undefined;
  return logicalId === undefined ? `the ${kind === 'lambda-at-edge' ? 'Lambda@Edge function' : 'function'} at ${path}` : `the function ${logicalId}`;
}

/** What a function changes, in words: one clause for each change. */
export function changesOf({ request, response }: EdgeEvent, query: string, result: EdgeResult): readonly string[] {
  switch (result.kind) {
    case 'request':
      return [
        ...(result.uri === request.uri ? [] : [`asks for ${result.uri}`]),
        ...(result.query === query ? [] : [result.query === '' ? 'drops the query' : `makes the query ${result.query}`]),
        ...(result.method === request.method ? [] : [`makes the method ${result.method}`]),
        ...headerChanges(request.headers, result.headers),
      ];
    case 'response':
      return response
        ? [...(result.status === response.statusCode ? [] : [`makes the status ${result.status}`]), ...headerChanges(response.headers, result.headers), ...(result.body === undefined ? [] : ['replaces the body'])]
        : [`answers ${result.status} by itself`, ...headerChanges({}, result.headers)];
    case 'failure':
      return [`fails, and CloudFront answers ${result.status} ${result.code} (${result.message})`];
    case 'undecided':
      return [result.reason];
  }
}

function headerChanges(before: EdgeValues, after: HeaderMap): readonly string[] {
  const removed = Object.keys(before).filter((name) => name !== 'host' && name !== 'via' && !(name in after)).map((name) => `removes ${shown(name)}`);
  const set = Object.entries(after).filter(([name, value]) => name !== 'cookie' && (before as Readonly<Record<string, { readonly value: string } | undefined>>)[name]?.value !== value)
    .map(([name, value]) => `sets ${shown(name)}: ${value}`);
  return [...removed, ...set];
}

function shown(name: string): string {
  return Object.keys(wireCase({ [name]: '' }))[0];
}
