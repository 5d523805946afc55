/** The words in which users make promises, and what a promise is made about. Plain data, shared by everything in this folder. */
import type { DeliveryGraph } from '../../lib/graph/types';
import type { Addressee } from '../../lib/model';

/** What pages may send straight to the bucket; what is left out has the documented default. */
export interface UploadWords {
  readonly origins?: readonly string[];
  readonly headers?: readonly string[];
  readonly exposed?: readonly string[];
}

/** One contract as its author writes it; what is left out has the documented default. */
export interface Words {
  readonly origins: readonly string[];
  readonly headers?: readonly string[];
  readonly exposed?: readonly string[];
  readonly maxAgeSeconds?: number;
  readonly credentials?: boolean;
  readonly uploads?: UploadWords;
  /** Names that the behavior writes into Vary. */
  readonly vary?: readonly string[];
  /** Which page loads get a page. */
  readonly routing?: 'app' | 'folders';
  readonly cache?: 'by query string' | 'disabled';
  /** The responses carry what protects pages: Content-Security-Policy, X-Frame-Options and others. */
  readonly ofPages?: boolean;
  /** CloudFront serves signed requests only. */
  readonly signed?: boolean;
}

/** One bucket and everything that is promised about it. */
export interface Setup {
  readonly name: string;
  readonly words: Words;
  /** Further paths of the first distribution. */
  readonly paths?: Readonly<Record<string, Words>>;
  /** Contracts of further constructs on the same bucket. */
  readonly others?: readonly Words[];
  /** Whose bucket it is; left out, the construct makes it. */
  readonly bucket?: 'existing' | 'existing-with-wider-rules' | 'in-another-stack' | 'imported';
  readonly key?: boolean;
  /** A second bucket answers when the first fails, or for everything that it refuses too, preflights among it. */
  readonly failover?: 'of failures' | 'of refusals too';
  /** Each path has a bucket of its own, about which nothing else is promised. */
  readonly bucketOfEachPath?: boolean;
  /** The distribution was made by hand, and CorsAssetBehavior gives its behaviors their contracts. */
  readonly byHand?: boolean;
  /** The contract is a CorsPolicy that a second distribution shares. */
  readonly shared?: boolean;
  /** The contract is read from the bucket's JSON. */
  readonly fromJson?: boolean;
  /** The name under which the files are served; left out, CloudFront's own. */
  readonly domainName?: string;
}

/** A place that requests can be sent to, and what its users were promised there. */
export interface Scene {
  readonly setup: string;
  readonly place: Addressee & { readonly path: string };
  /** For a path of a distribution: its contract. For a bucket: none, uploads are promised by all contracts together. */
  readonly words?: Words;
  /** All contracts about the same bucket. */
  readonly all: readonly Words[];
  /** CORS rules for reading that the bucket's owner has put there beside the contract. */
  readonly ownersRules: boolean;
  readonly graph: DeliveryGraph;
  /** The same construct while its contract was wider. */
  readonly former: DeliveryGraph;
  readonly formerWords?: Words;
  readonly formerAll: readonly Words[];
}
