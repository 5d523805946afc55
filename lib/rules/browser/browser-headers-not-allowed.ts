import type { ResponseHeadersCors } from '../../graph/types';
import { compileAllowedRequests, speaksTo } from '../../model/cloudfront/policy/actual-request';
import { cachePlan } from '../../model/cloudfront/cache-key';
import { wireCase } from '../../model/http/message';
import type { HeaderMap } from '../../model/http/message';
import { isMultiplexed } from '../../model/server';
import { decided } from '../../model/undecided';
import { keepsCopies } from '../cache/order-dependence';
import { exampleStack } from '../engine/example-stack';
import { fail, pass } from '../engine/judge';
import type { Rule } from '../engine/rule';
import { UNREADABLE } from '../evidence/witness-shape';
import { corsOf, readRules } from '../promise/cors-wish';
import type { CorsPromise, PromisedPath } from '../promise/promise';
import { eachPromise, oncePerPlace } from '../promise/promised-paths';
import { bucketAllowOrigin, sampleOrigin, underAllAssumptions } from '../promise/promised-requests';
import { bucketRules, originReachesS3, policySection, silencesS3 } from '../subjects/asset-path';

export const browserHeadersNotAllowed: Rule = {
  id: 'browser-headers-not-allowed',
  severity: 'error',
  family: 'browser',
  title: 'The policy does not allow Priority, which browsers put on fetches by themselves',
  why: 'CloudFront keeps a policy\'s CORS headers back when the request carries a header that the policy\'s list does not cover. Over HTTP/2 browsers send Priority with fetches, fonts and modules, so the page is blocked, while curl and HTTP/1.1 get the headers.',
  fix: 'Use a policy of your own with AccessControlAllowHeaders `*` and OriginOverride: true. With credentials `*` is refused: list Priority, If-None-Match, If-Modified-Since, Cache-Control and Pragma in addition to your own.',
  see: [
    'https://github.com/posit-dev/positron/pull/16005',
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-response-headers-policies.html',
    'https://chromestatus.com/feature/5109106573049856',
  ],
  unless: 'The files are read by clients that are not browsers.',
  witness: [{ ...UNREADABLE, code: 'allow-origin-missing' }],
  example: () => ({
    wrong: exampleStack({ rule: null, cors: null, behavior: { ResponseHeadersPolicyId: '60669652-455b-4ae9-85a4-c4c02393f86c # SimpleCORS', OriginRequestPolicyId: undefined } }),
    right: exampleStack({ cors: { AccessControlAllowOrigins: '{ Items: [\'*\'] }' }, rule: { AllowedOrigins: '[\'*\']' } }),
  }),
  check: oncePerPlace(eachPromise((path) => policySection(path, 'CorsConfig.AccessControlAllowHeaders'), (promise, path, place) => {
    const cors = corsOf(path.behavior);
    if (!cors) {
      return undefined;
    }
    const { allowsHeader, isSimpleCors } = compileAllowedRequests(
      decided(cors.allowHeaders).map((name) => name.toLowerCase()),
      decided(cors.allowMethods),
    );
    const headers = addedByBrowsers(path);
    const speaks = underAllAssumptions((assumptions) => speaksTo({ allowsHeader, isSimpleCors, allowsMethod: () => true }, { method: 'GET', path: '/', query: '', headers }, assumptions));
    if (speaks === 'always' || s3SpeaksInstead(promise, path, cors)) {
      return pass(place);
    }
    if (speaks === 'never') {
      return fail(place, 'adds no CORS header to a request with Priority, as recorded');
    }
    const missing = Object.keys(wireCase(headers)).filter((name) => !allowsHeader(name.toLowerCase()));
    return fail(place, `does not allow ${missing.join(', ')}; whether CloudFront then keeps the CORS headers back is not documented (allow-headers-on-actual-requests)`, { severity: 'warning' });
  }, { code: ['viewer-request', 'viewer-response'] })),
};

/** On a fetch over HTTP/2, on the revalidation of a kept copy, and on a reload. */
function addedByBrowsers({ distribution }: PromisedPath): HeaderMap {
  const always = { 'if-none-match': '"1"', 'if-modified-since': 'x', 'cache-control': 'no-cache', pragma: 'no-cache' };
  return isMultiplexed(distribution) ? { priority: 'u=1, i', ...always } : always;
}

/** Whether S3's own answer reaches every promised page: the policy yields to it, and no kept copy lacks it. */
function s3SpeaksInstead({ origins }: CorsPromise, path: PromisedPath, { originOverride }: ResponseHeadersCors): boolean {
  if (silencesS3(path.behavior) || decided(originOverride) || !originReachesS3(path)) {
    return false;
  }
  const plan = cachePlan(path.behavior);
  const rules = readRules(bucketRules(path));
  return (plan.headers.includes('origin') || keepsCopies(plan) === 'never')
    && origins.map(sampleOrigin).every((origin) => bucketAllowOrigin(rules, origin).every((value) => value === '*' || value === origin));
}
