import { requestKind } from '../../model';
import type { Evidence } from '../asking/evidence';
import { valueOf } from '../exchange';

/** Who stands between the probe and CloudFront, and what was not sent. */
export function remarksOn(evidence: Evidence): readonly string[] {
  const { seen, target } = evidence;
  const values = (name: string): readonly string[] => [...new Set(seen.flatMap(({ response }) => valueOf(response.headers, name) ?? []))];
  const isCloudFront = values('x-amz-cf-id').length > 0 || values('x-cache').some((value) => /from cloudfront/i.test(value));
  const isBucket = seen.some(({ signals }) => signals.answerer === 'S3' || signals.answerer === 'S3 website');
  const others = [
    ...values('via').filter((value) => !value.includes('cloudfront.net')),
    ...values('server').filter((value) => /^(cloudflare|envoy)$/i.test(value)),
  ];
  const sendsCookies = requestKind(target.page).credentials === 'include'
    && !target.secrets.some(([name]) => name.toLowerCase() === 'cookie');
  return [
    ...(isCloudFront || seen.length === 0 ? [] : [isBucket ? DIRECT : NOT_CLOUDFRONT]),
    ...(others.length === 0 ? [] : [`somebody else answers in between (${others.join(', ')}), who may change headers`]),
    ...(sendsCookies ? ['the page sends cookies, and the probe sent none; add --send \'Cookie: …\' if the answer depends on them'] : []),
  ];
}

const DIRECT = 'S3 answers directly, without CloudFront';
const NOT_CLOUDFRONT = 'no answer names CloudFront: check the host of the URL';
