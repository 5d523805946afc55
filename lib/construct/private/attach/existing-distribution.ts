import { Lazy, Token, Tokenization } from 'aws-cdk-lib/core';
import type { IResolvable } from 'aws-cdk-lib/core';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import type { IConstruct } from 'constructs';
import { constructBehind, openTokens } from './open-tokens';

/** A behavior as an L1 spells it; lists and texts may hold references. */
export type BehaviorJson = Readonly<Partial<cloudfront.CfnDistribution.CacheBehaviorProperty>>;

export interface OriginJson {
  readonly id?: unknown;
  readonly domainName?: unknown;
  readonly s3OriginConfig?: unknown;
  readonly customOriginConfig?: unknown;
}

interface OriginGroupJson {
  readonly id?: unknown;
  readonly members?: { readonly items?: readonly { readonly originId?: unknown }[] };
}

interface ConfigJson {
  readonly defaultCacheBehavior?: BehaviorJson;
  readonly cacheBehaviors?: readonly BehaviorJson[];
  readonly origins?: readonly OriginJson[];
  readonly originGroups?: { readonly items?: readonly OriginGroupJson[] };
}

type Change<T> = (value: T) => T;

/** A distribution that the app has made, of whatever level: its one L1 is read and changed. */
export class ExistingDistribution {
  /** Undefined for an imported distribution. */
  static of(distribution: cloudfront.IDistributionRef): ExistingDistribution | undefined {
    const token = Tokenization.reverseString(distribution.distributionRef.distributionId).firstToken;
    const resource = constructBehind(token, (construct): construct is cloudfront.CfnDistribution =>
      cloudfront.CfnDistribution.isCfnDistribution(construct),
    );
    return resource && new ExistingDistribution(resource);
  }

  private constructor(readonly resource: cloudfront.CfnDistribution) {}

  /** The L2 that made the resource, when it can add behaviors itself. */
  get owner(): cloudfront.Distribution | undefined {
    const owner = this.resource.node.scope as IConstruct;
    return 'addBehavior' in owner ? owner as cloudfront.Distribution : undefined;
  }

  /** The behavior of a path, or the default behavior, as it is now. */
  behavior(pathPattern: string | undefined): BehaviorJson | undefined {
    const { defaultCacheBehavior, cacheBehaviors = [] } = this.config();
    return pathPattern === undefined ? defaultCacheBehavior : cacheBehaviors.find((each) => samePath(each.pathPattern, pathPattern));
  }

  /** The paths that it has, in their order; undefined for one that is known only at deployment. */
  paths(): readonly (string | undefined)[] {
    const { cacheBehaviors } = (
      Token.isUnresolved(this.resource.distributionConfig) ? this.config() : this.resource.distributionConfig
    ) as ConfigJson;
    return ((openTokens(this.resource, cacheBehaviors) ?? []) as readonly BehaviorJson[]).map(({ pathPattern }) =>
      typeof pathPattern === 'string' && !Token.isUnresolved(pathPattern) ? pathPattern : undefined);
  }

  /** The origins that a behavior reads: one, or the members of a group. */
  originsOf(behavior: BehaviorJson): readonly OriginJson[] {
    const { origins = [], originGroups } = this.config();
    const group = originGroups?.items?.find(({ id }) => id === behavior.targetOriginId);
    const ids = group?.members?.items?.map(({ originId }) => originId) ?? [behavior.targetOriginId];
    return origins.filter(({ id }) => ids.includes(id));
  }

  /** Whether a place in the finished template is about a behavior: `Properties.DistributionConfig.CacheBehaviors.1.CachePolicyId`. */
  isPlaceOf(pathPattern: string | undefined, place: string): boolean {
    const [, part = '', number] = /DistributionConfig\.(DefaultCacheBehavior|(?:CacheBehaviors|Origins|OriginGroups\.Items)\.(\d+))/.exec(place) ?? [];
    const [kind = ''] = part.split('.');
    const index = Number(number);
    const behavior = this.behavior(pathPattern) ?? {};
    switch (kind) {
      case 'DefaultCacheBehavior':
        return pathPattern === undefined;
      case 'CacheBehaviors':
        return pathPattern !== undefined && samePath(this.paths()[index], pathPattern);
      case 'Origins':
        return this.originsOf(behavior).some(({ id }) => id === this.config().origins?.[index]?.id);
      case 'OriginGroups':
        return this.config().originGroups?.items?.[index]?.id === behavior.targetOriginId;
      default:
        return true;
    }
  }

  /** Changes a behavior, with whatever the app still changes about it. */
  change(pathPattern: string | undefined, change: Change<BehaviorJson>): void {
    if (pathPattern === undefined) {
      this.changeConfig('defaultCacheBehavior', change);
    } else {
      this.changeConfig<readonly BehaviorJson[]>('cacheBehaviors', (behaviors) =>
        behaviors.map((each) => samePath(each.pathPattern, pathPattern) ? change(each) : each));
    }
  }

  /** Adds a behavior behind the others, and its origin. */
  append(behavior: BehaviorJson, origin: object): void {
    this.changeConfig<readonly object[]>('origins', (origins = []) => [...origins, origin]);
    this.changeConfig<readonly object[]>('cacheBehaviors', (behaviors = []) => [...behaviors, behavior]);
  }

  private config(): ConfigJson {
    return (openTokens(this.resource, this.resource.distributionConfig) ?? {}) as ConfigJson;
  }

  /** What is written out stays written out, so that others who read the L1 still see it; what is a token is changed when it is resolved. */
  private changeConfig<T>(member: keyof cloudfront.CfnDistribution.DistributionConfigProperty, change: Change<T>): void {
    const config = this.resource.distributionConfig;
    this.resource.distributionConfig = later(config, (open) => ({
      ...open, [member]: later(open[member] as T | IResolvable, change),
    }));
  }
}

function later<T>(value: T | IResolvable, change: Change<T>): T | IResolvable {
  return Token.isUnresolved(value) || (Array.isArray(value) && value.some((item) => Token.isUnresolved(item)))
    ? Lazy.uncachedAny({ produce: (context) => change(context.resolve(value) as T) })
    : change(value as T);
}

/** CloudFront treats a leading slash as optional: Developer Guide, "Path pattern". */
function samePath(one: unknown, other: string): boolean {
  return typeof one === 'string' && one.replace(/^\//, '') === other.replace(/^\//, '');
}
