/**
 * The delivery graph: the facts of CloudFormation templates that decide what happens to a cross-origin request on its
 * way through CloudFront to S3 and back. `types` is the graph; `sources` finds templates (files, cloud assemblies, the construct
 * tree), `intrinsics` resolves what is in them, and `readers` make nodes of resources.
 *
 * Plain data, linked by direct object references that never form a cycle
 * (distribution -> behavior -> origin -> bucket -> policies, key), so a test writes one by hand as an object literal.
 *
 * Three conventions hold everywhere:
 * - {@link Known} wraps what may not be knowable. `Known<X | undefined>`: `known(undefined)` means "read, and not set".
 * - Defaults are filled in: where a template says nothing and AWS documents a default, the default stands here.
 * - Identifiers, ARNs, domain names, origins and header values are symbolic text (`symbolic-text.ts`): parts decided at
 *   deployment are `⟨…⟩`, equal symbols are equal values. Methods, header names, path patterns, enumerations and numbers
 *   are never symbolic: if a part of one is unresolved, the whole is unknown.
 *
 * One graph is one *world*: every condition of the templates is decided in it. Where a condition cannot be evaluated, the
 * reader yields one graph for each way it can turn out (`DeliveryGraphs.worlds`), so no node carries branches, and
 * whatever judges a graph is a pure function of it.
 */
import type { ReadProblem } from './address';
import type { Bucket, BucketPolicy, KmsKey } from './bucket';
import type { CachePolicy, OriginRequestPolicy, ResponseHeadersPolicy } from './cloudfront-policies';
import type { Distribution } from './distribution';
import type { OriginAccessControl, OriginAccessIdentity } from './origin';

export type * from './address';
export type * from './bucket';
export type * from './cloudfront-policies';
export type * from './distribution';
export type * from './edge-code';
export type * from './iam-policy';
export type * from './origin';

/** What a reader returns. */
export interface DeliveryGraphs {
  /** At least one. More than one only when conditions that decide delivery could not be evaluated. */
  readonly worlds: readonly DeliveryGraph[];
  /** Inputs (or parts of them) that could not be read. The rest was read all the same. */
  readonly problems: readonly ReadProblem[];
  /** False when there were more worlds than the bound and some were left out. */
  readonly complete: boolean;
}

/** One consistent set of facts. */
export interface DeliveryGraph {
  /** The undecidable comparisons that this world takes for granted; empty when everything could be evaluated. */
  readonly premises: readonly Premise[];
  readonly distributions: readonly Distribution[];
  readonly buckets: readonly Bucket[];
  readonly cachePolicies: readonly CachePolicy[];
  readonly originRequestPolicies: readonly OriginRequestPolicy[];
  readonly responseHeadersPolicies: readonly ResponseHeadersPolicy[];
  readonly originAccessControls: readonly OriginAccessControl[];
  readonly originAccessIdentities: readonly OriginAccessIdentity[];
  readonly kmsKeys: readonly KmsKey[];
  /** Bucket policies for buckets that are not a resource of these templates. */
  readonly strayBucketPolicies: readonly BucketPolicy[];
}

/**
 * `text` (e.g. `the parameter Stage of stack Web`) equals, or does not equal, `value`. Where `value` is a symbol, too, nothing says that
 * the two are equal: they are supposed to be.
 */
export interface Premise {
  readonly text: string;
  readonly value: string;
  readonly equal: boolean;
}
