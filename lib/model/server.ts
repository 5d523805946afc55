import { isSymbolic } from '../graph/types/symbolic-text';
import type { Address, Bucket, DeliveryGraph, Distribution } from '../graph/types';
import { answerViewer } from './cloudfront/answer-viewer';
import { asRequested } from './http/conditional';
import { lowerCaseNames } from './http/message';
import type { HttpRequest, HttpResponse } from './http/message';
import { splitTarget } from './http/target';
import type { Addressee, PlainRequest } from './browser/loading/page-request';
import { answerFromBucket } from './s3/answer';
import type { S3Request } from './s3/answer';
import { overTheWire } from './simulation';
import type { Simulation } from './simulation';
import { compileOnce, decided, Undecided } from './undecided';

/** What a client talks to. */
export interface Server {
  readonly name: 'CloudFront' | 'S3';
  /** Host of its URLs. */
  readonly host: string;
  /** It speaks HTTP/2 or 3, over which browsers say how urgent a request is. S3 speaks HTTP/1.1 only. */
  readonly multiplexes?: boolean;
  readonly answer: (request: ClientRequest, simulation: Simulation) => HttpResponse;
  /** The server under another host name, when it redirects there; left out, nothing is known of any. */
  readonly neighbour?: (host: string) => Server;
}

/** A request with what proves its right to be answered. */
export interface ClientRequest extends HttpRequest {
  readonly signed?: boolean;
  readonly presigned?: boolean;
  /** The host that the client named, when it is another one than the server's own. */
  readonly host?: string;
  /** Why S3 does not believe what the request proves its right with. */
  readonly authenticationError?: S3Request['authenticationError'];
  /** An upload from a form: S3 learns key and status from its fields. */
  readonly form?: S3Request['form'];
  readonly uploaded?: S3Request['uploaded'];
}

/** Finds the server a request is for. An addressee that does not exist is a mistake of the caller, and is thrown. */
export function serverFor(graph: DeliveryGraph, addressee: Addressee): Server {
  return addressee.target === 'bucket'
    ? bucketServer(graph, find('bucket', graph.buckets, addressee.resource, bucketsByName), addressee.host)
    : distributionServer(graph, find('distribution', graph.distributions, addressee.resource, distributionsByName), addressee.host);
}

const bucketsByName = compileOnce((buckets: readonly Bucket[]) => byName(buckets, ({ name }) => name));
const distributionsByName = compileOnce((distributions: readonly Distribution[]) => byName(distributions, ({ id }) => id));

/** The nodes under whatever they may be called; the first of a name has it. */
function byName<N extends { readonly address: Address }>(nodes: readonly N[], id: (node: N) => string): ReadonlyMap<string, N> {
  const named = new Map<string, N>();
  for (const node of nodes) {
    const { logicalId, stack, constructPath } = node.address;
    for (const name of [logicalId, `${stack}.${logicalId}`, constructPath, id(node)]) {
      if (name !== undefined && !named.has(name)) {
        named.set(name, node);
      }
    }
  }
  return named;
}

function find<N extends { readonly address: Address }>(
  kind: string,
  nodes: readonly N[],
  wanted: string | undefined,
  named: (nodes: readonly N[]) => ReadonlyMap<string, N>,
): N {
  const found = wanted === undefined ? nodes[0] : named(nodes).get(wanted);
  if ((found as N | undefined) === undefined) {
    const available = nodes.map(({ address }) => `${address.stack}.${address.logicalId}`).join(', ');
    throw new Error(`the graph has no ${kind} ${wanted ?? 'at all'}; it has ${available === '' ? 'none' : available}`);
  }
  return found as N;
}

const ownHost = compileOnce((distribution: Distribution) => {
  const aliases = distribution.aliases.known ? distribution.aliases.value : [];
  return aliases.find((alias) => !isSymbolic(alias) && !alias.startsWith('*')) ?? distribution.domainName;
});

function distributionServer(graph: DeliveryGraph, distribution: Distribution, host = ownHost(distribution)): Server {
  return {
    name: 'CloudFront',
    host,
    multiplexes: isMultiplexed(distribution),
    answer: (request, simulation) => {
      if (!decided(distribution.enabled)) {
        throw new Undecided('the distribution is disabled');
      }
      const { method, path, query, headers, secure, signed, uploaded, leavesOpen, host: named = host } = request;
      return answerViewer(
        graph,
        distribution,
        { method, path, query, headers, secure, signed, uploaded, leavesOpen, host: named },
        simulation,
      );
    },
  };
}

// The API makes http2 the default and the CloudFormation schema http1.1, so that only a version that is written down counts
// https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DistributionConfig.html
/** Whether browsers reach a distribution over HTTP/2 or 3. */
export function isMultiplexed({ httpVersion }: Distribution): boolean {
  return !(httpVersion?.known === true && httpVersion.value?.toLowerCase() === 'http1.1');
}

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html: the regional endpoint; the global one redirects preflights
function bucketServer(graph: DeliveryGraph, bucket: Bucket, host?: string): Server {
  return {
    name: 'S3',
    host: host ?? `${bucket.name}.s3.${bucket.region.known ? bucket.region.value : 'region'}.amazonaws.com`,
    answer: (request, simulation) => asRequested(request, answerFromBucket(graph, bucket, {
      method: request.method, path: request.path, query: request.query, headers: request.headers, secure: request.secure !== false,
      caller: { kind: request.presigned ? 'presigned' : 'anonymous' }, form: request.form, uploaded: request.uploaded, authenticationError: request.authenticationError,
    }, simulation)),
  };
}

/** The answer to a client that is not a browser. */
export function answerClient(graph: DeliveryGraph, request: PlainRequest, simulation: Simulation): HttpResponse {
  const server = serverFor(graph, request);
  const sent = {
    method: request.method ?? 'GET', ...splitTarget(request.path), headers: lowerCaseNames(request.headers ?? {}), secure: request.scheme !== 'http',
    signed: request.signed === 'url', presigned: request.presigned,
  };
  return overTheWire(simulation.log, `client and ${server.name}`, sent, (asked) => server.answer(asked, simulation));
}
