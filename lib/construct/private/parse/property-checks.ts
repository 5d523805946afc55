import { Token } from 'aws-cdk-lib/core';
import type { Contract } from '../../../contract/contract';
import type { Problems } from '../../../contract/problem';
import type { AssetPath } from '../../behavior/asset-behavior-options';
import type { CorsAssetDistributionProps } from '../../cors-asset-distribution-props';
import type { ResponseHeaderOptions } from '../../cors-contract-options';
import { MissingFileStatus } from '../../missing-file-status';
import { checkPath } from '../behavior/asset-paths';
import { checkDomain } from '../custom-domain';

/** Adds everything that is wrong outside of the contracts to `problems`. */
export function checkProps(props: CorsAssetDistributionProps, problems: Problems): void {
  checkOwners(props, problems);
  checkDomain(props, problems);
  checkPaths(props.additionalPaths ?? [], problems);
  checkFailover(props, problems);
  const { defaultRootObject: root, missingFileStatus, webAclArn } = props;
  if (missingFileStatus === MissingFileStatus.NOT_FOUND && root === undefined) {
    problems.add('missing-file-needs-root-object', 'missingFileStatus', missingFileStatus, 'defaultRootObject: "index.html" next to it');
  }
  if (isLiteral(root) && (root === '' || root.startsWith('/'))) {
    problems.add('default-root-object', 'defaultRootObject', root, JSON.stringify(root.replace(/^\/+/, '') || 'index.html'));
  }
  if (isLiteral(webAclArn) && !webAclArn.includes(':global/webacl/')) {
    problems.add('web-acl-scope', 'webAclArn', webAclArn, 'the ARN of a web ACL made with scope CLOUDFRONT in us-east-1');
  }
}

/** Adds what is wrong with the prefix under which pages may upload. */
export function checkUploadPrefix(prefix: string | undefined, contracts: readonly Contract[], problems: Problems): void {
  if (prefix !== undefined && contracts.every(({ uploads }) => uploads === undefined)) {
    problems.add('upload-prefix-without-uploads', 'uploadKeyPrefix', prefix, 'uploads: { allowedOrigins: ["https://app.example.com"] }, or leave it out');
  }
  if (isLiteral(prefix) && (prefix === '' || prefix.startsWith('/') || /[*?]/.test(prefix))) {
    problems.add('upload-key-prefix', 'uploadKeyPrefix', prefix, '"uploads/"');
  }
}

/** An option of something that somebody else made would be dropped silently. */
function checkOwners(props: CorsAssetDistributionProps, problems: Problems): void {
  if (props.bucket !== undefined) {
    for (const option of ['encryptionKey', 'removalPolicy'] as const) {
      if (props[option] !== undefined) {
        problems.add('bucket-option', option, undefined, `${option} where the bucket is made`);
      }
    }
  }
  checkPolicyOptions(
    props,
    props.corsPolicy === undefined || props.additionalPaths?.some((path) => path.corsPolicy === undefined) === true,
    problems,
  );
}

const HEADER_OPTIONS = [
  'strictTransportSecurity', 'timingAllowOrigins', 'contentSecurityPolicy', 'referrerPolicy', 'frameOptions', 'crossOriginResourcePolicy', 'customHeaders',
] as const satisfies readonly (keyof ResponseHeaderOptions)[];

/** Headers of a policy that somebody else made would be dropped silently. */
export function checkPolicyOptions(options: ResponseHeaderOptions, makesPolicy: boolean, problems: Problems): void {
  for (const option of HEADER_OPTIONS) {
    if (!makesPolicy && options[option] !== undefined) {
      problems.add('policy-option', option, undefined, `new CorsPolicy(..., { ${option} })`);
    }
  }
}

function checkPaths(paths: readonly AssetPath[], problems: Problems): void {
  paths.forEach(({ pathPattern }, index) => {
    checkPath(pathPattern, `additionalPaths[${index}].pathPattern`, paths.slice(0, index).map((path) => path.pathPattern), problems);
  });
}

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html
const FAILOVER_STATUSES: readonly number[] = [400, 403, 404, 416, 500, 502, 503, 504];

function checkFailover({ failoverBucket, failoverStatusCodes: statuses }: CorsAssetDistributionProps, problems: Problems): void {
  if (statuses === undefined) {
    return;
  }
  if (failoverBucket === undefined) {
    problems.add('failover-without-bucket', 'failoverStatusCodes', statuses, 'failoverBucket as well, or leave it out');
  }
  if (statuses.length === 0) {
    problems.add('failover-status', 'failoverStatusCodes', statuses, '[500, 502, 503, 504], or leave it out');
  }
  statuses.forEach((status, index) => {
    if (!Token.isUnresolved(status) && !FAILOVER_STATUSES.includes(status)) {
      problems.add('failover-status', `failoverStatusCodes[${index}]`, status, '[500, 502, 503, 504]');
    }
  });
}

function isLiteral(value: string | undefined): value is string {
  return value !== undefined && !Token.isUnresolved(value);
}
