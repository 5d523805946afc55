import { decided } from '../../../model/undecided';
import { exampleStack } from '../../engine/example-stack';
import { failIf } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { eachPromise } from '../../promise/promised-paths';
import { behaviorPlace } from '../../subjects/asset-path';

export const plainHttpViewers: Rule = {
  id: 'plain-http-viewers',
  severity: 'info',
  family: 'unreachable',
  title: 'Files can be requested over plain http',
  why: 'Pages on https cannot load them that way, and CloudFront neither redirects nor forwards a preflight that comes over http when it redirects GET to https.',
  fix: 'Set ViewerProtocolPolicy to redirect-to-https, and let pages use https URLs.',
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-viewers-to-cloudfront.html',
    'https://w3c.github.io/webappsec-mixed-content/',
  ],
  unless: 'Devices without TLS load the files.',
  example: () => ({
    wrong: exampleStack({ behavior: { ViewerProtocolPolicy: 'allow-all' } }),
    right: exampleStack(),
  }),
  check: eachPromise((path) => behaviorPlace(path, 'ViewerProtocolPolicy'), (_promise, { behavior }, place) =>
    failIf(place, decided(behavior.viewerProtocolPolicy) === 'allow-all' ? 'allows plain http' : undefined),
  { code: [], supposed: 'info' }),
};
