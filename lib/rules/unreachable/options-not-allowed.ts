import { behaviourPlace } from '../asset-path';
import { exampleStack } from '../example-stack';
import { fail, judgeKnown, pass } from '../judge';
import { eachPromise } from '../promised';
import type { Rule } from '../rule';

export const optionsNotAllowed: Rule = {
  id: 'options-not-allowed',
  severity: 'error',
  family: 'unreachable',
  title: 'A preflight is promised, but the behaviour does not allow OPTIONS',
  why: 'Before such a request the browser asks with OPTIONS; CloudFront answers 403 and the request is never sent.',
  fix: 'Set AllowedMethods to [GET, HEAD, OPTIONS]. Leave OPTIONS out of CachedMethods.',
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-403-invalid-method.html',
    'https://fetch.spec.whatwg.org/#cors-preflight-fetch',
    'https://github.com/hubmapconsortium/portal-ui/pull/3365',
  ],
  unless: 'Pages load fonts, scripts and images only, with no request header of their own: these need no preflight. Then name no header and no method beyond GET and HEAD.',
  example: {
    wrong: exampleStack({ cors: { AccessControlAllowHeaders: '{ Items: [X-Requested-With] }' }, behaviour: { AllowedMethods: '[GET, HEAD]' } }),
    right: exampleStack({ cors: { AccessControlAllowHeaders: '{ Items: [X-Requested-With] }' }, behaviour: { AllowedMethods: '[GET, HEAD, OPTIONS]' } }),
  },
  // The methods are checked before any code at the edge runs
  check: (graph) => eachPromise(graph, (path) => behaviourPlace(path, 'AllowedMethods'), ({ preflight }, { behaviour }, place) =>
    (preflight.kind === 'none' ? undefined : judgeKnown(place, behaviour.allowedMethods, (allowed) => {
      if (allowed.includes('OPTIONS')) {
        return pass(place);
      }
      const message = `allows ${allowed.join(', ')}, but ${preflight.because}`;
      return preflight.kind === 'promised' ? fail(place, message) : fail(place, `${message}, which only preflights could use`, { severity: 'warning' });
    })), { code: [], refusedPreflight: true }),
};
