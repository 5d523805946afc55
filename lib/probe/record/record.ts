import type { AssumptionChoices } from '../../model';
import { STEPS } from '../asking/steps';
import { parseTargetUrl } from '../asking/target';
import type { ProbeTarget } from '../asking/target';
import type { Asked, NotAsked } from '../asking/sequence';
import type { HeaderLine, ProbedExchange, StepId } from '../exchange';
import { ProbeError } from '../problem';

/** A file that one person can send to another: everything that was asked and answered. */
export interface ProbeRecord {
  readonly schema: typeof SCHEMA;
  readonly at: string;
  readonly url: string;
  readonly page: ProbeTarget['page'];
  readonly otherOrigin: string;
  readonly nonce: string;
  readonly thorough: boolean;
  /** Who issued the certificate, to tell a proxy that reads along. */
  readonly tlsIssuer?: string;
  readonly exchanges: readonly ProbedExchange[];
  readonly notAsked: readonly NotAsked[];
  readonly stopped?: string;
  /** Of what AWS leaves undocumented: what the answers settle, with the template that they were compared with. */
  readonly settled?: AssumptionChoices;
}

export const SCHEMA = 'cdk-cors-probe/1';

/** A record of what was asked; it still holds everything, see `redacted`. */
export function recordOf(target: ProbeTarget, asked: Asked, tlsIssuer?: string): ProbeRecord {
  const { url, page, otherOrigin, nonce, thorough } = target;
  return {
    schema: SCHEMA, at: asked.exchanges[0]?.at
      ?? '', url: url.href, page, otherOrigin, nonce, thorough, ...(tlsIssuer === undefined ? {} : { tlsIssuer }),
    exchanges: asked.exchanges, notAsked: asked.notAsked, ...(asked.stopped === undefined ? {} : { stopped: asked.stopped }),
  };
}

/** What a record was made of. */
export function replayed(record: ProbeRecord, comparing: boolean): { readonly target: ProbeTarget; readonly asked: Asked } {
  const { url, page, otherOrigin, nonce, thorough, exchanges, notAsked, stopped } = record;
  return {
    target: { url: new URL(url), page, otherOrigin, nonce, thorough, comparing, secrets: [] },
    asked: { exchanges, notAsked, ...(stopped === undefined ? {} : { stopped }) },
  };
}

/** Reads a record that somebody sent; `name` is what messages call it. */
export function parseRecord(text: string, name: string): ProbeRecord {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw invalid(name, '', `is not valid JSON (${error instanceof Error ? error.message : String(error)})`);
  }
  const record = new Reader(name, '', value);
  if (record.text('schema') !== SCHEMA) {
    throw invalid(name, 'schema', `is ${JSON.stringify(record.text('schema'))}, and this version reads "${SCHEMA}"`);
  }
  const page = record.object('page');
  return {
    schema: SCHEMA, at: record.text('at'), url: parseTargetUrl(record.text('url'), true).href, page: {
      ...page.value as ProbeTarget['page'], origin: page.text('origin'),
    },
    otherOrigin: record.text('otherOrigin'), nonce: record.text('nonce'), thorough: record.value.thorough === true,
    ...(record.value.tlsIssuer === undefined ? {} : { tlsIssuer: record.text('tlsIssuer') }),
    exchanges: record.list('exchanges').map(exchangeOf), notAsked: record.list('notAsked').map(notAskedOf),
    ...(record.value.stopped === undefined ? {} : { stopped: record.text('stopped') }),
  };
}

function invalid(name: string, path: string, says: string): ProbeError {
  return new ProbeError('record-invalid', `${name}: ${path === '' ? 'it' : path} ${says}; name a file that cdk-cors probe --record wrote`);
}

function exchangeOf(exchange: Reader): ProbedExchange {
  const [request, response] = [exchange.object('request'), exchange.object('response')];
  const method = request.text('method');
  if (method !== 'GET' && method !== 'OPTIONS') {
    throw request.invalid('method', `is ${JSON.stringify(method)}, and a probe sends GET and OPTIONS`);
  }
  return {
    n: exchange.number('n'), step: stepOf(exchange), at: exchange.text('at'), ms: exchange.number('ms'),
    request: { method, path: request.text('path'), headers: linesOf(request), ...(request.value.plain === true ? { plain: true } : {}) },
    response: {
      status: response.number('status'), headers: linesOf(response),
      ...(response.value.bodyExcerpt === undefined ? {} : { bodyExcerpt: response.text('bodyExcerpt') }),
    },
  };
}

function notAskedOf(left: Reader): NotAsked {
  return { step: stepOf(left), asks: left.text('asks'), because: left.text('because') };
}

function stepOf(reader: Reader): StepId {
  const id = reader.text('step');
  const step = STEPS.find((known) => known.id === id);
  if (!step) {
    throw reader.invalid('step', `is ${JSON.stringify(id)}, which is not a step of a probe (${STEPS.map((known) => known.id).join(', ')})`);
  }
  return step.id;
}

function linesOf(message: Reader): readonly HeaderLine[] {
  const lines: unknown = message.value.headers;
  const isLine = (line: unknown): line is HeaderLine => Array.isArray(line)
    && line.length === 2
    && line.every((part) => typeof part === 'string');
  if (!Array.isArray(lines) || !lines.every(isLine)) {
    throw message.invalid('headers', 'is not a list of [name, value] pairs');
  }
  return lines;
}

/** Reads parts of a value that may be anything, and says where it is not what it should be. */
class Reader {
  public readonly value: Readonly<Record<string, unknown>>;

  public constructor(private readonly name: string, private readonly path: string, value: unknown) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw invalid(name, path, 'is not a JSON object');
    }
    this.value = value as Readonly<Record<string, unknown>>;
  }

  public text(key: string): string {
    return this.checked(key, 'a text', (value) => typeof value === 'string') as string;
  }

  public number(key: string): number {
    return this.checked(key, 'a number', (value) => typeof value === 'number') as number;
  }

  public object(key: string): Reader {
    return new Reader(this.name, this.at(key), this.value[key]);
  }

  public list(key: string): readonly Reader[] {
    return (this.checked(key, 'a list', Array.isArray) as unknown[])
      .map((item, index) => new Reader(this.name, `${this.at(key)}[${index}]`, item));
  }

  public invalid(key: string, says: string): ProbeError {
    return invalid(this.name, this.at(key), says);
  }

  private checked(key: string, what: string, is: (value: unknown) => boolean): unknown {
    if (!is(this.value[key])) {
      throw this.invalid(key, `is not ${what}`);
    }
    return this.value[key];
  }

  private at(key: string): string {
    return this.path === '' ? key : `${this.path}.${key}`;
  }
}
