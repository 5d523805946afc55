import { decided } from '../../model/undecided';
import { exampleBucket } from '../engine/example-stack';
import { failIf } from '../engine/judge';
import type { Rule } from '../engine/rule';
import { inTurn } from '../engine/subject';
import { eachBucketRule } from '../subjects/bucket-cors-rules';
import { eachPolicyCorsProperty } from '../subjects/headers-policy';

export const nullOrigin: Rule = {
  id: 'null-origin',
  severity: 'warning',
  family: 'exposure',
  title: 'The origin `null` is allowed',
  why: 'Anybody\'s page can send `null`, from a sandboxed frame or a data: URL, and then reads what was meant for a few origins.',
  fix: 'Remove `null`. For local files, serve them from http://localhost and allow that.',
  see: [
    'https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin',
    'https://w3c.github.io/webappsec-cors-for-developers/#avoid-returning-access-control-allow-origin-null',
  ],
  unless: 'Every origin may read anyway.',
  noEdit: 'Only you can decide whether sandboxed pages or local files may read: without `null` they cannot.',
  example: () => ({
    wrong: exampleBucket({ AllowedOrigins: '[https://app.example.com, \'null\']', AllowedMethods: '[GET, HEAD]' }),
    right: exampleBucket({ AllowedOrigins: '[https://app.example.com, http://localhost:3000]', AllowedMethods: '[GET, HEAD]' }),
  }),
  check: inTurn(
    eachBucketRule('AllowedOrigins', ({ allowedOrigins }, place) => failIf(place, messageFor(allowedOrigins))),
    eachPolicyCorsProperty('AccessControlAllowOrigins', ({ allowOrigins }, place) => failIf(place, messageFor(decided(allowOrigins)))),
  ),
};

function messageFor(origins: readonly string[]): string | undefined {
  return origins.includes('null') && !origins.includes('*') ? '"null" is among the origins' : undefined;
}
