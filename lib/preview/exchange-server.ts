import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import type { Bucket, Distribution } from '../graph/types';
import type { HttpResponse } from '../model';
import { serverFor } from '../model/server';
import type { ClientRequest, Server } from '../model/server';
import { Undecided } from '../model/undecided';
import type { PreviewedSystem } from './ask';
import { errorBody } from './error-body';
import type { ExchangeRecord } from './exchange-record';
import { clientRequest } from './client-request';
import { RecordedExchange } from './recorded-exchange';
import type { Records } from './records';
import { TripMemory } from './trip-memory';
import { serverHeaders, writeStream, writeWhole } from './write-response';

/** An answer of the model with the bytes that belong to it. */
interface Answer {
  readonly response: HttpResponse;
  readonly trip: TripMemory;
  readonly body: Buffer | Readable | string;
  readonly undecided?: string;
}

/** An object may change between being described and being opened, and again; a third time something else is wrong. */
const ATTEMPTS = 3;

/** One distribution, or one bucket's regional endpoint, behind HTTP: it carries messages between sockets and the model. */
export class ExchangeServer {
  public readonly id: ExchangeRecord['server'];
  private readonly server: Server;

  public constructor(private readonly system: PreviewedSystem, private readonly records: Records, name: string, public readonly node: Bucket | Distribution) {
    this.id = { kind: 'aliases' in node ? 'distribution' : 'bucket', name };
    this.server = serverFor(system.graph, { target: this.id.kind, resource: `${node.address.stack}.${node.address.logicalId}` });
  }

  public async handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const arrived = Date.now();
    const number = this.records.nextNumber();
    const request = clientRequest(incoming);
    const answer = await this.answer(request);
    const bytes = await this.write(incoming, outgoing, answer);
    const { response, trip, undecided } = answer;
    this.records.add(new RecordedExchange({
      number, arrived, server: this.id, node: this.node, request, response, bytes, trip, undecided, reading: this.system.reading, graph: this.system.graph,
    }));
  }

  private async answer(request: ClientRequest): Promise<Answer> {
    try {
      for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
        const { response, log: trip } = await this.system.ask(this.server, request, () => new TripMemory());
        const body = this.system.bodies.atHand(response) ?? (response.content && await this.system.bodies.open(response.content));
        if (body !== undefined) {
          return { response, trip, body };
        }
        if (response.content) {
          this.system.edge.forget(response.content);
        }
      }
      return generated(500, 'InternalError', 'The file changes faster than it can be read.', 'S3');
    } catch (error) {
      if (error instanceof Undecided) {
        const told = `The template does not say what happens here: ${error.reason}. After a deployment CloudFront knows; this preview does not guess.`;
        return { ...generated(501, 'NotImplemented', told, 'CloudFront'), undecided: error.reason };
      }
      throw error;
    }
  }

  private async write(incoming: IncomingMessage, outgoing: ServerResponse, { response, trip, body }: Answer): Promise<number> {
    const headers = serverHeaders(this.id.kind, response, trip.edge);
    return typeof body === 'string' || Buffer.isBuffer(body)
      ? writeWhole(incoming, outgoing, response, headers, body)
      : writeStream(incoming, outgoing, response, headers, body);
  }
}

function generated(status: number, code: string, message: string, from: HttpResponse['from']): Answer {
  const type = from === 'S3' ? 'application/xml' : 'text/html';
  const response: HttpResponse = { status, headers: { 'content-type': type }, from, body: 'error', error: { code, message } };
  return { response, trip: new TripMemory(), body: errorBody(response) };
}
