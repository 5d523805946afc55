import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Contract } from '../../../contract/contract';
import { Problems } from '../../../contract/problem';
import type { CorsAssetBehaviorProps } from '../../behavior/cors-asset-behavior-props';
import { checkBehavior as checkBehaviorOptions } from '../behavior/check-behavior';
import { parseResponseHeaders } from '../headers/response-headers';
import type { ResponseHeaders } from '../headers/response-headers';
import { givenContract } from '../parse/contract-options';
import { throwProblems } from '../parse/parsing';
import { checkPolicyOptions } from '../parse/property-checks';
import { ExistingDistribution } from './existing-distribution';
import type { BehaviorJson, OriginJson } from './existing-distribution';
import { checkHeadersPolicy } from './headers-policy-there';
import { constructBehind, shown } from './open-tokens';

const READING: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

export interface Attachable {
  readonly existing: ExistingDistribution;
  readonly contract: Contract;
  readonly headers: ResponseHeaders;
}

/** The contracts that were given to behaviors, by their distribution. */
const TAKEN = new WeakMap<object, Set<string>>();

/** Parses the properties, and looks at the distribution; throws with everything that is wrong. */
export function attachable(props: CorsAssetBehaviorProps, where: string): Attachable {
  const problems = new Problems();
  const contract = givenContract(props, problems);
  const headers = parseResponseHeaders(props, problems);
  checkPolicyOptions(props, props.corsPolicy === undefined, problems);
  const existing = ExistingDistribution.of(props.distribution);
  if (existing === undefined) {
    problems.add('distribution-imported', 'distribution', props.distribution.node.path, 'CorsAssetBehavior in the app that makes the distribution');
    throwProblems(problems, where);
    throw new Error('unreachable: the problem above is thrown');
  }
  checkTaken(existing, props.pathPattern, problems);
  checkAttachable(existing, props, problems);
  throwProblems(problems, where);
  return { existing, contract, headers };
}

function checkTaken({ resource }: ExistingDistribution, pathPattern: string | undefined, problems: Problems): void {
  const taken = TAKEN.get(resource) ?? new Set();
  const path = pathPattern?.replace(/^\//, '') ?? '';
  if (taken.has(path)) {
    problems.add('behavior-contract-twice', 'pathPattern', pathPattern, 'one CorsAssetBehavior with all origins');
  }
  TAKEN.set(resource, taken.add(path));
}

/** Adds to `problems` why a path cannot be made right, or a new one added. */
function checkAttachable(existing: ExistingDistribution, props: CorsAssetBehaviorProps, problems: Problems): void {
  const { pathPattern, bucket } = props;
  const behavior = existing.behavior(pathPattern);
  if (bucket !== undefined) {
    checkNewPath(props, behavior, problems);
  } else if (behavior === undefined) {
    const paths = existing.paths().filter((path) => path !== undefined);
    problems.add('behavior-unknown', 'pathPattern', pathPattern,
      `${paths.length === 0 ? '' : `one of ${JSON.stringify(paths)}, or `}bucket together with pathPattern, which adds the path`);
  } else {
    checkBehavior(existing, behavior, props, problems);
  }
}

function checkNewPath({ pathPattern, ...options }: CorsAssetBehaviorProps, behavior: BehaviorJson | undefined, problems: Problems): void {
  checkBehaviorOptions(options, problems);
  if (pathPattern !== undefined && /^\/?\*?$/.test(pathPattern)) {
    problems.add('path-pattern', 'pathPattern', pathPattern, '"static/*", or leave it out');
  }
  if (pathPattern === undefined) {
    problems.add('behavior-bucket', 'bucket', undefined, 'pathPattern: "static/*" together with bucket');
  } else if (behavior !== undefined) {
    problems.add('behavior-bucket', 'bucket', undefined, 'pathPattern alone: the behavior keeps its origin');
  }
}

function checkBehavior(existing: ExistingDistribution, behavior: BehaviorJson, props: CorsAssetBehaviorProps, problems: Problems): void {
  const writing = listOf(behavior.allowedMethods).filter((method) => !READING.includes(method));
  if (writing.length > 0) {
    problems.add('behavior-writes', 'distribution', writing, 'allowedMethods: AllowedMethods.ALLOW_GET_HEAD_OPTIONS, and a path of its own for the API');
  }
  const foreign = existing.originsOf(behavior).find((origin) => !isBucketEndpoint(origin));
  if (foreign !== undefined) {
    problems.add('behavior-origin', 'distribution', shown(foreign.domainName), 'S3BucketOrigin.withOriginAccessControl(bucket), or pathPattern of a behavior that reads a bucket');
  }
  checkHeadersPolicy(behavior, problems);
  checkBehaviorOptions(props, problems, '', {
    functions: eventsOf(behavior.functionAssociations), edgeLambdas: eventsOf(behavior.lambdaFunctionAssociations),
  });
  if (props.trustedKeyGroups !== undefined && listOf(behavior.trustedKeyGroups).length > 0) {
    problems.add('behavior-option', 'trustedKeyGroups', undefined, 'trustedKeyGroups on the behavior alone');
  }
}

/** The events of functions, of either kind, that a behavior has. */
function eventsOf(associations: unknown): readonly string[] {
  return Array.isArray(associations) ? associations.map((each: { readonly eventType?: unknown }) => String(each.eventType)) : [];
}

/** The REST endpoint of a bucket; a website endpoint or a server has a CustomOriginConfig, and neither answers CORS as a bucket does. */
function isBucketEndpoint({ domainName, customOriginConfig }: OriginJson): boolean {
  return customOriginConfig === undefined && (bucketBehind(domainName) !== undefined || /\.s3[.-]/.test(shown(domainName)));
}

/** The bucket of this app whose endpoint a domain name is. */
export function bucketBehind(domainName: unknown): s3.CfnBucket | undefined {
  return constructBehind(domainName, (construct): construct is s3.CfnBucket => s3.CfnBucket.isCfnBucket(construct));
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
