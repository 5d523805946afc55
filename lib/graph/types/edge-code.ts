import type { Known } from './known';

/** What runs at an edge event, as far as it can be seen. */
export type EdgeCode = EdgeSource;

/** The code of a CloudFront Function. Symbols in its text stand for parts that are decided at deployment. */
export interface EdgeSource {
  readonly kind: 'source';
  readonly runtime: '1.0' | '2.0';
  readonly text: string;
  /** The content of its key value store; `undefined` when it has none. */
  readonly keyValues: Known<Readonly<Record<string, string>> | undefined>;
}
