import { Token } from 'aws-cdk-lib/core';
import type * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import type { Construct } from 'constructs';
import { Problems } from '../../contract/problem';
import type { ProblemCode } from '../../contract/problem';
import { appRouter, folderRouter, sharedFunction } from '../private/behavior/edge-code';
import { throwProblems } from '../private/parse/parsing';

/**
 * Which URLs are pages. A small CloudFront function changes the path of page loads only: GET and HEAD without `Origin`, as
 * browsers send them for a document or a frame, for a path whose last part has no dot. Preflights, CORS requests, images, scripts and
 * `fetch` pass unchanged, so a missing file stays missing for them.
 *
 * Error pages are the wrong tool for this: they hold for the whole distribution, so errors of an API become pages with status 200, and a
 * missing script becomes HTML.
 *
 * Browsers that send no `Sec-Fetch-Dest` (Safari before 16.4) get the page for every path without an extension.
 *
 * @see https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Sec-Fetch-Dest
 */
export class AssetRouting {
  /**
   * Every page load gets the same page, and scripts in it route: a single-page app.
   *
   * @param page the key of the page, such as `index.html`
   * @throws CorsConfigurationError when no object can have this key
   */
  public static app(page: string): AssetRouting {
    const key = checked(page, 'routing-page', 'page', 'AssetRouting.app');
    return new AssetRouting((scope) => sharedFunction(scope, 'CorsAssetsRouting', appRouter(`/${key}`), `every page load gets ${key}`));
  }

  /**
   * Each folder has a page: `/guide/` and `/guide` get `guide/index.html`.
   *
   * @param index the name of the page in each folder; `index.html` when it is left out
   * @throws CorsConfigurationError when no object in a folder can have this name
   */
  public static folders(index?: string): AssetRouting {
    const name = checked(index ?? 'index.html', 'routing-index', 'index', 'AssetRouting.folders');
    return new AssetRouting((scope) => sharedFunction(scope, 'CorsAssetsRouting', folderRouter(name), `page loads of folders get ${name}`));
  }

  private constructor(
    /** @internal */
    readonly _bind: (scope: Construct) => cloudfront.IFunctionRef,
  ) {}
}

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
const LONGEST_KEY = 1024;

/** A key without the slash at its beginning, which people write and S3 does not. */
function checked(text: string, code: ProblemCode, path: string, where: string): string {
  const key = Token.isUnresolved(text) ? text : text.replace(/^\//, '');
  const problems = new Problems();
  const form = code === 'routing-page' ? /^[^?#*\s]*[^?#*\s/]$/ : /^[^?#*\s/]+$/;
  if (!Token.isUnresolved(text) && (!form.test(key) || Buffer.byteLength(key) > LONGEST_KEY)) {
    problems.add(code, path, text, '"index.html"');
  }
  throwProblems(problems, where);
  return key;
}
