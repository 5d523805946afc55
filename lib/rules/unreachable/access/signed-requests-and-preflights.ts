import { decided } from '../../../model/undecided';
import { exampleStack } from '../../engine/example-stack';
import { failIf } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { eachPromise } from '../../promise/promised-paths';
import { behaviorPlace } from '../../subjects/asset-path';

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
  noEdit: 'No template says whether viewers sign URLs or send cookies.',
  witness: [{ by: 'CloudFront', step: 'preflight', refusedWith: 'MissingKey' }],
  example: () => ({
    wrong: exampleStack({ behavior: { TrustedKeyGroups: '[!Ref KeyGroup]' } }),
    right: exampleStack(),
  }),
  check: eachPromise((path) => behaviorPlace(path, 'TrustedKeyGroups'), ({ preflight }, { behavior }, place) => {
    if (preflight.kind !== 'promised') {
      return undefined;
    }
    const signers = [behavior.trustedKeyGroups, behavior.trustedSigners].flatMap(decided);
    return failIf(place, signers.length === 0 ? undefined : `viewers need a signature, and ${preflight.because}`);
  }, { code: [], supposed: 'info' }),
};
