/** What may have happened before a request: the events that real pages run into. */
import type { EarlierEvent, Exchange, PageRequest } from '../../model';
import { FOREIGN_ORIGIN } from './origins';

export interface History {
  /** What to call it; left out when nothing happened. */
  readonly after?: string;
  /** It takes a page that does something else with the file, or a page that nobody promised anything to. */
  readonly rare?: true;
  /** The same browser did it, so that its own copies matter too. */
  readonly inBrowser?: true;
  readonly events: readonly EarlierEvent[];
}

export const COLD: History = { events: [] };

const SOMEBODY = { browser: 'somebody else' };
const ENCODINGS = { 'accept-encoding': 'gzip, deflate, br, zstd' };

/** The histories of a request. `others` are further promised requests for the same file. */
export function historiesOf(request: PageRequest, others: readonly PageRequest[], thorough: boolean): readonly History[] {
  if (request.target === 'bucket') {
    return [COLD];
  }
  const { path, resource, origin, signed } = request;
  const plain = { path, resource, signed: signed === undefined ? undefined : 'url' } as const;
  const another = others.find((each) => each.origin !== origin);
  const asking = others.find((each) => each.origin === origin && each.headers !== undefined && each.headers !== request.headers);
  return [
    COLD,
    { after: 'a request without Origin had filled CloudFront\'s cache', events: [{ ...plain, headers: ENCODINGS }] },
    ...(another ? [{ after: `a page on ${another.origin} had asked for the file`, events: [{ ...another, ...SOMEBODY }] }] : []),
    ...(asking && request.headers ? [{ after: 'a page had asked for it with another header', events: [{ ...asking, ...SOMEBODY }] }] : []),
    ...(thorough ? rareHistories(request, plain) : []),
  ];
}

function rareHistories({ origin }: PageRequest, plain: Pick<PageRequest, 'path' | 'resource'> & { readonly signed?: 'url' }): readonly History[] {
  return [
    {
      after: 'the same browser had loaded the file without CORS, by a plain <img>, <script> or <link>', rare: true, inBrowser: true,
      events: [{ ...plain, origin, load: 'image' }],
    },
    { after: 'a page on another origin had asked for the file', rare: true, events: [{ ...plain, ...SOMEBODY, origin: FOREIGN_ORIGIN, load: 'fetch' }] },
  ];
}

/** Whether the edge answers the request from a copy that the history left. Where it does not, the history changes nothing. */
export function leavesCopy({ usesCopy, outcomes: [first] }: Exchange, { events, inBrowser }: History): boolean {
  return events.length === 0 || inBrowser === true || usesCopy || first?.outcome.verdict === 'unknown';
}
