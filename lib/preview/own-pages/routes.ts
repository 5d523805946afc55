import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Records } from '../exchange/records';
import { splitTarget } from '../../model/http/target';

/** Paths under this one are the preview's own, and reach neither CloudFront nor S3. */
export const OWN_PREFIX = '/__preview';

/** What the preview serves below {@link OWN_PREFIX} in addition to its data. */
export type PageHandler = (path: string) => OwnPage | undefined;

/** An answer of the preview itself. */
export interface OwnPage {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The page that shows the exchanges, and the data it is made of. */
export class OwnPages {
  public constructor(private readonly records: Records, private readonly system: () => unknown, private readonly page: PageHandler) {}

  /** Whether a path is the preview's own. */
  public owns(path: string): boolean {
    return path.startsWith(OWN_PREFIX) && (path.length === OWN_PREFIX.length || '/?'.includes(path[OWN_PREFIX.length] ?? ''));
  }

  public handle(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const path = splitTarget(incoming.url ?? '').path;
    switch (path) {
      case `${OWN_PREFIX}/exchanges`:
        answer(incoming, outgoing, json(this.records.all));
        return;
      case `${OWN_PREFIX}/system`:
        answer(incoming, outgoing, json(this.system()));
        return;
      case `${OWN_PREFIX}/events`:
        this.events(outgoing);
        return;
      default:
        answer(incoming, outgoing, this.page(path) ?? NOT_FOUND);
    }
  }

  // https://html.spec.whatwg.org/multipage/server-sent-events.html
  private events(outgoing: ServerResponse): void {
    outgoing.writeHead(200, { ...GUARDED, 'content-type': 'text/event-stream' });
    outgoing.write(':\n\n');
    const stop = this.records.subscribe((record) => {
      // A page that does not keep up misses exchanges, and reads the list again when it comes back
      if (!outgoing.writableNeedDrain) {
        outgoing.write(`id: ${record.number}\ndata: ${JSON.stringify(record)}\n\n`);
      }
    });
    outgoing.once('close', stop);
  }
}

// Other origins may neither read the exchanges, which hold cookies, nor frame the page
const GUARDED = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'cross-origin-resource-policy': 'same-origin' };
const NOT_FOUND: OwnPage = { status: 404, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'The preview has no such page.\n' };

function json(value: unknown): OwnPage {
  return { status: 200, headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify(value) };
}

function answer(incoming: IncomingMessage, outgoing: ServerResponse, { status, headers, body }: OwnPage): void {
  outgoing.writeHead(status, { ...GUARDED, ...headers, 'content-length': Buffer.byteLength(body) });
  outgoing.end(incoming.method === 'HEAD' ? undefined : body);
}
