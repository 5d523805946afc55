import { assumption } from './assumption';

/**
 * What is not recorded about `Vary` beside a CORS block. Recorded: where the policy adds no CORS header (no Origin, an origin that it does
 * not list, redirects, errors) it appends `Vary: Origin` itself; where it answers `*` it appends none.
 */
export const VARY_ASSUMPTIONS = {
  'vary-of-echoed-origin': assumption(
    'Does the policy append `Vary: Origin` to a response on which it echoes a listed origin?',
    {
      added: 'as on the responses to which it adds no CORS header',
      'not-added': 'a browser may give one page the copy that another page of the same site was given, with permission for that one',
    },
    ['12 recordings of 9 distributions append it where no CORS header is added; no complete recording of an echoed origin'],
  ),
  'custom-vary-beside-cors': assumption(
    'Does a custom header `Vary` arrive that stands in a policy beside a CORS block?',
    { dropped: 'it never arrives, neither on plain nor on cross-origin responses', arrives: 'it is sent like any other custom header' },
    ['ttoss/ttoss#1205 and #1206: dropped, in the words of one author after several deployments; no bytes'],
  ),
  'origin-vary-beside-cors': assumption(
    'Does the Vary that S3 sent survive beside a CORS block that overrides?',
    { kept: 'S3\'s names reach the browser', dropped: 'only Accept-Encoding and what CloudFront says itself does' },
    ['OpenWaterFoundation/owf-learn-aws: kept on OPTIONS where the block does not override; no recording of one that does'],
  ),
} as const;
