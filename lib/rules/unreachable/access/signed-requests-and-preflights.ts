import { allKnown, mapKnown } from '../../../graph/types/known';
import { behaviorPlace } from '../../subjects/asset-path';
import { exampleStack } from '../../engine/example-stack';
import { fail, judgeKnown, pass } from '../../engine/judge';
import { eachPromise } from '../../promise/promised-paths';
import type { Rule } from '../../engine/rule';

export const signedRequestsAndPreflights: Rule = {
  id: 'signed-requests-and-preflights',
  severity: 'info',
  family: 'unreachable',
  title: 'Viewers need a signature, which preflights carry in signed URLs but not in signed cookies',
  why: 'Browsers send preflights without cookies: with signed cookies CloudFront answers 403 to each of them.',
  fix: 'With signed cookies keep to requests that need no preflight (GET and HEAD without headers of their own), or sign the URLs.',
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-choosing-signed-urls-cookies.html',
    'https://fetch.spec.whatwg.org/#cors-preflight-fetch',
    'https://github.com/video-dev/hls.js/issues/2620',
  ],
  unless: 'The URLs are signed: the preflight goes to the same URL and is signed by it.',
  example: {
    wrong: exampleStack({ behavior: { TrustedKeyGroups: '[!Ref KeyGroup]' } }),
    right: exampleStack(),
  },
  check: (graph) => eachPromise(graph, (path) => behaviorPlace(path, 'TrustedKeyGroups'), ({ preflight }, { behavior }, place) => {
    const signers = mapKnown(allKnown([behavior.trustedKeyGroups, behavior.trustedSigners]), (lists) => lists.flat());
    return preflight.kind !== 'promised' ? undefined : judgeKnown(place, signers, (names) =>
      (names.length === 0 ? pass(place) : fail(place, `viewers need a signature, and ${preflight.because}`)));
  }, { code: [], supposed: 'info' }),
};
