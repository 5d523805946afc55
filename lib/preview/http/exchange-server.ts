import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { isSymbolic } from '../../graph/types/symbolic-text';
import type { Bucket, Distribution } from '../../graph/types';
import type { HttpResponse } from '../../model';
import { serverFor } from '../../model/server';
import type { ClientRequest, Server } from '../../model/server';
import { Undecided } from '../../model/undecided';
import type { PreviewedSystem } from '../exchange/ask';
import { clientRequest, hostName, withoutBucket } from './client-request';
import { errorBody } from './error-body';
import type { ExchangeRecord } from '../exchange/exchange-record';
import { bucketName, isLoopback } from './names';
import { proofOf } from '../exchange/proof';
import { RecordedExchange } from '../exchange/recorded-exchange';
import type { Records } from '../exchange/records';
import { Verifier } from '../s3/signature';
import type { Credentials, Refusal } from '../s3/signature';
import { ExchangeMemory, writtenByPolicy } from '../exchange/exchange-memory';
import { isForm, readForm } from '../s3/upload-form';
import { formRequest, keptAnswer, receiveFile, receiveForm } from '../s3/uploads';
import type { Received } from '../s3/uploads';
import { answerLines, writeStream, writeWhole } from './write-response';

/** An answer of the model with the bytes that belong to it. */
interface Answer {
  readonly request: Asked;
  readonly response: HttpResponse;
  readonly exchange: ExchangeMemory;
  readonly body: Buffer | Readable | string;
  readonly undecided?: string;
}

type Asked = ClientRequest & { readonly host: string };

/** An object may change between being described and being opened, and again; a third time something else is wrong. */
const ATTEMPTS = 3;

/** One distribution, or one bucket's regional endpoint, behind HTTP: it carries messages between sockets and the model. */
export class ExchangeServer {
  public readonly id: ExchangeRecord['server'];
  private readonly server: Server;
  private readonly verifier?: Verifier;

  public constructor(
    private readonly system: PreviewedSystem,
    private readonly records: Records,
    name: string,
    public readonly node: Bucket | Distribution,
    credentials: Credentials,
  ) {
    this.id = { kind: 'aliases' in node ? 'distribution' : 'bucket', name };
    this.server = serverFor(system.graph, { target: this.id.kind, resource: `${node.address.stack}.${node.address.logicalId}` });
    if ('region' in node) {
      this.verifier = new Verifier(credentials, node.region.known && !isSymbolic(node.region.value) ? node.region.value : undefined);
    }
  }

  /** Answers a request and records the exchange. `pathStyle`: the host is that of S3 itself, and the path begins with the bucket. */
  public async handle(incoming: IncomingMessage, outgoing: ServerResponse, pathStyle: 'always' | 'signed'): Promise<void> {
    const arrived = Date.now();
    const number = this.records.nextNumber();
    const { request, response, exchange, body, undecided } = await this.answerFor(incoming, outgoing, pathStyle, arrived);
    const written = exchange.policyUse ? writtenByPolicy(exchange.policyUse, request, this.system.assumptions) : {};
    const lines = answerLines(this.id.kind, response, exchange, written, isLoopback(hostName(incoming)));
    const bytes =
      typeof body === 'string' || Buffer.isBuffer(body)
        ? writeWhole(incoming, outgoing, response, lines, body)
        : await writeStream(incoming, outgoing, response, lines, body);
    this.records.add(
      new RecordedExchange({
        number,
        arrived,
        server: this.id,
        node: this.node,
        request,
        response,
        bytes,
        exchange,
        undecided,
        assumptions: this.system.assumptions,
        graph: this.system.graph,
        folderOf: ({ name }) => this.system.bodies.store(name)?.place,
      }),
    );
  }

  private async answerFor(
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    pathStyle: 'always' | 'signed',
    now: number,
  ): Promise<Answer> {
    const request = clientRequest(incoming);
    if (!this.verifier || !('cors' in this.node)) {
      return this.answerUpload(await this.answer(request), incoming, outgoing);
    }
    const proven = request.method === 'OPTIONS' ? request : { ...request, ...(await proofOf(request, this.verifier, now)) };
    const signed = proven.presigned === true || proven.authenticationError !== undefined;
    const asked = pathStyle === 'always' || signed ? withoutBucket(proven, bucketName(this.node)) : proven;
    return isForm(incoming) && asked.path === '/'
      ? this.answerForm(asked, this.verifier, this.node, incoming, now)
      : this.answerUpload(await this.answer(asked), incoming, outgoing);
  }

  /** The model's answer with its bytes, or a word on why there is none. */
  private async answer(request: Asked): Promise<Answer> {
    try {
      for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
        const { response, log: exchange } = await this.system.ask(this.server, request, () => new ExchangeMemory());
        const body = this.system.bodies.atHand(response) ?? (response.content && (await this.system.bodies.open(response.content)));
        if (body !== undefined) {
          return { request, response, exchange, body };
        }
        if (response.content) {
          this.system.edge.forget(response.content);
        }
      }
      return generated(request, { status: 500, code: 'InternalError', message: 'The file changes faster than it can be read.' }, 'S3');
    } catch (error) {
      if (error instanceof Undecided) {
        const message = `The template does not say what happens here: ${error.reason}. After a deployment CloudFront knows; this preview does not guess.`;
        return { ...generated(request, { status: 501, code: 'NotImplemented', message }, 'CloudFront'), undecided: error.reason };
      }
      throw error;
    }
  }

  /** Receives the file of a PUT that the model grants, and asks the model again, now that S3 knows what it keeps. */
  private async answerUpload(answer: Answer, incoming: IncomingMessage, outgoing: ServerResponse): Promise<Answer> {
    const {
      request,
      response: { content, status, body },
    } = answer;
    if (content === undefined || body !== 'none' || status >= 300) {
      return answer;
    }
    if (request.method !== 'PUT') {
      const what = request.method === 'DELETE' ? 'removes nothing' : 'takes no uploads in several requests; send the file by one PUT';
      return generated(
        request,
        { status: 501, code: 'NotImplemented', message: `S3 would grant this ${request.method}. The preview ${what}.` },
        'S3',
      );
    }
    return this.answerStored(answer, await receiveFile(this.system.bodies, content, request, incoming, outgoing));
  }

  private async answerForm(request: Asked, verifier: Verifier, bucket: Bucket, incoming: IncomingMessage, now: number): Promise<Answer> {
    const form = await readForm(incoming);
    if (!form) {
      return this.answer({
        ...request,
        authenticationError: {
          status: 400,
          code: 'MalformedPOSTRequest',
          message: 'The body of your POST request is not well-formed multipart/form-data.',
        },
      });
    }
    const asked = await formRequest(form, bucketName(bucket), verifier, now);
    const { key, successStatus, length, signed, refusal } = asked;
    const answer = await this.answer({
      ...request,
      form: { key, successStatus },
      presigned: signed && !refusal,
      authenticationError: refusal,
    });
    const { content } = answer.response;
    if (content === undefined || answer.response.status >= 300) {
      form.file.resume();
      return answer;
    }
    const stored = await this.answerStored(answer, await receiveForm(this.system.bodies, content, form, length));
    if (stored.response.status >= 300) {
      return stored;
    }
    const { status, headers, body } = keptAnswer(asked, bucketName(bucket), request.host, stored.response.headers.etag);
    return { ...stored, response: { ...stored.response, status, headers: { ...stored.response.headers, ...headers } }, body };
  }

  private answerStored({ request }: Answer, received: Received): Promise<Answer> {
    return this.answer(
      'refusal' in received ? { ...request, authenticationError: received.refusal } : { ...request, uploaded: received.stored },
    );
  }
}

function generated(request: Asked, error: Refusal, from: HttpResponse['from']): Answer {
  const headers = { 'content-type': from === 'S3' ? 'application/xml' : 'text/html' };
  const response: HttpResponse = { status: error.status, headers, from, body: 'error', error };
  return { request, response, exchange: new ExchangeMemory(), body: errorBody(response) };
}
