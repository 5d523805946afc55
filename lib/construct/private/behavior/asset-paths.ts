import { Token } from 'aws-cdk-lib/core';
import type * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import type { Problems } from '../../../contract/problem';
import { ExistingDistribution } from '../attach/existing-distribution';

/** CloudFront treats a leading slash as optional: Developer Guide, "Path pattern". */
function plain(pathPattern: string): string {
  return pathPattern.replace(/^\//, '');
}

/** Adds to `problems` why a path cannot stand behind those that are there. */
export function checkPath(pathPattern: string, at: string, there: readonly string[], problems: Problems): void {
  if (Token.isUnresolved(pathPattern)) {
    return;
  }
  const pattern = plain(pathPattern);
  if (pattern === '' || pattern === '*') {
    problems.add('path-pattern', at, pathPattern, '"fonts/*"');
  }
  if (there.some((each) => plain(each) === pattern)) {
    problems.add('path-pattern-twice', at, pathPattern, 'one path with this pattern');
  }
}

/** The paths that a distribution has by now, whoever added them, as far as they are known. */
export function pathsOf(distribution: cloudfront.IDistributionRef): readonly string[] {
  return ExistingDistribution.of(distribution)?.paths().filter((path) => path !== undefined) ?? [];
}
