import { Annotations, Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { isSameSite, originParts } from '../../../model/browser/site';
import type { AssetBehaviorOptions } from '../../behavior/asset-behavior-options';
import type { ICorsPolicy } from '../../cors-policy';

/** Notes that a promise to several origins of one site hangs on a header that nobody has recorded: docs/decisions/0003. */
export function noteSameSite(scope: Construct, { contract: { allowedOrigins } }: ICorsPolicy, { vary = [] }: AssetBehaviorOptions): void {
  const shared = vary.some((name) => name.toLowerCase() === 'origin') ? undefined : originsOfOneSite(allowedOrigins);
  if (shared) {
    Annotations.of(scope).addInfoV2('cdk-cors-asset-distribution:originsOfOneSite',
      `pages on ${shared.join(' and ')} share a browser's cache, and AWS does not document whether CloudFront sends Vary: Origin to them: `
      + 'if it does not, the page that loads a file second is blocked. vary: [\'Origin\'] rules it out');
  }
}

/** Two origins that the list allows and that belong to one site; local development aside. */
function originsOfOneSite(origins: readonly string[]): readonly string[] | undefined {
  const samples = origins.filter((origin) => !Token.isUnresolved(origin) && origin !== '*').flatMap((origin) =>
    (origin.includes('*') ? ['1', '2'].map((part) => origin.replace('*', part)) : [origin]).map((sample) => ({ origin, sample })));
  const named = samples.filter(({ sample }) => originParts(sample)?.host !== 'localhost');
  for (const [index, one] of named.entries()) {
    const other = named.slice(index + 1).find(({ sample }) => isSameSite(one.sample, sample));
    if (other) {
      return [...new Set([one.origin, other.origin])];
    }
  }
  return undefined;
}
