import type { Bucket, DeliveryGraph, Distribution } from '../../graph/types';
import { evaluateBucketCors } from '../../model';
import type { HttpRequest, HttpResponse, Assumptions, TraceLine, WireExchange } from '../../model';
import type { ExchangeRecord } from './exchange-record';
import { judge } from './judgement';
import { adviceFor } from '../../trial/request/advice';
import { writtenByPolicy } from './exchange-memory';
import type { ExchangeMemory } from './exchange-memory';

/** What is remembered of an exchange. */
export interface Remembered {
  readonly number: number;
  readonly arrived: number;
  readonly server: ExchangeRecord['server'];
  readonly node: Bucket | Distribution;
  /** `host` is the one that the client named. */
  readonly request: HttpRequest & { readonly host: string };
  readonly response: HttpResponse;
  readonly bytes: number;
  readonly exchange: ExchangeMemory;
  readonly graph: DeliveryGraph;
  readonly assumptions: Assumptions;
  /** Where the files of a bucket come from. */
  readonly folderOf?: (bucket: Bucket) => string | undefined;
  /** What the model could not know. */
  readonly undecided?: string;
}

/** A record that is put into words when somebody looks at it: most exchanges of a busy server are looked at by nobody. */
export class RecordedExchange implements ExchangeRecord {
  public constructor(private readonly remembered: Remembered) {}

  public get number(): number {
    return this.remembered.number;
  }

  public get at(): string {
    return new Date(this.remembered.arrived).toISOString();
  }

  public get server(): ExchangeRecord['server'] {
    return this.remembered.server;
  }

  public get request(): HttpRequest {
    const { method, path, query, headers, secure } = this.remembered.request;
    return { method, path, query, headers, secure };
  }

  public get response(): ExchangeRecord['response'] {
    const { response: { status, headers }, bytes } = this.remembered;
    return { status, headers, bytes };
  }

  public get cache(): ExchangeRecord['cache'] {
    const { server, exchange, response } = this.remembered;
    return server.kind === 'bucket' ? 'not-used' : exchange.edge ?? (response.from === 'CloudFront' ? 'refused' : 'not-used');
  }

  public get messages(): readonly WireExchange[] {
    return this.remembered.exchange.messages;
  }

  public get lines(): readonly TraceLine[] {
    const { exchange, undecided } = this.remembered;
    return undecided === undefined ? exchange.lines : [...exchange.lines, { who: 'CloudFront', text: `does what cannot be told before deployment: ${undecided}` }];
  }

  public get bucketRule(): ExchangeRecord['bucketRule'] {
    const { exchange, node, assumptions } = this.remembered;
    const asked = exchange.messages.find(({ between }) => between.endsWith('and S3'))?.request;
    const bucket = 'cors' in node ? node : this.askedBucket(node);
    if (!asked || !bucket?.cors.known || !('origin' in asked.headers)) {
      return undefined;
    }
    const rules = bucket.cors.value ?? [];
    const { matchedRule } = evaluateBucketCors({ rules }, asked, assumptions);
    return matchedRule ? { number: rules.indexOf(matchedRule) + 1, rule: matchedRule } : 'none';
  }

  private askedBucket(distribution: Distribution): Bucket | undefined {
    const { graph, exchange, response } = this.remembered;
    const path = exchange.messages.find(({ between }) => between === 'CloudFront and S3')?.request.path;
    const name = response.content?.bucketName;
    return graph.buckets.find((bucket) => bucket.name === name) ?? (path === undefined ? undefined : onlyBucketOf(distribution));
  }

  public get policy(): ExchangeRecord['policy'] {
    const use = this.remembered.exchange.policyUse;
    if (!use) {
      return undefined;
    }
    const { policy, before, after } = use;
    return {
      name: policy.managed ?? (policy.name.known ? policy.name.value : policy.address.logicalId),
      set: writtenByPolicy(use, this.remembered.request, this.remembered.assumptions),
      removed: Object.keys(before).filter((name) => !(name in after)),
    };
  }

  public get browser(): ExchangeRecord['browser'] {
    const { request, response, undecided } = this.remembered;
    if (undecided !== undefined) {
      return { verdict: 'no-page', use: 'unknown', why: `The preview cannot tell: ${undecided}.` };
    }
    const { code, failure, ...judgement } = judge(request.host, request, response);
    const { graph, node, folderOf } = this.remembered;
    const fix = judgement.verdict === 'blocked' ? adviceFor({ graph, node, messages: this.messages, code, failure, folderOf }) : undefined;
    return fix === undefined ? judgement : { ...judgement, fix };
  }

  /** Getters are not own properties, so JSON would not see them. */
  public toJSON(): ExchangeRecord {
    const { number, at, server, request, response, cache, messages, lines, bucketRule, policy, browser } = this;
    return {
      number, at, server, request, response, cache, messages: messages.map(withoutContent), lines, browser,
      ...(bucketRule === undefined ? {} : { bucketRule }), ...(policy === undefined ? {} : { policy }),
    };
  }
}

function onlyBucketOf({ origins }: Distribution): Bucket | undefined {
  const buckets = origins.known ? origins.value.flatMap(({ target }) => ('bucket' in target && target.bucket.known ? [target.bucket.value] : [])) : [];
  return new Set(buckets).size === 1 ? buckets[0] : undefined;
}

// Where the bytes are is between the model and the preview
function withoutContent({ between, request, response: { status, headers, from, body, error } }: WireExchange): WireExchange {
  return { between, request, response: { status, headers, from, body, ...(error ? { error } : {}) } };
}
