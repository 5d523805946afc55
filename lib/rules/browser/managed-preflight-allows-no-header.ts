import { decided } from '../../model/undecided';
import { exampleStack } from '../engine/example-stack';
import { failIf } from '../engine/judge';
import type { Rule } from '../engine/rule';
import { readRules } from '../promise/cors-wish';
import { isMadeForPreflights } from '../promise/promise';
import { eachPromise } from '../promise/promised-paths';
import { behaviorPlace, bucketRules } from '../subjects/asset-path';

const MANAGED = { ResponseHeadersPolicyId: '5cc3b908-e619-4b99-88e5-2cf7f45965bd # CORS-With-Preflight' };

export const managedPreflightAllowsNoHeader: Rule = {
  id: 'managed-preflight-allows-no-header',
  severity: 'warning',
  family: 'browser',
  title: 'The managed policy CORS-With-Preflight allows no request header, and neither does the bucket',
  why: 'It sends no Access-Control-Allow-Headers, so only S3 can permit one: without AllowedHeaders in the bucket\'s rule every request with a header of its own fails.',
  fix: 'Give the bucket\'s rule AllowedHeaders, or use a policy of your own.',
  see: ['https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-response-headers-policies.html'],
  unless: 'No page sets a request header.',
  example: () => ({
    wrong: exampleStack({ rule: { AllowedOrigins: '[\'*\']', AllowedHeaders: undefined, ExposedHeaders: '[ETag]' }, cors: null, behavior: MANAGED }),
    right: exampleStack({ rule: { AllowedOrigins: '[\'*\']', ExposedHeaders: '[ETag]' }, cors: null, behavior: MANAGED }),
  }),
  check: eachPromise((path) => behaviorPlace(path, 'ResponseHeadersPolicyId'), (_promise, path, place) => {
    const managed = decided(path.behavior.responseHeadersPolicy)?.managed;
    if (managed === undefined || !isMadeForPreflights(managed)) {
      return undefined;
    }
    const rules = readRules(bucketRules(path));
    // Without rules every preflight fails, which another rule tells
    return rules.length === 0 ? undefined
      : failIf(place, rules.some(({ allowedHeaders }) => allowedHeaders?.length) ? undefined : `${managed} sends no Access-Control-Allow-Headers, and the bucket allows none`);
  }),
};
