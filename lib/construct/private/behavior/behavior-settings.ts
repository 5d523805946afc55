import type * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import type { AssetBehaviorOptions } from '../../asset-behavior-options';
import type { ICorsPolicy } from '../../cors-policy';

/** What one behavior is rendered from, on a distribution of ours or of somebody else. */
export interface BehaviorSettings {
  readonly corsPolicy: ICorsPolicy;
  readonly trustedKeyGroups?: cloudfront.IKeyGroup[];
}

export function behaviorSettings(corsPolicy: ICorsPolicy, options: AssetBehaviorOptions): BehaviorSettings {
  return { corsPolicy, trustedKeyGroups: options.trustedKeyGroups };
}
