import type { BucketCorsRule } from '../../contract/bucket-cors-rule';
import { decided } from '../../model/undecided';
import { exampleStack } from '../engine/example-stack';
import { failIf } from '../engine/judge';
import type { Place, Rule } from '../engine/rule';
import { NO_RULE_MATCHES, UNREADABLE } from '../evidence/witness-shape';
import { corsOf } from '../promise/cors-wish';
import type { CorsPromise, PromisedPath } from '../promise/promise';
import { eachPromise, oncePerPlace } from '../promise/promised-paths';
import { bucketAllowOrigin, preflightPasses, sampleOrigin } from '../promise/promised-requests';
import { bucketRules, pinnedOrigin } from '../subjects/asset-path';

const PINNED = { OriginCustomHeaders: '[{ HeaderName: Origin, HeaderValue: https://app.example.com }]' };

export const originHeaderPinned: Rule = {
  id: 'origin-header-pinned',
  severity: 'error',
  family: 'cache',
  title: 'The origin has a custom header Origin, so S3 sees the same origin on every request',
  why: 'S3 answers for that one origin, whoever asks: pages on all others are told that they may not read.',
  fix: 'Drop the custom header. Attach a response headers policy with the CORS headers and OriginOverride: true.',
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/add-origin-custom-headers.html',
    'https://github.com/PRX/Infrastructure/pull/215',
    'https://github.com/niklasvh/html2canvas/pull/2049',
  ],
  unless: 'The bucket allows every origin (`*`): then S3 sends `*` on every response, and the trick works.',
  witness: [{ ...UNREADABLE, code: 'allow-origin-mismatch' }, NO_RULE_MATCHES],
  example: () => ({
    wrong: exampleStack({ rule: { AllowedOrigins: '[https://app.example.com, https://admin.example.com]' }, cors: null, origin: PINNED }),
    right: exampleStack({ rule: { AllowedOrigins: '[\'*\']' }, cors: null, origin: PINNED }),
  }),
  check: oncePerPlace(eachPromise(placeOf, (promise, path, place) => {
    const pinned = pinnedOrigin(path);
    if (pinned === undefined) {
      return undefined;
    }
    const rules = bucketRules(path);
    const cors = corsOf(path.behavior);
    return failIf(
      place,
      cors && decided(cors.originOverride) ? preflightHarm(promise, rules, pinned) : readHarm(promise, rules, pinned, cors !== undefined),
    );
  })),
};

function placeOf({ distribution, behavior, origin }: PromisedPath): Place {
  return { address: distribution.address, path: origin.known ? `${origin.value.path}.OriginCustomHeaders` : behavior.path };
}

/** A policy that overrides fixes every header, but not the status of a preflight. */
function preflightHarm({ preflight }: CorsPromise, rules: readonly BucketCorsRule[], pinned: string): string | undefined {
  const refuses = preflight.kind === 'promised' && rules.length > 0
    && preflightPasses(rules.map((rule) => ({ ...rule, allowedMethods: ['GET'] })), pinned, 'GET') === 'never';
  return refuses ? `pins Origin to ${pinned}, which the bucket refuses` : undefined;
}

function readHarm({ origins }: CorsPromise, rules: readonly BucketCorsRule[], pinned: string, policyFillsIn: boolean): string | undefined {
  const answers = bucketAllowOrigin(rules, pinned);
  const told = answers.find((value) => value !== '*');
  if (answers.includes('*') || (told === undefined && policyFillsIn)) {
    return undefined;
  }
  const other = origins.find((entry) => entry !== told && sampleOrigin(entry) !== told);
  return other === undefined ? undefined : `pins Origin to ${pinned}, so pages on ${other === '*' ? 'other origins' : sampleOrigin(other)} are not told that they may read`;
}
