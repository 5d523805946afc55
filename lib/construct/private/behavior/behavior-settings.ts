import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { Construct } from 'constructs';
import { checkParts, tryPromises } from '../../../checks/annotate';
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

/** Makes the resources that a behavior needs, in the stack of `scope`; what the app made for it is judged with it. */
export function behaviorSettings(scope: Construct, corsPolicy: ICorsPolicy, options: AssetBehaviorOptions): BehaviorSettings {
  const { cache, functions, edgeLambdas, trustedKeyGroups } = options;
  noteSameSite(scope, corsPolicy, options);
  const associations = [...ownFunctions(scope, options), ...(functions ?? [])];
  const cachePolicy = cache?._bind(scope);
  // A managed policy is not in the tree.
  checkParts(
    scope,
    [...(cachePolicy ? [cachePolicy] : []), ...associations.map((each) => each.function)].filter((each) => Construct.isConstruct(each)),
  );
  if (hasForeignCode(options)) {
    tryPromises(scope);
  }
  return {
    corsPolicy,
    trustedKeyGroups,
    cachePolicy,
    functionAssociations: associations.length === 0 ? undefined : associations,
    edgeLambdas: edgeLambdas?.length === 0 ? undefined : edgeLambdas,
  };
}

/** Whether code that is not the library's sees requests or responses. */
function hasForeignCode({ functions = [], edgeLambdas = [] }: AssetBehaviorOptions): boolean {
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
