import { Duration, Token } from 'aws-cdk-lib/core';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import type { Construct } from 'constructs';
import type { Problems } from '../../../contract/problem';
import type { AssetCacheOptions } from '../../behavior/asset-cache-options';
import { accountWideName, CACHE_POLICY_NAME_LENGTH } from '../names';
import { sharedInStack } from '../shared-in-stack';
import { isS3QueryString } from './s3-query-strings';

/** In seconds; deploy-time values pass unchecked. */
export interface CacheSettings {
  readonly ttl: number;
  readonly minTtl: number;
  readonly maxTtl: number;
  readonly queryStrings: readonly string[];
}

const DAY = 86_400;
const YEAR = 365 * DAY;

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html#limits-policies
const MOST_QUERY_STRINGS = 10;
const LONGEST_QUERY_STRINGS = 1024;

/** What CloudFront would take; what is wrong is added to `problems`. */
export function parseCacheSettings(options: AssetCacheOptions, problems: Problems): CacheSettings {
  const [ttl, minTtl, maxTtl] = (['ttl', 'minTtl', 'maxTtl'] as const).map((name) => secondsIn(options[name], name, problems));
  const least = minTtl ?? 0;
  const usual = ttl ?? Math.max(least, maxTtl === undefined ? DAY : Math.min(DAY, maxTtl));
  const settings = { ttl: usual, minTtl: least, maxTtl: maxTtl ?? Math.max(YEAR, usual), queryStrings: queryStringsIn(options, problems) };
  checkOrder(settings, problems);
  return settings;
}

function secondsIn(duration: Duration | undefined, name: string, problems: Problems): number | undefined {
  if (duration?.isUnresolved() === true && duration.unitLabel() !== 'seconds') {
    problems.add('cache-ttl', name, `a deploy-time value in ${duration.unitLabel()}`, 'Duration.seconds(…), which needs no conversion at deployment');
    return undefined;
  }
  const seconds = duration?.toSeconds({ integral: false });
  if (seconds !== undefined && !Token.isUnresolved(seconds) && !Number.isInteger(seconds)) {
    problems.add('cache-ttl', name, seconds, 'Duration.hours(1)');
  }
  return seconds;
}

function checkOrder({ ttl, minTtl, maxTtl }: CacheSettings, problems: Problems): void {
  if ([ttl, minTtl, maxTtl].some((seconds) => Token.isUnresolved(seconds))) {
    return;
  }
  if (maxTtl === 0) {
    // "The parameter EnableAcceptEncodingGzip is invalid for policy with caching disabled": recorded in pulumi/docs#18475
    problems.add('cache-ttl-zero', 'maxTtl', maxTtl, 'AssetCache.DISABLED');
  } else if (minTtl > ttl || ttl > maxTtl) {
    problems.add('cache-ttl-order', minTtl > ttl ? 'minTtl' : 'maxTtl', { minTtl, ttl, maxTtl }, 'minTtl at most ttl, and ttl at most maxTtl');
  }
}

function queryStringsIn({ queryStrings = [] }: AssetCacheOptions, problems: Problems): readonly string[] {
  const names = [...new Set(queryStrings)].sort();
  queryStrings.forEach((name, index) => {
    const at = `queryStrings[${index}]`;
    if (Token.isUnresolved(name)) {
      return;
    }
    if (isS3QueryString(name)) {
      problems.add('cache-query-string-of-s3', at, name, '"v"');
    } else if (!/^[\w.~!$'()+,;:@/-]+$/.test(name)) {
      problems.add('cache-query-string', at, name, '"v"');
    }
  });
  if (names.length > MOST_QUERY_STRINGS || names.join('').length > LONGEST_QUERY_STRINGS) {
    problems.add('cache-query-strings-quota', 'queryStrings', names.length, 'the names that change a file');
  }
  return names;
}

/** One policy for equal settings; its id and name come from them, so no reordering of paths replaces it. */
export function sharedCachePolicy(scope: Construct, settings: CacheSettings): cloudfront.ICachePolicy {
  const { queryStrings } = settings;
  return sharedInStack(scope, 'CorsAssetsCache', settings, (parent) => new cloudfront.CachePolicy(parent, 'Resource', {
    cachePolicyName: accountWideName(parent, CACHE_POLICY_NAME_LENGTH),
    minTtl: Duration.seconds(settings.minTtl),
    defaultTtl: Duration.seconds(settings.ttl),
    maxTtl: Duration.seconds(settings.maxTtl),
    queryStringBehavior: queryStrings.length === 0 ? undefined : cloudfront.CacheQueryStringBehavior.allowList(...queryStrings),
    enableAcceptEncodingGzip: true,
    enableAcceptEncodingBrotli: true,
  }));
}
