import type { HttpResponse } from '../../model';
import { corsAuthor } from '../diagnosis/attribution';
import type { CorsAuthor } from '../diagnosis/attribution';
import { CAUSES } from '../causes';
import type { CauseId } from '../causes';
import { signalsOf } from '../diagnosis/signals';
import type { Refusal } from '../diagnosis/signals';
import type { ProbedExchange } from '../exchange';
import { asProbed } from './difference';
import type { Difference } from './difference';

/** An answer that no possibility explains. */
export interface Deviation {
  readonly n: number;
  /** `drift`: the deployed setting is not the template's. `outside-the-model`: no setting explains it. */
  readonly kind: 'drift' | 'outside-the-model';
  /** The settings that can differ, the likeliest first. */
  readonly settings: readonly string[];
  readonly differences: readonly Difference[];
}

/** Which setting explains that an answer is not what the template says. */
export function deviationOf(exchange: ProbedExchange, predicted: HttpResponse, found: readonly Difference[]): Deviation {
  const settings = [...new Set(settingsOf(exchange, predicted, found))];
  return { n: exchange.n, kind: settings.length === 0 ? 'outside-the-model' : 'drift', settings, differences: found };
}

const REFUSALS: Partial<Record<Refusal, CauseId>> = {
  'access-denied': 'access-denied', 'cors-not-allowed': 'bucket-refuses-origin', 'cors-not-enabled': 'bucket-without-cors',
  country: 'country-blocked',
  'edge-function': 'edge-code-answers', 'edge-function-failed': 'edge-code-fails', firewall: 'firewall-blocks',
  'foreign-bucket': 'host-forwarded',
  'https-required': 'https-required', kms: 'key-not-granted', method: 'options-not-allowed', 'origin-not-forwarded': 'origin-not-forwarded',
  'request-method-not-forwarded': 'request-headers-not-forwarded', signature: 'not-signed',
};

function settingsOf(exchange: ProbedExchange, predicted: HttpResponse, found: readonly Difference[]): readonly string[] {
  const expected: ProbedExchange = { ...exchange, response: asProbed(predicted) };
  if (found.some((difference) => difference.of === 'status' || difference.of === 'refusal')) {
    return [exchange, expected].flatMap((each) => refusalSettings(each));
  }
  const author = authorOf(exchange, expected);
  return found.flatMap((difference) => headerSettings(difference, author, exchange));
}

function refusalSettings(exchange: ProbedExchange): readonly string[] {
  const { refusal, answerer } = signalsOf(exchange);
  if (answerer === 'an error page') {
    return CAUSES['error-page-masks'].settings;
  }
  const cause = refusal === undefined ? undefined : REFUSALS[refusal];
  // S3 does not say whether origin, method or header is refused
  const more = refusal === 'cors-not-allowed' ? [
    ...CAUSES['bucket-refuses-method'].settings, ...CAUSES['bucket-refuses-header'].settings,
  ] : [];
  return cause === undefined ? [] : [...CAUSES[cause].settings, ...more];
}

function authorOf(exchange: ProbedExchange, expected: ProbedExchange): CorsAuthor {
  const seen = corsAuthor(exchange);
  return seen === 'nobody' ? corsAuthor(expected) : seen;
}

const FIELDS: Readonly<Record<string, readonly [policy: string, bucket: string] | undefined>> = {
  'access-control-allow-origin': ['AccessControlAllowOrigins', 'AllowedOrigins'],
  'access-control-allow-credentials': ['AccessControlAllowCredentials', 'AllowedOrigins'],
  'access-control-allow-methods': ['AccessControlAllowMethods', 'AllowedMethods'],
  'access-control-allow-headers': ['AccessControlAllowHeaders', 'AllowedHeaders'],
  'access-control-expose-headers': ['AccessControlExposeHeaders', 'ExposedHeaders'],
  'access-control-max-age': ['AccessControlMaxAgeSec', 'MaxAge'],
};

/** Vary alone is set by nothing that a template says of CORS. */
function headerSettings({ of: name }: Difference, author: CorsAuthor, { request }: ProbedExchange): readonly string[] {
  const fields = FIELDS[name];
  if (fields === undefined) {
    return [];
  }
  const [policy, bucket] = [
    `AWS::CloudFront::ResponseHeadersPolicy CorsConfig.${fields[0]}`, `AWS::S3::Bucket CorsConfiguration.CorsRules.${fields[1]}`,
  ];
  const first = author === 'policy' || (author === 'nobody' && request.method === 'GET') ? [policy, bucket] : [bucket, policy];
  return [...first, 'CacheBehavior.ResponseHeadersPolicyId', 'AWS::CloudFront::ResponseHeadersPolicy CorsConfig.OriginOverride'];
}
