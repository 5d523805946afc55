import { randomBytes } from 'node:crypto';
import { parseTargetUrl, ProbeError } from '../../probe';
import type { ProbeTarget } from '../../probe';
import { readOptions } from '../arguments';
import { PARAMETER_USAGE } from '../parameters';
import { MODES, parseHeaders, parseOrigin, requestStart } from '../page-request-words';
import { UsageError } from '../usage-error';

export const PROBE_USAGE = `cdk-cors probe <url> --origin ORIGIN [options]

Asks a deployed distribution with a handful of GET and OPTIONS requests.
Says which hop and which setting stop the page, and what to change.
It leaves no copy in a cache that the page would not leave.

  --origin ORIGIN         the page's origin, such as https://app.example.com
  --method METHOD         default GET; anything but GET and HEAD is only asked permission for
  --header 'NAME: VALUE'  what the page's code sets; may be repeated
  --credentials           with cookies
  --mode MODE             ${MODES.join(', ')} (default fetch);
                          all elements but plain-image carry crossorigin
  --reads NAME            a response header that the page's code reads; may be repeated
  --send 'NAME: VALUE'    a cookie or a password: sent, never printed or recorded; may be repeated
  --other-origin ORIGIN   one that should not be allowed (default https://cdk-cors-probe.invalid)
  --thorough              also asks what is harmless only while the cache keeps its copy
  --template PATH         a template or cdk.out: says which deployed setting differs from it
  --distribution NAME     which one of the template, by logical id or construct path
  --world N               which one, when conditions of the template leave several
${PARAMETER_USAGE}
  --write-assumptions FILE
                          what the answers settle, for --assume of preview and explain
  --record FILE           what was asked and answered, without hosts, paths, cookies and ids
  --keep-paths            paths, too
  --replay FILE           judges a record again, without network
  --connect HOST:PORT     another address for the same name
  --allow-private         an address of your own machine or network
  --dry-run               prints the requests and sends none
  --json                  for machines

Examples:
  cdk-cors probe https://d111111abcdef8.cloudfront.net/a.woff2 --origin https://app.example.com
  cdk-cors probe https://assets.example.com/a --origin https://app.example.com --template cdk.out

Exit code: 0 allowed, 1 blocked, 2 unusable input or no answer,
3 copies disagree, or the answers are not what the template says.`;

/** What the user wrote. */
export type Values = ReturnType<typeof parse>['values'];

/** Reads the arguments. */
export function readArguments(args: readonly string[]): ReturnType<typeof parse> {
  return parse(args);
}

function parse(args: readonly string[]) {
  return readOptions('probe', args, {
    origin: { type: 'string' }, method: { type: 'string' }, header: { type: 'string', multiple: true },
    credentials: { type: 'boolean' }, mode: { type: 'string' },
    reads: { type: 'string', multiple: true }, send: { type: 'string', multiple: true }, 'other-origin': { type: 'string' },
    thorough: { type: 'boolean' },
    template: { type: 'string', multiple: true }, parameter: { type: 'string', multiple: true }, distribution: { type: 'string' }, world: { type: 'string' },
    'write-assumptions': { type: 'string' },
    record: { type: 'string' }, 'keep-paths': { type: 'boolean' }, replay: { type: 'string' }, connect: { type: 'string' },
    'allow-private': { type: 'boolean' },
    'dry-run': { type: 'boolean' }, json: { type: 'boolean' },
  });
}

/** What is probed, and for which request of a page. */
export function targetOf([text, ...rest]: readonly string[], values: Values): ProbeTarget {
  if (text === undefined || rest.length > 0) {
    throw new UsageError(`${text === undefined ? 'the URL of a file is missing' : 'one URL at a time'};`
      + ' write cdk-cors probe https://d111111abcdef8.cloudfront.net/fonts/a.woff2 --origin https://app.example.com');
  }
  return {
    url: orUsage(() => parseTargetUrl(text, values['allow-private'] ?? false)), nonce: randomBytes(6).toString('hex'),
    page: {
      origin: parseOrigin(values.origin), method: values.method?.toUpperCase()
        ?? 'GET', headers: parseHeaders(values.header ?? []), ...(values.reads === undefined ? {} : { reads: values.reads }),
      ...requestStart(values.mode ?? 'fetch', values.credentials ?? false),
    },
    otherOrigin: values['other-origin'] === undefined ? 'https://cdk-cors-probe.invalid' : parseOrigin(values['other-origin']),
    secrets: Object.entries(parseHeaders(values.send ?? [], '--send')), thorough: values.thorough
      ?? false, comparing: values.template !== undefined,
  };
}

function orUsage<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw error instanceof ProbeError ? new UsageError(error.message) : error;
  }
}

/** `--connect`. */
export function connectOf(text: string | undefined): { readonly host: string; readonly port: number } | undefined {
  if (text === undefined) {
    return undefined;
  }
  const [, host, port] = /^(.+):(\d{1,5})$/.exec(text) ?? [];
  if (host === undefined || Number(port) < 1 || Number(port) > 65_535) {
    throw new UsageError(`--connect ${text}: write HOST:PORT, such as 127.0.0.1:8443`);
  }
  return { host, port: Number(port) };
}
