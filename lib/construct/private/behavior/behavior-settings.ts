import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import type { Construct } from 'constructs';
import type { AssetBehaviorOptions } from '../../behavior/asset-behavior-options';
import type { ICorsPolicy } from '../../cors-policy';
import { sharedFunction, varyWriter } from './edge-code';
import { noteSameSite } from './note-same-site';

/** What one behavior is rendered from, on a distribution of ours or of somebody else. */
export interface BehaviorSettings {
  readonly corsPolicy: ICorsPolicy;
  readonly trustedKeyGroups?: cloudfront.IKeyGroup[];
  /** Absent: CachingOptimized, or what the behavior has. */
  readonly cachePolicy?: cloudfront.ICachePolicyRef;
  /** Absent: none. */
  readonly functionAssociations?: cloudfront.FunctionAssociation[];
  /** Absent: none. */
  readonly edgeLambdas?: cloudfront.EdgeLambda[];
}

/** Makes the resources that a behavior needs, in the stack of `scope`. */
export function behaviorSettings(scope: Construct, corsPolicy: ICorsPolicy, options: AssetBehaviorOptions): BehaviorSettings {
  const { cache, functions, edgeLambdas, trustedKeyGroups } = options;
  noteSameSite(scope, corsPolicy, options);
  const associations = [...ownFunctions(scope, options), ...(functions ?? [])];
  return {
    corsPolicy,
    trustedKeyGroups,
    cachePolicy: cache?._bind(scope),
    functionAssociations: associations.length === 0 ? undefined : associations,
    edgeLambdas: edgeLambdas?.length === 0 ? undefined : edgeLambdas,
  };
}

/** Whether code that is not the library's sees requests or responses. */
export function hasForeignCode({ functions = [], edgeLambdas = [] }: AssetBehaviorOptions): boolean {
  return functions.length + edgeLambdas.length > 0;
}

function ownFunctions(scope: Construct, { routing, vary }: AssetBehaviorOptions): cloudfront.FunctionAssociation[] {
  return [
    ...(routing === undefined ? [] : [{ function: routing._bind(scope), eventType: cloudfront.FunctionEventType.VIEWER_REQUEST }]),
    ...(vary === undefined ? [] : [{
      function: sharedFunction(scope, 'CorsAssetsVary', varyWriter(vary), `Vary: ${vary.join(', ')}`),
      eventType: cloudfront.FunctionEventType.VIEWER_RESPONSE,
    }]),
  ];
}
