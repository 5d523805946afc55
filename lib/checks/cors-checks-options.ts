import type { EdgeCode } from './edge-code';

/**
 * What checks and assertions cannot read in a template.
 */
export interface CorsChecksOptions {
  /**
   * What functions do whose code is not in the templates, by the function's ARN, the name in it, its logical id, or the path of the
   * construct that made it: `{ 'Web/Auth': EdgeCode.transparent() }`. A reference such as `version.edgeArn` names it too.
   *
   * @default - what such a function could change is not judged
   */
  readonly edgeCode?: Record<string, EdgeCode>;
}
