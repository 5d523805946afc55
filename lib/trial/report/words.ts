/** Requests and what becomes of them, in one line. */
import type { Blocked, EarlierEvent, Exchange, PageRequest } from '../../model';
import { circumstanceInWords } from '../../model/edge-code';
import type { TriedUse } from '../uses/tried-uses';

/** `GET /file from a page on https://app.example.com with x-trace, after a request without Origin: …`. */
export function requestInWords({ request, history, tried }: Pick<TriedUse, 'history' | 'request' | 'tried'>): string {
  const { outcome } = tried.exchange;
  return `${askedInWords(request)}${beforeInWords(history.events)}: ${outcome.verdict === 'blocked' ? endingInWords(outcome, tried.exchange) : outcome.verdict}`;
}

export function askedInWords({ method = 'GET', path, origin, headers = {}, credentials, load, mode, crossOrigin, target }: PageRequest): string {
  const names = [...Object.keys(headers), ...(credentials === 'include' ? ['cookies'] : [])];
  const isPlain = mode === 'no-cors' || (load === 'image' && crossOrigin === undefined);
  const what = isPlain ? ' as an <img>' : target === 'bucket' ? ' to the bucket, presigned,' : '';
  return `${method} ${path}${what} from a page on ${origin}${names.length === 0 ? '' : ` with ${names.join(' and ')}`}`;
}

export function beforeInWords([event]: readonly EarlierEvent[]): string {
  if (event === undefined || !('path' in event)) {
    return '';
  }
  return 'origin' in event ? `, after ${askedInWords(event)}` : ', after a request without Origin';
}

export function endingInWords(
  { by, step, why, failure, refusal }: Blocked,
  { verdict, deciding, decidingCircumstances }: Exchange,
): string {
  const open =
    verdict !== 'depends'
      ? ''
      : decidingCircumstances.length > 0
        ? `, depending on ${decidingCircumstances.map(circumstanceInWords).join(' and ')}`
        : deciding.length > 0
          ? `, if AWS does what ${deciding.join(' and ')} leaves open`
          : '';
  if (by === 'browser' || refusal === undefined) {
    const said = failure?.message ?? why;
    return `the browser ${step === 'preflight' ? 'gets no permission' : 'keeps it from the page'} (${said.replace(/\.$/, '')})${open}`;
  }
  const [sentence = ''] = (refusal.message ?? '').split('. ');
  const answer = [String(refusal.status), ...(refusal.code === undefined ? [] : [`${refusal.code}: ${sentence.replace(/\.$/, '')}`])].join(
    ' ',
  );
  return `${by} refuses ${step === 'preflight' ? 'the preflight' : 'it'} (${answer})${open}`;
}
