import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Contract } from '../../../contract/contract';
import { Problems } from '../../../contract/problem';
import type { AssetPath, AssetPathOptions } from '../../behavior/asset-behavior-options';
import type { CorsAssetDistributionProps } from '../../cors-asset-distribution-props';
import { checkPath } from '../behavior/asset-paths';
import { checkBehavior } from '../behavior/check-behavior';
import { keyOf } from '../bucket/asset-buckets';
import { checkRuleCount, rulesOf } from '../bucket/bucket-cors';
import { parseResponseHeaders } from '../headers/response-headers';
import type { ResponseHeaders } from '../headers/response-headers';
import { givenContract } from './contract-options';
import { throwProblems } from './parsing';
import { checkProps, checkUploadPrefix } from './property-checks';

/** A path with what it promises. */
export interface ParsedPath extends AssetPath {
  readonly parsed: Contract;
}

/** What the properties promise. */
export interface ParsedProps {
  /** The contract of the default behavior. */
  readonly contract: Contract;
  /** The paths in their order. */
  readonly paths: readonly ParsedPath[];
  /** The contracts about the bucket of the construct. */
  readonly ownContracts: readonly Contract[];
  /** The headers next to CORS, the same on every path. */
  readonly headers: ResponseHeaders;
}

/** Parses the properties once; throws with everything that is wrong. */
export function parseProps(scope: Construct, props: CorsAssetDistributionProps, where: string): ParsedProps {
  const problems = new Problems();
  const contract = givenContract(props, problems);
  const paths = (props.additionalPaths ?? []).map((path, index) => parsedPath(path, problems, `additionalPaths[${index}].`));
  checkProps(props, problems);
  checkBehavior(props, problems);
  checkUploadPrefix(props.uploadKeyPrefix, [contract, ...paths.map(({ parsed }) => parsed)], problems);
  const headers = parseResponseHeaders(props, problems);
  const key = (bucket: IBucket | undefined): unknown => bucket && keyOf(scope, bucket);
  if (props.failoverBucket !== undefined && key(props.failoverBucket) === key(props.bucket)) {
    problems.add('failover-same-bucket', 'failoverBucket', props.failoverBucket.node.path, 'a second bucket with the same files');
  }
  const logs = key(props.accessLogs?._bucket);
  const served = [props.bucket, props.failoverBucket, ...paths.map(({ bucket }) => bucket)]
    .filter((bucket) => bucket !== undefined)
    .map(key);
  if (logs !== undefined && served.includes(logs)) {
    problems.add('access-logs-bucket', 'accessLogs', undefined, 'AccessLogsDestination.bucket(new Bucket(this, "Logs"))');
  }
  const ownContracts = [
    contract,
    ...paths.filter(({ bucket }) => bucket === undefined || key(bucket) === key(props.bucket)).map(({ parsed }) => parsed),
  ];
  checkRuleCount(rulesOf(ownContracts).length, 'additionalPaths', problems);
  throwProblems(problems, where);
  return { contract, paths, ownContracts, headers };
}

/** Parses a path that is added to a distribution; throws with everything that is wrong. */
export function parsePath(pathPattern: string, options: AssetPathOptions, there: readonly string[], where: string): ParsedPath {
  const problems = new Problems();
  checkPath(pathPattern, 'pathPattern', there, problems);
  const path = parsedPath({ ...options, pathPattern }, problems, '');
  throwProblems(problems, where);
  return path;
}

function parsedPath(path: AssetPath, problems: Problems, at: string): ParsedPath {
  checkBehavior(path, problems, at);
  return { ...path, parsed: givenContract(path, problems, at) };
}
