import { decided } from '../../../model/undecided';
import { exampleStack } from '../../engine/example-stack';
import { fail, pass } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { eachPromiseOfAll } from '../../promise/promised-paths';
import { allows, behaviorPlace } from '../../subjects/asset-path';

export const optionsNotAllowed: Rule = {
  id: 'options-not-allowed',
  severity: 'error',
  family: 'unreachable',
  title: 'A preflight is promised, but the behavior does not allow OPTIONS',
  why: 'Before such a request the browser asks with OPTIONS; CloudFront answers 403 and the request is never sent.',
  fix: 'Set AllowedMethods to [GET, HEAD, OPTIONS]. Leave OPTIONS out of CachedMethods.',
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-403-invalid-method.html',
    'https://fetch.spec.whatwg.org/#cors-preflight-fetch',
    'https://github.com/hubmapconsortium/portal-ui/pull/3365',
  ],
  unless: 'Pages load fonts, scripts and images only, with no request header of their own: these need no preflight. Then name no header and no method beyond GET and HEAD.',
  witness: [{ by: 'CloudFront', step: 'preflight', refusedWith: 'InvalidMethod' }],
  example: () => ({
    wrong: exampleStack({ cors: { AccessControlAllowHeaders: '{ Items: [X-Requested-With, Priority, If-None-Match] }' }, behavior: { AllowedMethods: '[GET, HEAD]' } }),
    right: exampleStack({ cors: { AccessControlAllowHeaders: '{ Items: [X-Requested-With, Priority, If-None-Match] }' }, behavior: { AllowedMethods: '[GET, HEAD, OPTIONS]' } }),
  }),
  // The methods are checked before any code at the edge runs
  check: eachPromiseOfAll((path) => behaviorPlace(path, 'AllowedMethods'), ({ preflight }, path, place) => {
    if (preflight.kind !== 'promised') {
      return undefined;
    }
    return allows(path, 'OPTIONS') ? pass(place)
      : fail(place, `allows ${decided(path.behavior.allowedMethods).join(', ')}, but ${preflight.because}`);
  }, { code: [], refusedPreflight: true }),
};
