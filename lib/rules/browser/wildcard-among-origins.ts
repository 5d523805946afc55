import { exampleBucket } from '../engine/example-stack';
import { failIf } from '../engine/judge';
import type { Rule } from '../engine/rule';
import { eachBucketRule } from '../subjects/bucket-cors-rules';

export const wildcardAmongOrigins: Rule = {
  id: 'wildcard-among-origins',
  severity: 'warning',
  family: 'browser',
  title: 'A CORS rule of the bucket lists `*` together with concrete origins',
  why: 'Every origin is allowed, and whether the listed ones are answered by name (which requests with credentials need) is not documented.',
  fix: 'List the origins only, or `*` only. To treat some origins differently write two rules, the concrete one first.',
  see: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html', 'https://fetch.spec.whatwg.org/#cors-protocol-and-credentials'],
  unless: 'Never: the list without the other entries, or without `*`, says what is meant.',
  example: () => ({
    wrong: exampleBucket({ AllowedOrigins: '[https://app.example.com, \'*\']', AllowedMethods: '[GET]' }),
    right: exampleBucket({ AllowedOrigins: '[https://app.example.com]', AllowedMethods: '[GET]' }),
  }),
  check: eachBucketRule('AllowedOrigins', ({ allowedOrigins }, place) => {
    const others = allowedOrigins.filter((origin) => origin !== '*');
    return failIf(place, others.length > 0 && others.length < allowedOrigins.length ? `lists * next to ${others.join(', ')}` : undefined);
  }),
};
