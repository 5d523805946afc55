import { Token } from 'aws-cdk-lib/core';
import type { Problems } from '../../../contract/problem';
import type { DeployFilesOptions } from '../../deploy-files-options';

// A prefix is part of the key of a tag: BucketDeployment refuses more.
const LONGEST_PREFIX = 104;

/** Adds to `problems` what is wrong with files to deploy. */
export function checkFiles({ sources, keyPrefix, maxAge, invalidationPaths }: DeployFilesOptions, problems: Problems): void {
  if (sources.length === 0) {
    problems.add('sources-empty', 'sources', [], 'sources: [Source.asset("dist")]');
  }
  if (keyPrefix !== undefined && !Token.isUnresolved(keyPrefix) && (!/^\/?[^*?]*[^*?/]\/?$/.test(keyPrefix) || keyPrefix.length > LONGEST_PREFIX)) {
    problems.add('files-key-prefix', 'keyPrefix', keyPrefix, '"app1"');
  }
  const seconds = maxAge?.toSeconds({ integral: false });
  if (seconds !== undefined && !Token.isUnresolved(seconds) && !Number.isInteger(seconds)) {
    problems.add('files-max-age', 'maxAge', seconds, 'Duration.minutes(5)');
  }
  invalidationPaths?.forEach((path, index) => {
    if (!Token.isUnresolved(path) && !/^\/[^*]*\*?$/.test(path)) {
      problems.add('invalidation-path', `invalidationPaths[${index}]`, path, '"/app1/*"');
    }
  });
  if (invalidationPaths?.length === 0) {
    problems.add('invalidation-path', 'invalidationPaths', invalidationPaths, '["/*"], or leave it out');
  }
}
