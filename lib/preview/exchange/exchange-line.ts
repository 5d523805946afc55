import { styleText } from 'node:util';
import { targetOf } from '../../model/http/target';
import type { ExchangeRecord } from './exchange-record';

type Style = Parameters<typeof styleText>[0];

const VERDICTS: Readonly<Record<ExchangeRecord['browser']['verdict'], { readonly word: string; readonly style: Style }>> = {
  allowed: { word: 'allowed', style: 'green' }, blocked: { word: 'BLOCKED', style: 'red' }, 'no-page': { word: 'no page', style: 'dim' },
};

/** One exchange on one line: who asked, what the edge and S3 did with it, and what a browser makes of the answer. */
export function exchangeLine(record: ExchangeRecord, colors: boolean): string {
  const { request, request: { method, headers }, response, server, browser, cache } = record;
  const painted = (style: Style, text: string): string => (colors ? styleText(style, text, { validateStream: false }) : text);
  const { word, style } = VERDICTS[browser.verdict];
  const parts = [
    painted('dim', record.at.slice(11, 19)), painted('bold', method), printable(targetOf(request)), painted(response.status >= 400 ? 'red' : 'cyan', [response.status, ...code(record)].join(' ')),
    painted('dim', server.name), `from ${printable(headers.origin as string | undefined ?? 'no origin')}`, cache, ...forwarded(record), ...ruled(record), ...added(record),
  ];
  const use = browser.use === 'no browser' || browser.use === 'unknown' ? '' : `: ${browser.use}`;
  return `${parts.join('  ')}  ${painted(style, `${word}${use}`)}, ${printable(browser.message ?? browser.why)}${browser.fix === undefined ? '' : `  ${painted('bold', 'fix')}: ${printable(browser.fix)}`}`;
}

/** What S3 or CloudFront calls an error; the message that the client got comes last. */
function code({ messages }: ExchangeRecord): readonly string[] {
  const error = messages.at(-1)?.response.error;
  return error ? [error.code] : [];
}

const TOLD: readonly string[] = ['origin', 'access-control-request-method', 'access-control-request-headers', 'range'];

function forwarded({ messages, server }: ExchangeRecord): readonly string[] {
  const asked = messages.find(({ between }) => between === 'CloudFront and S3')?.request;
  if (!asked || server.kind === 'bucket') {
    return [];
  }
  const names = TOLD.filter((name) => name in asked.headers);
  return [`forwards ${names.length === 0 ? 'no header of the page' : names.join(', ')}`];
}

function ruled({ bucketRule }: ExchangeRecord): readonly string[] {
  return bucketRule === undefined ? [] : [bucketRule === 'none' ? 'no bucket rule holds' : `bucket rule ${bucketRule.number}`];
}

function added({ policy }: ExchangeRecord): readonly string[] {
  const names = Object.keys(policy?.set ?? {}).filter((name) => name.startsWith('access-control-') || name === 'vary');
  return names.length === 0 ? [] : [`policy sets ${names.map((name) => `${name}: ${printable(policy?.set[name] ?? '')}`).join('; ')}`];
}

// What a client sent must not move the cursor or change colors
function printable(text: string): string {
  return text.replace(/[\0-\x1f\x7f-\x9f]/g, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
