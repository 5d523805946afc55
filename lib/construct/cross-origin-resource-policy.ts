/**
 * Which pages may load the files without CORS (an image, a classic script, a stylesheet). CORS requests are not affected.
 *
 * @see https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Cross-Origin-Resource-Policy
 */
export enum CrossOriginResourcePolicy {
  /** Pages of any site: with this, pages that are cross-origin isolated may embed the files. */
  CROSS_ORIGIN = 'cross-origin',
  /** Pages of the same site: `app.example.com` for files of `assets.example.com`. */
  SAME_SITE = 'same-site',
  /** Pages of the same origin only. */
  SAME_ORIGIN = 'same-origin',
}
