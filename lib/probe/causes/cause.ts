/** Where on the way it happens. */
export type Hop = 'browser' | 'cache of CloudFront' | 'CloudFront' | 'code at the edge' | 'S3' | 'firewall';

/** What can be to blame. */
export interface Cause {
  readonly hop: Hop;
  /** The CloudFormation properties that can be wrong, the likeliest first. */
  readonly settings: readonly string[];
  /** What happens, in one sentence that follows "cause". */
  readonly says: string;
  /** What helps at once, before anything is deployed. */
  readonly now?: string;
  /** What ends it for good, in the words of those who change it. */
  readonly fix: { readonly console: string; readonly cloudFormation: string; readonly construct: string };
}
