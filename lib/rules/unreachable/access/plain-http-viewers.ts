import { decided } from '../../../model/undecided';
import { exampleStack } from '../../engine/example-stack';
import { fail, pass } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { eachPromise } from '../../promise/promised-paths';
import { behaviorPlace } from '../../subjects/asset-path';

export const plainHttpViewers: Rule = {
  id: 'plain-http-viewers',
  severity: 'info',
  family: 'unreachable',
  title: 'Files can be asked for over plain http',
  why: 'Pages on https cannot load them that way, and CloudFront neither redirects nor forwards a preflight that comes over http when it redirects GET to https.',
  fix: 'Set ViewerProtocolPolicy to redirect-to-https, and let pages use https URLs.',
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-viewers-to-cloudfront.html',
    'https://w3c.github.io/webappsec-mixed-content/',
  ],
  unless: 'Devices without TLS load the files.',
  example: {
    wrong: exampleStack({ behavior: { ViewerProtocolPolicy: 'allow-all' } }),
    right: exampleStack(),
  },
  check: (graph) => eachPromise(graph, (path) => behaviorPlace(path, 'ViewerProtocolPolicy'), ({ origins, preflight }, { behavior }, place) => {
    if (decided(behavior.viewerProtocolPolicy) === 'allow-all') {
      return fail(place, 'allows plain http');
    }
    const plain = origins.find((origin) => origin.startsWith('http://'));
    return plain !== undefined && preflight.kind === 'promised'
      ? fail(place, `pages on ${plain} must use https URLs: a preflight over http gets 403`)
      : pass(place);
  }, { code: [], supposed: 'info' }),
};
