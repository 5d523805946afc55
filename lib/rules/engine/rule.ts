import type { Address } from '../../graph/types/address';
import type { Bucket, DeliveryGraph } from '../../graph/types';
import type { WitnessShape } from '../evidence/witness-shape';

/**
 * `error`: a promised exchange fails, or something unpromised becomes readable, or AWS refuses the template.
 * `warning`: it depends on an assumption or on code that cannot be seen, or it is a poor habit. `info`: worth knowing.
 */
export type Severity = 'error' | 'warning' | 'info';

/** What kind of harm a rule is about; the order is that of the table in docs/rules. */
export type Family = 'deploy' | 'unreachable' | 'disagreement' | 'cache' | 'browser' | 'exposure' | 'masking';

/** One place in a template. */
export interface Place {
  readonly address: Address;
  /** Path into the resource, such as `Properties.DistributionConfig.DefaultCacheBehavior.AllowedMethods`. */
  readonly path: string;
}

/**
 * What a rule says about one place. Places that a rule has nothing to say about are not judged, so a test can tell
 * "passes" from "does not apply". `unknown` never fails a build.
 */
export type Judgement =
  | { readonly verdict: 'pass'; readonly place: Place }
  | { readonly verdict: 'unknown'; readonly place: Place; readonly reason: string }
  | {
    readonly verdict: 'fail';
    readonly place: Place;
    /** What is wrong here, with the values that show it. */
    readonly message: string;
    /** When this place is less grave than the rule usually is. */
    readonly severity?: Severity;
    /** What the user of a page suffers, when it is something other than the rule's own `why`. */
    readonly why?: string;
    /** What to write here, when it is more exact than the rule's own `fix`. */
    readonly fix?: string;
  };

/** One mistake, described once: the table of rules, the rule's page and every message come from here. */
export interface Rule {
  /** Public, kebab-case, never renamed. */
  readonly id: string;
  readonly severity: Severity;
  readonly family: Family;
  /** The mistake in one line, in the words of somebody who made it. */
  readonly title: string;
  /** What the user of a page suffers. */
  readonly why: string;
  /** What to write. */
  readonly fix: string;
  /** Sources of the AWS and browser facts it rests on. */
  readonly see: readonly string[];
  /** When not to follow it. */
  readonly unless: string;
  /**
   * Why no edit of the template can be written and proven, where its owner has to decide or to know something; every other rule has one.
   */
  readonly noEdit?: string;
  /**
   * The `Resources` of a template with the mistake and without, as YAML in the short form (`!Ref`, `!GetAtt`, `!Sub`).
   * Tests read both: this rule finds the mistake in the first, and no rule finds an error in the second. Written when asked for:
   * judging needs no example.
   */
  readonly example: () => { readonly wrong: string; readonly right: string };
  /** How an exchange ends that shows a finding to be true, the plainest first. What AWS refuses to deploy, and habits, have none. */
  readonly witness?: readonly WitnessShape[];
  /** What somebody gets from a bucket who should not: shows an error about exposure to be true. */
  readonly gain?: (graph: DeliveryGraph, bucket: Bucket, place: Place) => string | undefined;
  /**
   * Judges each place of the graph that the rule is about.
   */
  check(graph: DeliveryGraph): readonly Judgement[];
}
