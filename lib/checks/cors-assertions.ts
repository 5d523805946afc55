import { Stage } from 'aws-cdk-lib/core';
import type { Stack } from 'aws-cdk-lib/core';
import type { Template } from 'aws-cdk-lib/assertions';
import { premisesText } from '../graph/types/premise-text';
import { resourceName } from '../graph/types/same-resource';
import type { DeliveryGraph, DeliveryGraphs } from '../graph/types';
import type { EarlierEvent, PageRequest } from '../model';
import type { RequestProblem, Tried, TrialVerdict } from '../trial';
import type { CorsChecksOptions } from './cors-checks-options';
import { AssetLoad } from './cors-request';
import type { CorsRequest, EarlierRequest } from './cors-request';
import { withEdgeCode } from './edge-code';
import { engine } from './on-demand';

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
   * @param options what the templates do not show
   * @throws CorsConfigurationError when a declared function has no name
   */
  public static fromStack(stack: Stack, options: CorsChecksOptions = {}): CorsAssertions {
    const root = stack.node.scopes.filter((scope) => Stage.isStage(scope)).at(-1);
    if (!Stage.isStage(root)) {
      throw new Error(`CorsAssertions.fromStack: the stack '${stack.node.path}' is in no app. Write instead: new Stack(new App(), 'Web')`);
    }
    return new CorsAssertions(engine().readCloudAssembly(root.synth().directory, (inputs) => withEdgeCode(inputs, options.edgeCode, 'CorsAssertions')));
  }

  /**
   * Reads one template. What only the app knows is not known then, such as the account of a stack with an `env`: `fromStack` knows it.
   *
   * @param template the template
   * @param options what the template does not show
   * @throws CorsConfigurationError when a declared function has no name
   */
  public static fromTemplate(template: Template, options: CorsChecksOptions = {}): CorsAssertions {
    return new CorsAssertions(engine().readTemplates(withEdgeCode([{ name: 'Template', template: template.toJSON() }], options.edgeCode, 'CorsAssertions')));
  }

  private constructor(private readonly graphs: DeliveryGraphs) {}

  /**
   * Fails unless the page gets the file, and may read it where its kind of load reads, whatever AWS leaves undocumented. Of several
   * distributions all have to hold, unless `resource` names one.
   *
   * @param request the page's request; one that no browser could send is an error
   */
  public allows(request: CorsRequest): void {
    this.expect(request, 'allowed', ({ verdict }) => verdict === 'works');
  }

  /**
   * Fails unless the page is kept from reading the file, whatever AWS leaves undocumented. Of several distributions all have to hold,
   * unless `resource` names one.
   *
   * @param request the page's request; one that no browser could send is an error
   */
  public blocks(request: CorsRequest): void {
    this.expect(request, 'blocked', ({ verdict, exchange }) => verdict === 'broken' && !exchange.readable);
  }

  private expect(request: CorsRequest, wanted: string, holds: (tried: Tried) => boolean): void {
    refuseAbsent(this.graphs, request);
    for (const world of this.graphs.worlds) {
      for (const resource of resourcesOf(world, request)) {
        const page = { ...pageRequest(request), resource };
        const history = (request.history ?? []).map((earlier) => earlierEvent(earlier, page));
        refuseImpossible(request, page, history);
        const tried = engine().tryRequest(world, page, { history, asItIs: true });
        if (!holds(tried)) {
          throw new Error(failure(page, wanted, tried, premisesText(world.premises)));
        }
      }
    }
  }
}

/** Those that the request could be for; none where a condition leaves them out. */
function resourcesOf(world: DeliveryGraph, { resource, upload }: CorsRequest): readonly string[] {
  const { addresseesOf, resourceNameOf } = engine();
  return addresseesOf(world, kindOf(upload), resource).map(resourceNameOf);
}

function kindOf(upload = false): 'bucket' | 'distribution' {
  return upload ? 'bucket' : 'distribution';
}

/** An assertion about nothing would always hold. */
function refuseAbsent({ worlds }: DeliveryGraphs, request: CorsRequest): void {
  const { resource, upload } = request;
  if (worlds.some((world) => resourcesOf(world, request).length > 0)) {
    return;
  }
  const all = [...new Set(worlds.flatMap((world) => engine().addresseesOf(world, kindOf(upload))).map(resourceName))];
  throw new Error(resource === undefined || all.length === 0 ? `CorsAssertions: the templates have no ${kindOf(upload)}. Write instead: the stack, or the template, that makes it`
    : `CorsAssertions: resource ${JSON.stringify(resource)}: there is no such ${kindOf(upload)}. Write instead: ${all.map((name) => JSON.stringify(name)).join(' or ')}`);
}

/** An assertion about a request that nobody can send would hold for the wrong reason. */
function refuseImpossible(request: CorsRequest, page: PageRequest, history: readonly EarlierEvent[]): void {
  const problem = impossible(request) ?? engine().pageRequestProblem(page, history);
  if (problem) {
    throw new Error(`CorsAssertions: ${problem.field} ${JSON.stringify(problem.value)}: ${problem.why}. Write instead: ${problem.fix}`);
  }
}

function impossible({ load = AssetLoad.FETCH, credentials, upload, signedCookies }: CorsRequest): RequestProblem | undefined {
  if (credentials && (load === AssetLoad.FONT || load === AssetLoad.PLAIN_IMAGE)) {
    return { field: 'credentials', value: 'true', why: `a page cannot choose whether a ${load} is loaded with cookies`, fix: 'no credentials' };
  }
  if (upload && load !== AssetLoad.FETCH) {
    return { field: 'load', value: load, why: 'pages upload by fetch', fix: 'AssetLoad.FETCH' };
  }
  return upload && signedCookies ? { field: 'signedCookies', value: 'true', why: 'a presigned upload goes past CloudFront', fix: 'no signedCookies' } : undefined;
}

const VERDICTS: Readonly<Record<TrialVerdict, string>> = { broken: 'blocked', depends: 'depends', 'not-judged': 'not known', works: 'allowed' };

function failure(page: PageRequest, wanted: string, { verdict, reason, exchange }: Tried, when: string): string {
  const readable = verdict === 'broken' && exchange.readable ? ', but the page can read the file nevertheless' : '';
  return [
    `${page.method ?? 'GET'} ${page.path} ${page.resource === undefined ? '' : `of ${page.resource} `}from a page on ${page.origin} should be ${wanted}, and is ${VERDICTS[verdict]}${readable}`
      + `${reason === undefined ? '' : ` (${reason})`}${when === '' ? '' : ` when ${when}`}:`,
    ...engine().exchangeInWords(exchange),
  ].join('\n');
}

function pageRequest(request: CorsRequest): PageRequest {
  return {
    origin: request.origin,
    path: request.path ?? '/file',
    method: request.method ?? (request.upload ? 'PUT' : 'GET'),
    headers: request.headers,
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
