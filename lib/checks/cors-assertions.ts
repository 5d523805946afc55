import { Stage } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import type { Template } from 'aws-cdk-lib/assertions';
import { premisesText } from '../graph/types/premise-text';
import type { DeliveryGraphs } from '../graph/types';
import type { EarlierEvent, Exchange, PageRequest } from '../model';
import { AssetLoad } from './cors-request';
import type { CorsRequest, EarlierRequest } from './cors-request';
import { onDemand } from './on-demand';

/**
 * Pins a CORS promise in a unit test: each assertion follows one request of a page through the browser, CloudFront and S3
 * as the synthesized templates say, under everything that AWS leaves undocumented. A failure tells the exchange in words.
 *
 * Works for any stack, whether this library's construct made it or somebody wired it by hand.
 */
export class CorsAssertions {
  /**
   * Reads all templates of the app (or stage) that the stack belongs to, because a bucket may be in another stack.
   * This synthesizes the app, as `Template.fromStack` does.
   *
   * @param stack any stack of the app
   */
  public static fromStack(stack: Stack): CorsAssertions {
    const root = stack.node.scopes.filter((scope) => Stage.isStage(scope)).at(-1);
    if (!Stage.isStage(root)) {
      throw new Error(`CorsAssertions.fromStack: the stack '${stack.node.path}' is in no app. Write instead: new Stack(new App(), 'Web')`);
    }
    return new CorsAssertions(onDemand.assembly().readCloudAssembly(root.synth().directory));
  }

  /**
   * Reads one template.
   *
   * @param template the template
   */
  public static fromTemplate(template: Template): CorsAssertions {
    return new CorsAssertions(onDemand.templates().readTemplates([{ name: 'Template', template: template.toJSON() }]));
  }

  private constructor(private readonly graphs: DeliveryGraphs) {}

  /**
   * Fails unless the page gets the file, and may read it where its kind of load reads, whatever AWS leaves undocumented.
   *
   * @param request the page's request
   */
  public allows(request: CorsRequest): void {
    this.expect(request, 'allowed', (exchange) => exchange.verdict === 'allowed');
  }

  /**
   * Fails unless the page is kept from reading the file, whatever AWS leaves undocumented.
   *
   * @param request the page's request
   */
  public blocks(request: CorsRequest): void {
    this.expect(request, 'blocked', (exchange) => exchange.verdict === 'blocked' && !exchange.readable);
  }

  private expect(request: CorsRequest, wanted: string, holds: (exchange: Exchange) => boolean): void {
    const page = pageRequest(request);
    const history = (request.history ?? []).map((earlier) => earlierEvent(earlier, page));
    for (const world of this.graphs.worlds) {
      const exchange = onDemand.model().exchange(world, page, { history });
      if (!holds(exchange)) {
        throw new Error(failure(page, wanted, exchange, premisesText(world.premises)));
      }
    }
  }
}

function failure(page: PageRequest, wanted: string, exchange: Exchange, when: string): string {
  return [
    `${page.method ?? 'GET'} ${page.path} from a page on ${page.origin} should be ${wanted}, and is ${exchange.verdict}`
      + `${when === '' ? '' : ` when ${when}`}:`,
    ...onDemand.words().exchangeInWords(exchange),
  ].join('\n');
}

function pageRequest(request: CorsRequest): PageRequest {
  return {
    origin: request.origin,
    path: request.path ?? '/file',
    method: request.method ?? (request.upload ? 'PUT' : 'GET'),
    headers: request.headers,
    resource: request.resource,
    reads: request.reads,
    signed: request.signedCookies ? 'cookies' : undefined,
    ...(request.upload ? { target: 'bucket', presigned: true } as const : {}),
    ...start(request.load ?? AssetLoad.FETCH, request.credentials ?? false),
  };
}

function earlierEvent(earlier: EarlierRequest, page: PageRequest): EarlierEvent {
  const { origin, method, headers } = earlier;
  const common = { path: earlier.path ?? page.path, method, headers, resource: page.resource, target: page.target };
  return origin === undefined ? common : { ...common, origin, ...start(earlier.load ?? AssetLoad.FETCH, false) };
}

function start(load: AssetLoad, credentials: boolean): Pick<PageRequest, 'crossOrigin' | 'credentials' | 'load' | 'mustRead'> {
  const crossOrigin = credentials ? 'use-credentials' : 'anonymous';
  switch (load) {
    case AssetLoad.FETCH:
      return { load, credentials: credentials ? 'include' : 'same-origin' };
    case AssetLoad.FONT:
      return { load };
    case AssetLoad.PLAIN_IMAGE:
      return { load: 'image' };
    case AssetLoad.IMAGE:
      return { load, crossOrigin, mustRead: true };
    case AssetLoad.SCRIPT:
    case AssetLoad.MODULE_SCRIPT:
    case AssetLoad.STYLESHEET:
      return { load, crossOrigin };
  }
}
